/*
 * As if the I/O manager did it: a request that is buffered is not freed, and of one that is direct only
 * the request is.
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
    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Context);

    if (Irp->Flags & IRP_BUFFERED_IO) {
        return STATUS_CONTINUE_COMPLETION;
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
    PDEVICE_OBJECT device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    status = CreateBottom(DriverObject, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    device->Flags |= DO_BUFFERED_IO;
    SendRequest(device, IRP_MJ_WRITE);
    device->Flags &= ~(ULONG)DO_BUFFERED_IO;
    device->Flags |= DO_DIRECT_IO;
    SendRequest(device, IRP_MJ_WRITE);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    IoDeleteDevice(DriverObject->DeviceObject);
}
