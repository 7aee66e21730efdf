/* The boundary of power policy. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/power_reference.h"
#include "drivers/framework/kmdf/wake.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

VOID WdfDeviceInitSetPowerPolicyEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, PWDF_POWER_POLICY_EVENT_CALLBACKS PowerPolicyEventCallbacks)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetPowerPolicyEventCallbacks");
	struct io_breach breach = { io_driver_calling(call.site), "invalid-structure",
		call.function, DeviceInit, call.site };

	fx_device_init_check(DeviceInit, &call);
	if (PowerPolicyEventCallbacks->Size == sizeof(*PowerPolicyEventCallbacks))
		DeviceInit->policy_callbacks = *PowerPolicyEventCallbacks;
	else
		io_violation(&breach,
			"WDF_POWER_POLICY_EVENT_CALLBACKS is not initialised: its size is %u",
			PowerPolicyEventCallbacks->Size);
}

VOID WdfDeviceInitSetPowerPolicyOwnership(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsPowerPolicyOwner)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetPowerPolicyOwnership");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->policy_ownership = IsPowerPolicyOwner ? WdfTrue : WdfFalse;
}

/* STATUS_INVALID_DEVICE_REQUEST when another driver of the stack has the policy. */
static NTSTATUS check(
	const struct fx_device *device, ULONG size, ULONG wanted, const struct fx_call *call)
{
	if (!device->policy.is_owner)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (size != wanted)
		return STATUS_INFO_LENGTH_MISMATCH;
	if (io_fault(fx_globals_io_driver(device->object.globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return STATUS_SUCCESS;
}

static bool is_sleep(DEVICE_POWER_STATE state)
{
	return state > PowerDeviceD0 && state <= PowerDeviceMaximum;
}

NTSTATUS WdfDeviceAssignS0IdleSettings(
	WDFDEVICE Device, PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings)
{
	struct fx_call call = FX_CALL("WdfDeviceAssignS0IdleSettings");
	struct fx_device *device = fx_device_get(Device, &call);
	NTSTATUS status = check(device, Settings->Size, sizeof(*Settings), &call);

	if (!NT_SUCCESS(status))
		return status;
	if (!is_sleep(Settings->DxState) || Settings->IdleCaps <= IdleCapsInvalid ||
		Settings->IdleCaps > IdleUsbSelectiveSuspend || Settings->Enabled > WdfUseDefault)
		return STATUS_INVALID_PARAMETER;
	device->policy.idle = *Settings;
	if (Settings->Enabled == WdfFalse)
		return fx_policy_wake(device, false);
	return STATUS_SUCCESS;
}

NTSTATUS WdfDeviceAssignSxWakeSettings(
	WDFDEVICE Device, PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings)
{
	struct fx_call call = FX_CALL("WdfDeviceAssignSxWakeSettings");
	struct fx_device *device = fx_device_get(Device, &call);
	NTSTATUS status = check(device, Settings->Size, sizeof(*Settings), &call);

	if (!NT_SUCCESS(status))
		return status;
	if (!is_sleep(Settings->DxState) || Settings->Enabled > WdfUseDefault)
		return STATUS_INVALID_PARAMETER;
	device->policy.wake = *Settings;
	return STATUS_SUCCESS;
}

/* What is not waited for comes in a thread of its own. */
static NTSTATUS stop_idle(
	struct fx_device *device, BOOLEAN wait, PVOID tag, const struct fx_call *call)
{
	NTSTATUS status;

	if (wait)
		ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	if (!device->policy.is_owner)
		return STATUS_INVALID_DEVICE_STATE;
	if (!fx_power_reference_acquire(device, tag, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	__atomic_add_fetch(&device->policy.busy, 1, __ATOMIC_SEQ_CST);
	if (!wait)
		return fx_policy_need(device, call->site) ? STATUS_PENDING : STATUS_SUCCESS;
	status = fx_policy_wake(device, false);
	if (!NT_SUCCESS(status)) {
		__atomic_sub_fetch(&device->policy.busy, 1, __ATOMIC_SEQ_CST);
		fx_power_reference_release(device, tag, call->site);
	}
	return status;
}

NTSTATUS WdfDeviceStopIdleActual(
	WDFDEVICE Device, BOOLEAN WaitForD0, PVOID Tag, LONG Line, PCSTR File)
{
	struct fx_call call = FX_CALL("WdfDeviceStopIdle");

	UNREFERENCED_PARAMETER(Line);
	UNREFERENCED_PARAMETER(File);
	return stop_idle(fx_device_get(Device, &call), WaitForD0, Tag, &call);
}

NTSTATUS WdfDeviceStopIdleNoTrack(WDFDEVICE Device, BOOLEAN WaitForD0)
{
	struct fx_call call = FX_CALL("WdfDeviceStopIdle");

	return stop_idle(fx_device_get(Device, &call), WaitForD0, NULL, &call);
}

static void resume_idle(WDFDEVICE handle, PVOID tag, const struct fx_call *call)
{
	struct fx_device *device = fx_device_get(handle, call);
	struct io_breach breach = { io_driver_calling(call->site), "power-reference-misused",
		call->function, handle, call->site };

	if (!device->policy.is_owner)
		return;
	if (fx_power_reference_release(device, tag, call->site))
		__atomic_sub_fetch(&device->policy.busy, 1, __ATOMIC_SEQ_CST);
	else
		io_violation(&breach, "there is no WdfDeviceStopIdle with the tag %p", tag);
}

VOID WdfDeviceResumeIdleActual(WDFDEVICE Device, PVOID Tag, LONG Line, PCSTR File)
{
	struct fx_call call = FX_CALL("WdfDeviceResumeIdle");

	UNREFERENCED_PARAMETER(Line);
	UNREFERENCED_PARAMETER(File);
	resume_idle(Device, Tag, &call);
}

VOID WdfDeviceResumeIdleNoTrack(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceResumeIdle");

	resume_idle(Device, NULL, &call);
}

NTSTATUS WdfDeviceIndicateWakeStatus(WDFDEVICE Device, NTSTATUS WaitWakeStatus)
{
	struct fx_call call = FX_CALL("WdfDeviceIndicateWakeStatus");
	struct fx_device *device = fx_device_get(Device, &call);

	if (WaitWakeStatus == STATUS_PENDING || WaitWakeStatus == STATUS_CANCELLED)
		return STATUS_INVALID_PARAMETER;
	return fx_wake_indicate(device, WaitWakeStatus);
}
