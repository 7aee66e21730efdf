/*
 * Waits in its dispatch routine until the driver below has started the device.
 */
#include "stack_driver.h"

DRIVER_DISPATCH DispatchPnp;

static VOID SetDispatch(PDRIVER_DISPATCH *MajorFunction)
{
    MajorFunction[IRP_MJ_PNP] = DispatchPnp;
}

_Use_decl_annotations_
NTSTATUS
DispatchPnp(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    NTSTATUS status;
    KEVENT event;

    if (IoGetCurrentIrpStackLocation(Irp)->MinorFunction != IRP_MN_START_DEVICE) {
        return PassOn(DeviceObject, Irp);
    }

    KeInitializeEvent(&event, NotificationEvent, FALSE);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, SetEventWhenDone, &event, TRUE, TRUE, TRUE);

    if (IoCallDriver(extension->Lower, Irp) == STATUS_PENDING) {
        KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
    }

    status = Irp->IoStatus.Status;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return status;
}
