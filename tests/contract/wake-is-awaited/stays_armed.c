/*
 * Waits for the wake signal of its device for as long as there is one.
 */
#include "power_driver.h"

REQUEST_POWER_COMPLETE Woken;

#define WOKEN 'ekaW'

static VOID Arm(PDEVICE_EXTENSION Extension)
{
    POWER_STATE state;

    state.SystemState = PowerSystemWorking;
    PoRequestPowerIrp(Extension->Bottom, IRP_MN_WAIT_WAKE, state, Woken, Extension, &Extension->Wake);
}

_Use_decl_annotations_
VOID
Woken(
    PDEVICE_OBJECT DeviceObject,
    UCHAR MinorFunction,
    POWER_STATE PowerState,
    PVOID Context,
    PIO_STATUS_BLOCK IoStatus
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)Context;
    POWER_STATE state;

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(MinorFunction);
    UNREFERENCED_PARAMETER(PowerState);

    Say(WOKEN, NT_SUCCESS(IoStatus->Status) ? 1 : IoStatus->Status == STATUS_CANCELLED ? 2 : 3);
    if (!NT_SUCCESS(IoStatus->Status)) {
        return;
    }
    state.DeviceState = PowerDeviceD0;
    PoSetPowerState(extension->Device, DevicePowerState, state);
    Arm(extension);
}

static NTSTATUS AnswerQuery(PDEVICE_EXTENSION Extension, SYSTEM_POWER_STATE State)
{
    UNREFERENCED_PARAMETER(Extension);
    UNREFERENCED_PARAMETER(State);

    return STATUS_SUCCESS;
}

static VOID Started(PDEVICE_EXTENSION Extension)
{
    POWER_STATE state;

    state.DeviceState = PowerDeviceD0;
    PoSetPowerState(Extension->Device, DevicePowerState, state);
    Arm(Extension);
    Extension->Idle = PoRegisterDeviceForIdleDetection(Extension->Device, 60, 60, PowerDeviceD3);
}

static VOID Set(PDEVICE_EXTENSION Extension, DEVICE_POWER_STATE State)
{
    UNREFERENCED_PARAMETER(Extension);
    UNREFERENCED_PARAMETER(State);
}

static VOID Reached(PDEVICE_EXTENSION Extension, DEVICE_POWER_STATE State)
{
    UNREFERENCED_PARAMETER(Extension);
    UNREFERENCED_PARAMETER(State);
}

static VOID Removed(PDEVICE_EXTENSION Extension)
{
    UNREFERENCED_PARAMETER(Extension);
}
