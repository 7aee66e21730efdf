/* The boundary of a device's states of plug and play. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"

VOID WdfDeviceInitSetPnpPowerEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, PWDF_PNPPOWER_EVENT_CALLBACKS PnpPowerEventCallbacks)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetPnpPowerEventCallbacks");
	struct io_breach breach = { io_driver_calling(call.site), "invalid-structure",
		call.function, DeviceInit, call.site };

	fx_device_init_check(DeviceInit, &call);
	/* Nothing can be returned: WDF reports it and leaves the callbacks as they are. */
	if (PnpPowerEventCallbacks->Size != sizeof(WDF_PNPPOWER_EVENT_CALLBACKS)) {
		io_violation(&breach,
			"WDF_PNPPOWER_EVENT_CALLBACKS is not initialised: its size "
			"is %u",
			PnpPowerEventCallbacks->Size);
		return;
	}
	DeviceInit->callbacks = *PnpPowerEventCallbacks;
}

VOID WdfDeviceInitSetPowerPageable(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetPowerPageable");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->power_pageable = WdfTrue;
	DeviceInit->is_inrush = false;
}

VOID WdfDeviceInitSetPowerNotPageable(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetPowerNotPageable");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->power_pageable = WdfFalse;
}

VOID WdfDeviceInitSetPowerInrush(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetPowerInrush");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->power_pageable = WdfFalse;
	DeviceInit->is_inrush = true;
}

VOID WdfDeviceInitSetReleaseHardwareOrderOnFailure(PWDFDEVICE_INIT DeviceInit,
	WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE ReleaseHardwareOrderOnFailure)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetReleaseHardwareOrderOnFailure");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->releases_late =
		ReleaseHardwareOrderOnFailure == WdfReleaseHardwareOrderOnFailureAfterDescendants;
}

static struct io_breach breach_of(const char *rule, const void *handle, const struct fx_call *call)
{
	return (struct io_breach){ io_driver_calling(call->site), rule, call->function, handle,
		call->site };
}

/* Nothing can be returned: WDF reports it, and does nothing. */
static bool check_state(WDFDEVICE handle, const WDF_DEVICE_STATE *state, const struct fx_call *call)
{
	struct io_breach breach = breach_of("invalid-structure", handle, call);

	if (state->Size == sizeof(*state))
		return true;
	io_violation(&breach, "WDF_DEVICE_STATE is not initialised: its size is %u", state->Size);
	return false;
}

struct state_bit {
	size_t offset; /* of a WDF_TRI_STATE in WDF_DEVICE_STATE */
	PNP_DEVICE_STATE bit;
};

static const struct state_bit state_bits[] = {
	{ FIELD_OFFSET(WDF_DEVICE_STATE, Disabled), PNP_DEVICE_DISABLED },
	{ FIELD_OFFSET(WDF_DEVICE_STATE, DontDisplayInUI), PNP_DEVICE_DONT_DISPLAY_IN_UI },
	{ FIELD_OFFSET(WDF_DEVICE_STATE, Failed), PNP_DEVICE_FAILED },
	{ FIELD_OFFSET(WDF_DEVICE_STATE, NotDisableable), PNP_DEVICE_NOT_DISABLEABLE },
	{ FIELD_OFFSET(WDF_DEVICE_STATE, Removed), PNP_DEVICE_REMOVED },
	{ FIELD_OFFSET(WDF_DEVICE_STATE, ResourcesChanged),
		PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED },
	{ FIELD_OFFSET(WDF_DEVICE_STATE, AssignedToGuest), PNP_DEVICE_ASSIGNED_TO_GUEST },
};

static WDF_TRI_STATE *value_of(WDF_DEVICE_STATE *state, const struct state_bit *bit)
{
	return (WDF_TRI_STATE *)((char *)state + bit->offset);
}

VOID WdfDeviceGetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState)
{
	struct fx_call call = FX_CALL("WdfDeviceGetDeviceState");
	struct fx_device *device = fx_device_get(Device, &call);

	if (!check_state(Device, DeviceState, &call))
		return;
	for (size_t i = 0; i < RTL_NUMBER_OF(state_bits); i++)
		*value_of(DeviceState, &state_bits[i]) =
			device->pnp.reported & state_bits[i].bit ? WdfTrue : WdfFalse;
}

VOID WdfDeviceSetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState)
{
	struct fx_call call = FX_CALL("WdfDeviceSetDeviceState");
	struct fx_device *device = fx_device_get(Device, &call);

	if (!check_state(Device, DeviceState, &call))
		return;
	for (size_t i = 0; i < RTL_NUMBER_OF(state_bits); i++) {
		WDF_TRI_STATE value = *value_of(DeviceState, &state_bits[i]);

		if (value == WdfTrue)
			device->pnp.reported |= state_bits[i].bit;
		else if (value == WdfFalse)
			device->pnp.reported &= ~state_bits[i].bit;
	}
	if (device->pnp.physical)
		IoInvalidateDeviceState(device->pnp.physical);
}

VOID WdfDeviceSetFailed(WDFDEVICE Device, WDF_DEVICE_FAILED_ACTION FailedAction)
{
	struct fx_call call = FX_CALL("WdfDeviceSetFailed");
	struct fx_device *device = fx_device_get(Device, &call);

	if (FailedAction == WdfDeviceFailedAttemptRestart ||
		FailedAction == WdfDeviceFailedNoRestart)
		fx_pnp_fail(device, FailedAction);
}

VOID WdfDeviceSetStaticStopRemove(WDFDEVICE Device, BOOLEAN Stoppable)
{
	struct fx_call call = FX_CALL("WdfDeviceSetStaticStopRemove");
	struct fx_device *device = fx_device_get(Device, &call);
	LONG change = Stoppable ? -1 : 1;

	__atomic_add_fetch(&device->pnp.cannot_stop, change, __ATOMIC_RELAXED);
	if (device->pnp.physical)
		IoInvalidateDeviceState(device->pnp.physical);
}

VOID WdfDeviceSetSpecialFileSupport(
	WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE FileType, BOOLEAN FileTypeIsSupported)
{
	struct fx_call call = FX_CALL("WdfDeviceSetSpecialFileSupport");
	struct fx_device *device = fx_device_get(Device, &call);

	if (FileType > WdfSpecialFileUndefined && FileType < WdfSpecialFileMax)
		device->pnp.is_usage_supported[FileType] = FileTypeIsSupported != FALSE;
}
