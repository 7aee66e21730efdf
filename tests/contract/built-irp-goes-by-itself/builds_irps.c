/*
 * Sends requests to its own device, one for each way to pass buffers, and waits for them. DriverEntry
 * fails when one did not do what it should.
 */
#include <ntddk.h>

#define IOCTL_INVERT(method) CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, method, FILE_ANY_ACCESS)

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchDeviceControl;
DRIVER_DISPATCH DispatchRead;

static
NTSTATUS
CompleteRequest(
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
DispatchDeviceControl(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    PUCHAR input = Irp->AssociatedIrp.SystemBuffer;
    PUCHAR output = Irp->AssociatedIrp.SystemBuffer;

    UNREFERENCED_PARAMETER(DeviceObject);

    switch (METHOD_FROM_CTL_CODE(stack->Parameters.DeviceIoControl.IoControlCode)) {
    case METHOD_BUFFERED:
        break;
    case METHOD_NEITHER:
        input = stack->Parameters.DeviceIoControl.Type3InputBuffer;
        output = Irp->UserBuffer;
        break;
    default:
        output = MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority);
        break;
    }
    if (output == NULL) {
        return CompleteRequest(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    }
    output[0] = (UCHAR)~input[0];
    return CompleteRequest(Irp, STATUS_SUCCESS, 1);
}

_Use_decl_annotations_
NTSTATUS
DispatchRead(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    RtlFillMemory(Irp->AssociatedIrp.SystemBuffer, 2, 0x5a);
    return CompleteRequest(Irp, STATUS_SUCCESS, 2);
}

static
NTSTATUS
Invert(
    PDEVICE_OBJECT Device,
    ULONG Code
    )
{
    IO_STATUS_BLOCK result;
    KEVENT event;
    UCHAR input = 0x0f;
    UCHAR output = 0;
    PIRP irp;

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    irp = IoBuildDeviceIoControlRequest(Code, Device, &input, sizeof(input), &output,
                                        sizeof(output), FALSE, &event, &result);
    if (irp == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    IoCallDriver(Device, irp);
    KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
    return result.Information == 1 && output == 0xf0 ? result.Status : STATUS_INTERNAL_ERROR;
}

static
NTSTATUS
ReadTwo(
    PDEVICE_OBJECT Device
    )
{
    LARGE_INTEGER offset = { 0 };
    IO_STATUS_BLOCK result;
    UCHAR bytes[4] = { 0 };
    KEVENT event;
    PIRP irp;

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    irp = IoBuildSynchronousFsdRequest(IRP_MJ_READ, Device, bytes, sizeof(bytes), &offset, &event,
                                       &result);
    if (irp == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    IoCallDriver(Device, irp);
    KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
    return bytes[1] == 0x5a && bytes[2] == 0 ? result.Status : STATUS_INTERNAL_ERROR;
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
    DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = DispatchDeviceControl;
    DriverObject->MajorFunction[IRP_MJ_READ] = DispatchRead;

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    device->Flags |= DO_BUFFERED_IO;

    status = Invert(device, IOCTL_INVERT(METHOD_BUFFERED));
    if (NT_SUCCESS(status)) {
        status = Invert(device, IOCTL_INVERT(METHOD_OUT_DIRECT));
    }
    if (NT_SUCCESS(status)) {
        status = Invert(device, IOCTL_INVERT(METHOD_NEITHER));
    }
    if (NT_SUCCESS(status)) {
        status = ReadTwo(device);
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
