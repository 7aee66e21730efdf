/* A device below that answers at once, and requests to it which nobody waits for. */
#pragma once

#include <ntddk.h>

DRIVER_DISPATCH DispatchRequest;
IO_COMPLETION_ROUTINE RequestCompleted;

static UCHAR Buffer[16];

_Use_decl_annotations_
NTSTATUS
DispatchRequest(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    PUCHAR data = Irp->UserBuffer;

    if (DeviceObject->Flags & DO_BUFFERED_IO) {
        data = Irp->AssociatedIrp.SystemBuffer;
    }
    if (DeviceObject->Flags & DO_DIRECT_IO && Irp->MdlAddress != NULL) {
        data = MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority);
    }
    if (stack->MajorFunction == IRP_MJ_READ) {
        data[0] = (UCHAR)stack->Parameters.Read.ByteOffset.QuadPart;
    }
    if (stack->MajorFunction == IRP_MJ_WRITE) {
        NT_VERIFY(data[0] == 7 && stack->Parameters.Write.Length == sizeof(Buffer));
    }
    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

/* A read that is buffered is copied from there by its completion routine: the context is where to. */
static
DECLSPEC_NOINLINE
NTSTATUS
SendRequest(
    PDEVICE_OBJECT Device,
    ULONG MajorFunction
    )
{
    LARGE_INTEGER offset = { .QuadPart = 5 };
    BOOLEAN isTransfer = MajorFunction == IRP_MJ_READ || MajorFunction == IRP_MJ_WRITE;
    PIRP irp;

    RtlFillMemory(Buffer, sizeof(Buffer), 7);
    irp = IoBuildAsynchronousFsdRequest(MajorFunction, Device, isTransfer ? Buffer : NULL,
                                        isTransfer ? sizeof(Buffer) : 0,
                                        isTransfer ? &offset : NULL, NULL);
    if (irp == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    IoSetCompletionRoutine(irp, RequestCompleted, Buffer, TRUE, TRUE, TRUE);
    IoCallDriver(Device, irp);
    return MajorFunction == IRP_MJ_READ && Buffer[0] != 5 ? STATUS_INTERNAL_ERROR : STATUS_SUCCESS;
}

static
DECLSPEC_NOINLINE
NTSTATUS
CreateBottom(
    PDRIVER_OBJECT DriverObject,
    PDEVICE_OBJECT *Device
    )
{
    DriverObject->MajorFunction[IRP_MJ_READ] = DispatchRequest;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = DispatchRequest;
    DriverObject->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = DispatchRequest;
    return IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, Device);
}
