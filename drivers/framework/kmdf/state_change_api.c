/* The boundary of states, and of callbacks at their changes. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

struct registration {
	enum fx_machine machine;
	ULONG state;
	ULONG first; /* of the machine's states */
	ULONG last;
	ULONG types;
	const void *routine;
};

static NTSTATUS add(
	PWDFDEVICE_INIT init, const struct registration *wanted, const struct fx_call *call)
{
	ULONG state = WdfDevStateNormalize(wanted->state);

	fx_device_init_check(init, call);
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	if (!wanted->routine || wanted->types == StateNotificationInvalid ||
		(wanted->types & ~(ULONG)StateNotificationAllStates) || state < wanted->first ||
		state >= wanted->last)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(
		    fx_globals_io_driver(init->driver->object.globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_state_callback_add(
		&init->state_callbacks, wanted->machine, state, wanted->types, wanted->routine);
}

NTSTATUS WdfDeviceInitRegisterPnpStateChangeCallback(PWDFDEVICE_INIT DeviceInit,
	WDF_DEVICE_PNP_STATE PnpState,
	PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION EvtDevicePnpStateChange, ULONG CallbackTypes)
{
	struct fx_call call = FX_CALL("WdfDeviceInitRegisterPnpStateChangeCallback");
	struct registration wanted = { FX_MACHINE_PNP, PnpState, WdfDevStatePnpObjectCreated,
		WdfDevStatePnpNull, CallbackTypes,
		(const void *)(uintptr_t)EvtDevicePnpStateChange };

	return add(DeviceInit, &wanted, &call);
}

NTSTATUS WdfDeviceInitRegisterPowerStateChangeCallback(PWDFDEVICE_INIT DeviceInit,
	WDF_DEVICE_POWER_STATE PowerState,
	PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION EvtDevicePowerStateChange,
	ULONG CallbackTypes)
{
	struct fx_call call = FX_CALL("WdfDeviceInitRegisterPowerStateChangeCallback");
	struct registration wanted = { FX_MACHINE_POWER, PowerState, WdfDevStatePowerObjectCreated,
		WdfDevStatePowerNull, CallbackTypes,
		(const void *)(uintptr_t)EvtDevicePowerStateChange };

	return add(DeviceInit, &wanted, &call);
}

NTSTATUS WdfDeviceInitRegisterPowerPolicyStateChangeCallback(PWDFDEVICE_INIT DeviceInit,
	WDF_DEVICE_POWER_POLICY_STATE PowerPolicyState,
	PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION EvtDevicePowerPolicyStateChange,
	ULONG CallbackTypes)
{
	struct fx_call call = FX_CALL("WdfDeviceInitRegisterPowerPolicyStateChangeCallback");
	struct registration wanted = { FX_MACHINE_POLICY, PowerPolicyState,
		WdfDevStatePwrPolObjectCreated, WdfDevStatePwrPolNull, CallbackTypes,
		(const void *)(uintptr_t)EvtDevicePowerPolicyStateChange };

	return add(DeviceInit, &wanted, &call);
}

WDF_DEVICE_PNP_STATE WdfDeviceGetDevicePnpState(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetDevicePnpState");

	return (WDF_DEVICE_PNP_STATE)fx_state_of(fx_device_get(Device, &call), FX_MACHINE_PNP);
}

WDF_DEVICE_POWER_STATE WdfDeviceGetDevicePowerState(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetDevicePowerState");

	return (WDF_DEVICE_POWER_STATE)fx_state_of(fx_device_get(Device, &call), FX_MACHINE_POWER);
}

WDF_DEVICE_POWER_POLICY_STATE WdfDeviceGetDevicePowerPolicyState(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetDevicePowerPolicyState");

	return (WDF_DEVICE_POWER_POLICY_STATE)fx_state_of(
		fx_device_get(Device, &call), FX_MACHINE_POLICY);
}

POWER_ACTION WdfDeviceGetSystemPowerAction(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetSystemPowerAction");

	return __atomic_load_n(&fx_device_get(Device, &call)->power.action, __ATOMIC_RELAXED);
}
