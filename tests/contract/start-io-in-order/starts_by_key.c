/*
 * Lets requests wait by key; one is cancelled meanwhile.
 */
#include "start_io_driver.h"

#define REQUESTS 5

DRIVER_STARTIO StartIo;
DRIVER_CANCEL Cancel;

static ULONG g_Keys[REQUESTS] = { 1, 30, 10, 20, 10 };
static PIRP g_Irps[REQUESTS];

static ULONG KeyOf(PIRP Irp)
{
    ULONG i;

    for (i = 0; i < REQUESTS && g_Irps[i] != Irp; i++) {
    }
    return i < REQUESTS ? 100 * i + g_Keys[i] : 999;
}

_Use_decl_annotations_
VOID
StartIo(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    KIRQL irql;

    /* The current one, at DISPATCH_LEVEL, and still cancelable. */
    IoAcquireCancelSpinLock(&irql);
    if (irql == DISPATCH_LEVEL && DeviceObject->CurrentIrp == Irp &&
        IoSetCancelRoutine(Irp, NULL) == Cancel) {
        Say(KeyOf(Irp));
    }
    IoReleaseCancelSpinLock(irql);
}

_Use_decl_annotations_
VOID
Cancel(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    if (KeRemoveEntryDeviceQueue(&DeviceObject->DeviceQueue,
                                 &Irp->Tail.Overlay.DeviceQueueEntry)) {
        Say(1000 + KeyOf(Irp));
    }
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

    for (i = 0; i < REQUESTS; i++) {
        g_Irps[i] = AllocateRequest(device);
        IoStartPacket(device, g_Irps[i], &g_Keys[i], Cancel);
    }
    IoCancelIrp(g_Irps[1]);

    KeRaiseIrql(DISPATCH_LEVEL, &irql);
    IoStartNextPacketByKey(device, TRUE, 15);
    IoStartNextPacketByKey(device, TRUE, 15);
    IoStartNextPacket(device, TRUE);
    IoStartNextPacket(device, TRUE);
    KeLowerIrql(irql);
    if (device->CurrentIrp == NULL && !device->DeviceQueue.Busy) {
        Say(2000);
    }

    /* Cancelled before: one that does not wait is StartIo's, one that waits is not. */
    g_Irps[3]->Cancel = TRUE;
    IoStartPacket(device, g_Irps[0], NULL, Cancel);
    IoStartPacket(device, g_Irps[3], NULL, Cancel);

    for (i = 0; i < REQUESTS; i++) {
        IoFreeIrp(g_Irps[i]);
    }
    return status;
}
