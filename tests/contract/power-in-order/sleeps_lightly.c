/*
 * Lets the system sleep, but not hibernate. When its device is set to D1 it asks for D2, and when that is
 * reached for D0 and for D3 at once.
 */
#include "power_driver.h"

static NTSTATUS AnswerQuery(PDEVICE_EXTENSION Extension, SYSTEM_POWER_STATE State)
{
    UNREFERENCED_PARAMETER(Extension);

    return State == PowerSystemHibernate ? STATUS_DEVICE_BUSY : STATUS_SUCCESS;
}

static VOID Started(PDEVICE_EXTENSION Extension)
{
    UNREFERENCED_PARAMETER(Extension);
}

static VOID Ask(PDEVICE_EXTENSION Extension, DEVICE_POWER_STATE State)
{
    POWER_STATE state;

    state.DeviceState = State;
    PoRequestPowerIrp(Extension->Bottom, IRP_MN_SET_POWER, state, DevicePowerReached, Extension, NULL);
}

static VOID Set(PDEVICE_EXTENSION Extension, DEVICE_POWER_STATE State)
{
    if (State == PowerDeviceD1) {
        Ask(Extension, PowerDeviceD2);
    }
}

static VOID Reached(PDEVICE_EXTENSION Extension, DEVICE_POWER_STATE State)
{
    if (State == PowerDeviceD2) {
        Ask(Extension, PowerDeviceD0);
        Ask(Extension, PowerDeviceD3);
    }
}

static VOID Removed(PDEVICE_EXTENSION Extension)
{
    UNREFERENCED_PARAMETER(Extension);
}
