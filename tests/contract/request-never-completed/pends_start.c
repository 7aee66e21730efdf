/*
 * Says that it will start its device later, and never does.
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
    if (IoGetCurrentIrpStackLocation(Irp)->MinorFunction == IRP_MN_START_DEVICE) {
        IoMarkIrpPending(Irp);
        return STATUS_PENDING;
    }
    return PassOn(DeviceObject, Irp);
}
