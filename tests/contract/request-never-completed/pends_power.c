/*
 * Says that it will change the power of its device later, and never does.
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
    UNREFERENCED_PARAMETER(DeviceObject);

    IoMarkIrpPending(Irp);
    return STATUS_PENDING;
}
