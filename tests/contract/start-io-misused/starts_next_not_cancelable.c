/*
 * Lets a request wait that can be cancelled, and starts it as if it could not.
 */
#include "start_io_driver.h"

DRIVER_STARTIO StartIo;
DRIVER_CANCEL Cancel;

_Use_decl_annotations_
VOID
StartIo(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Irp);
}

_Use_decl_annotations_
VOID
Cancel(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    IoReleaseCancelSpinLock(Irp->CancelIrql);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status = CreateDevice(DriverObject);
    PDEVICE_OBJECT device = DriverObject->DeviceObject;
    KIRQL irql;

    UNREFERENCED_PARAMETER(RegistryPath);

    if (!NT_SUCCESS(status)) {
        return status;
    }
    DriverObject->DriverStartIo = StartIo;

    IoStartPacket(device, AllocateRequest(device), NULL, Cancel);
    IoStartPacket(device, AllocateRequest(device), NULL, Cancel);
    KeRaiseIrql(DISPATCH_LEVEL, &irql);
    IoStartNextPacket(device, FALSE);
    KeLowerIrql(irql);

    return status;
}
