/*
 * Makes one part of a program's request, and completes the request itself; then it completes the part.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH DispatchCreate;
DRIVER_DISPATCH DispatchWrite;

static PDEVICE_OBJECT Top;
static PDEVICE_OBJECT Bottom;

static
DECLSPEC_NOINLINE
NTSTATUS
Complete(
    PIRP Irp
    )
{
    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
DispatchCreate(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    return Complete(Irp);
}

_Use_decl_annotations_
NTSTATUS
DispatchWrite(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PIRP part;

    if (DeviceObject == Bottom) {
        return Complete(Irp);
    }
    part = IoMakeAssociatedIrp(Irp, Bottom->StackSize);
    if (part == NULL) {
        return Complete(Irp);
    }
    Irp->AssociatedIrp.IrpCount = 1;
    IoGetNextIrpStackLocation(part)->MajorFunction = IRP_MJ_WRITE;
    IoMarkIrpPending(Irp);
    Complete(Irp);
    IoCallDriver(Bottom, part);
    return STATUS_PENDING;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\CompletesEarly");
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreate;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = DispatchWrite;

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &Bottom);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &Top);
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(Bottom);
    }
    return status;
}
