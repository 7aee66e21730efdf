/*
 * Sends requests that it does not wait for, one for each way to pass a buffer.
 */
#include "asynchronous-irp/asynchronous_irps.h"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
RequestCompleted(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    PVOID Context
    )
{
    PMDL mdl;

    UNREFERENCED_PARAMETER(DeviceObject);

    if (Irp->Flags & IRP_INPUT_OPERATION) {
        RtlCopyMemory(Context, Irp->AssociatedIrp.SystemBuffer, 1);
    }
    if (Irp->Flags & IRP_DEALLOCATE_BUFFER) {
        ExFreePool(Irp->AssociatedIrp.SystemBuffer);
    }
    while ((mdl = Irp->MdlAddress) != NULL) {
        Irp->MdlAddress = mdl->Next;
        MmUnlockPages(mdl);
        IoFreeMdl(mdl);
    }
    IoFreeIrp(Irp);
    return STATUS_MORE_PROCESSING_REQUIRED;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    static const ULONG ways[] = { DO_BUFFERED_IO, DO_DIRECT_IO, 0 };
    PDEVICE_OBJECT device;
    NTSTATUS status;
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    status = CreateBottom(DriverObject, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    for (i = 0; NT_SUCCESS(status) && i < RTL_NUMBER_OF(ways); i++) {
        device->Flags &= ~(ULONG)(DO_BUFFERED_IO | DO_DIRECT_IO);
        device->Flags |= ways[i];
        status = SendRequest(device, IRP_MJ_READ);
        if (NT_SUCCESS(status)) {
            status = SendRequest(device, IRP_MJ_WRITE);
        }
    }
    if (NT_SUCCESS(status)) {
        status = SendRequest(device, IRP_MJ_FLUSH_BUFFERS);
    }
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(device);
    }
    return status;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    IoDeleteDevice(DriverObject->DeviceObject);
}
