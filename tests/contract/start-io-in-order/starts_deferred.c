/*
 * Starts the next request in its StartIo routine, which is deferred, and gets none that is cancelable.
 */
#include "start_io_driver.h"

#define REQUESTS 3

DRIVER_STARTIO StartIo;
DRIVER_CANCEL Cancel;

static PIRP g_Irps[REQUESTS];

static ULONG NumberOf(PIRP Irp)
{
    ULONG i;

    for (i = 0; i < REQUESTS && g_Irps[i] != Irp; i++) {
    }
    return i + 1;
}

_Use_decl_annotations_
VOID
StartIo(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    static BOOLEAN isWaiting = TRUE;
    ULONG number = NumberOf(Irp);

    if (IoSetCancelRoutine(Irp, NULL) != NULL) {
        Say(999);
    }
    /* The first waits until all are there. */
    if (isWaiting) {
        isWaiting = FALSE;
        Say(number);
        return;
    }
    Say(number);
    IoStartNextPacket(DeviceObject, TRUE);
    Say(100 + number);
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
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    if (!NT_SUCCESS(status)) {
        return status;
    }
    DriverObject->DriverStartIo = StartIo;
    IoSetStartIoAttributes(device, TRUE, TRUE);

    for (i = 0; i < REQUESTS; i++) {
        g_Irps[i] = AllocateRequest(device);
        IoStartPacket(device, g_Irps[i], NULL, Cancel);
    }

    KeRaiseIrql(DISPATCH_LEVEL, &irql);
    IoStartNextPacket(device, TRUE);
    KeLowerIrql(irql);

    for (i = 0; i < REQUESTS; i++) {
        IoFreeIrp(g_Irps[i]);
    }
    return status;
}
