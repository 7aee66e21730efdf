/*
 * Says which requests its device gets: the size of an allocation is one more than the major function.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH Dispatch;

/* Not inlined: it is one call site in every build. */
DECLSPEC_NOINLINE static VOID Say(SIZE_T Number)
{
    PVOID block = ExAllocatePoolWithTag(NonPagedPoolNx, Number, 'yaSt');

    if (block != NULL) {
        ExFreePoolWithTag(block, 'yaSt');
    }
}

_Use_decl_annotations_
NTSTATUS
Dispatch(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    UNREFERENCED_PARAMETER(DeviceObject);

    Say((SIZE_T)stack->MajorFunction + 1);
    Irp->IoStatus.Status = STATUS_SUCCESS;
    Irp->IoStatus.Information = 0;
    if (stack->MajorFunction == IRP_MJ_READ && stack->Parameters.Read.Length > 0) {
        *(PUCHAR)Irp->AssociatedIrp.SystemBuffer = Irp->RequestorMode == KernelMode ? 'k' : 'u';
        Irp->IoStatus.Information = 1;
    }
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Says");
    DECLARE_CONST_UNICODE_STRING(link, L"\\DosDevices\\Says");
    PDEVICE_OBJECT device;
    NTSTATUS status;
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    for (i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++) {
        DriverObject->MajorFunction[i] = Dispatch;
    }

    status = IoCreateDevice(DriverObject, 0, (PUNICODE_STRING)&name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    device->Flags |= DO_BUFFERED_IO;
    status = IoCreateSymbolicLink((PUNICODE_STRING)&link, (PUNICODE_STRING)&name);
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
    DECLARE_CONST_UNICODE_STRING(link, L"\\DosDevices\\Says");

    IoDeleteSymbolicLink((PUNICODE_STRING)&link);
    IoDeleteDevice(DriverObject->DeviceObject);
}
