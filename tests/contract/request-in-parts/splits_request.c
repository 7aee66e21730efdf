/*
 * A program's write is split into two parts, which go to the device below; the second is completed
 * when the program asks for that. What a part failed with is told by its completion routine. Another
 * write is of one part, which the driver takes back and frees: it completes the request itself.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchFile;
DRIVER_DISPATCH DispatchWrite;
DRIVER_DISPATCH DispatchDeviceControl;
IO_COMPLETION_ROUTINE PartCompleted;
IO_COMPLETION_ROUTINE PartTaken;

static PDEVICE_OBJECT Top;
static PDEVICE_OBJECT Bottom;
static PIRP Held;

static
DECLSPEC_NOINLINE
NTSTATUS
Complete(
    PIRP Irp,
    NTSTATUS Status,
    ULONG_PTR Information
    )
{
    Irp->IoStatus.Status = Status;
    Irp->IoStatus.Information = Information;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return Status;
}

_Use_decl_annotations_
NTSTATUS
DispatchFile(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    return Complete(Irp, STATUS_SUCCESS, 0);
}

_Use_decl_annotations_
NTSTATUS
DispatchDeviceControl(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PIRP held = Held;

    UNREFERENCED_PARAMETER(DeviceObject);

    Held = NULL;
    Complete(held, STATUS_DEVICE_BUSY, 0);
    return Complete(Irp, STATUS_SUCCESS, 0);
}

_Use_decl_annotations_
NTSTATUS
PartCompleted(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    PVOID Context
    )
{
    PIRP master = Context;

    UNREFERENCED_PARAMETER(DeviceObject);

    NT_ASSERT(master == Irp->AssociatedIrp.MasterIrp);
    if (!NT_SUCCESS(Irp->IoStatus.Status)) {
        master->IoStatus.Status = Irp->IoStatus.Status;
        master->IoStatus.Information = 0;
    }
    return STATUS_CONTINUE_COMPLETION;
}

_Use_decl_annotations_
NTSTATUS
PartTaken(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    PVOID Context
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    IoFreeIrp(Irp);
    Complete(Context, STATUS_SUCCESS, 1);
    return STATUS_MORE_PROCESSING_REQUIRED;
}

static
DECLSPEC_NOINLINE
VOID
SendPart(
    PIRP Part,
    PIRP Master,
    ULONG Key,
    PIO_COMPLETION_ROUTINE Routine
    )
{
    PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(Part);

    next->MajorFunction = IRP_MJ_WRITE;
    next->Parameters.Write.Length = 1;
    next->Parameters.Write.Key = Key;
    IoSetCompletionRoutine(Part, Routine, Master, TRUE, TRUE, TRUE);
    IoCallDriver(Bottom, Part);
}

static
DECLSPEC_NOINLINE
NTSTATUS
Split(
    PIRP Irp,
    ULONG Length
    )
{
    PIRP parts[2];

    parts[0] = IoMakeAssociatedIrp(Irp, Bottom->StackSize);
    if (parts[0] == NULL) {
        return Complete(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    }
    parts[1] = IoMakeAssociatedIrp(Irp, Bottom->StackSize);
    if (parts[1] == NULL) {
        IoFreeIrp(parts[0]);
        return Complete(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    }
    IoMarkIrpPending(Irp);
    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = Length;
    Irp->AssociatedIrp.IrpCount = 2;
    SendPart(parts[0], Irp, 0, PartCompleted);
    SendPart(parts[1], Irp, 1, PartCompleted);
    return STATUS_PENDING;
}

static
DECLSPEC_NOINLINE
NTSTATUS
TakePart(
    PIRP Irp
    )
{
    PIRP part = IoMakeAssociatedIrp(Irp, Bottom->StackSize);

    if (part == NULL) {
        return Complete(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    }
    IoMarkIrpPending(Irp);
    SendPart(part, Irp, 0, PartTaken);
    return STATUS_PENDING;
}

_Use_decl_annotations_
NTSTATUS
DispatchWrite(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    if (DeviceObject == Top) {
        return stack->Parameters.Write.Length > 1 ? Split(Irp, stack->Parameters.Write.Length)
                                                  : TakePart(Irp);
    }
    if (stack->Parameters.Write.Key == 0) {
        return Complete(Irp, STATUS_SUCCESS, 1);
    }
    IoMarkIrpPending(Irp);
    Held = Irp;
    return STATUS_PENDING;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\SplitsRequest");
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchFile;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchFile;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchFile;
    DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = DispatchDeviceControl;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = DispatchWrite;

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &Bottom);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &Top);
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(Bottom);
        return status;
    }
    Top->Flags |= DO_DIRECT_IO;
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    IoDeleteDevice(Top);
    IoDeleteDevice(Bottom);
}
