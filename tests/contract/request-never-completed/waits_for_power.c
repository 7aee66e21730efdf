/*
 * Waits in its dispatch routine until the driver below has changed the power of its device.
 */
#include "stack_driver.h"

DRIVER_DISPATCH DispatchPower;

static VOID SetDispatch(PDRIVER_DISPATCH *MajorFunction)
{
    MajorFunction[IRP_MJ_PNP] = PassOn;
    MajorFunction[IRP_MJ_POWER] = DispatchPower;
}

_Use_decl_annotations_
NTSTATUS
DispatchPower(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    NTSTATUS status;
    HANDLE handle;
    PKEVENT event;

    event = IoCreateNotificationEvent(NULL, &handle);
    if (event == NULL) {
        Irp->IoStatus.Status = STATUS_INSUFFICIENT_RESOURCES;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    KeClearEvent(event);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, SetEventWhenDone, event, TRUE, TRUE, TRUE);

    if (IoCallDriver(extension->Lower, Irp) == STATUS_PENDING) {
        ZwWaitForSingleObject(handle, FALSE, NULL);
    }

    ZwClose(handle);
    status = Irp->IoStatus.Status;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return status;
}
