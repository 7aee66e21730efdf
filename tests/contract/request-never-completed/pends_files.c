/*
 * Completes neither the opening of its device nor the end of a handle: the one in
 * \Device\Pending\Open, the others in any other file.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchCreate;
DRIVER_DISPATCH DispatchEnd;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Pending");
    PDEVICE_OBJECT device;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreate;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchEnd;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchEnd;

    return IoCreateDevice(DriverObject, 0, (PUNICODE_STRING)&name, FILE_DEVICE_UNKNOWN, 0, FALSE,
                          &device);
}

_Use_decl_annotations_
NTSTATUS
DispatchCreate(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    if (IoGetCurrentIrpStackLocation(Irp)->FileObject->FileName.Length > 0) {
        IoMarkIrpPending(Irp);
        return STATUS_PENDING;
    }

    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
DispatchEnd(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    IoMarkIrpPending(Irp);
    return STATUS_PENDING;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    IoDeleteDevice(DriverObject->DeviceObject);
}
