#include "drivers/framework/kmdf/power_irp.h"

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/wake.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/pnp_irp.h"

static NTSTATUS complete(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	io_irp_complete(irp);
	return status;
}

NTSTATUS fx_power_request(struct fx_device *device, DEVICE_POWER_STATE state)
{
	IO_STACK_LOCATION stack = { .MajorFunction = IRP_MJ_POWER,
		.MinorFunction = IRP_MN_SET_POWER };

	stack.Parameters.Power.Type = DevicePowerState;
	stack.Parameters.Power.State.DeviceState = state;
	return pnp_irp_send(device->pnp.physical, &stack, NULL);
}

static bool is_started(const struct fx_device *device)
{
	WDF_DEVICE_PNP_STATE state = fx_pnp_state(device);

	return state == WdfDevStatePnpStarted || state == WdfDevStatePnpQueryRemovePending ||
	       state == WdfDevStatePnpQueryStopPending;
}

static WDF_POWER_DEVICE_STATE state_of(DEVICE_POWER_STATE state)
{
	return (WDF_POWER_DEVICE_STATE)state;
}

/* The devices below are powered first. */
static NTSTATUS power_up(struct fx_device *device, PIRP irp)
{
	NTSTATUS status = STATUS_SUCCESS;

	if (device->pnp.lower) {
		io_irp_forward(device->pnp.lower, irp);
		status = irp->IoStatus.Status;
	}
	if (NT_SUCCESS(status) && is_started(device)) {
		status = fx_power_up(device);
		if (!NT_SUCCESS(status))
			fx_pnp_fail(device, WdfDeviceFailedUndefined);
	}
	return complete(irp, status);
}

static NTSTATUS finish(struct fx_device *device, PIRP irp)
{
	/* A bus that does not wait for a signal of the device says so: it leaves the status. */
	if (!device->pnp.lower &&
		IoGetCurrentIrpStackLocation(irp)->MinorFunction == IRP_MN_WAIT_WAKE)
		return complete(irp, irp->IoStatus.Status);
	if (!device->pnp.lower)
		return complete(irp, STATUS_SUCCESS);
	irp->IoStatus.Status = STATUS_SUCCESS;
	IoSkipCurrentIrpStackLocation(irp);
	return io_irp_call(device->pnp.lower, irp);
}

static NTSTATUS set_device_power(struct fx_device *device, PIRP irp, DEVICE_POWER_STATE state)
{
	if (state == PowerDeviceD0)
		return power_up(device, irp);
	if (is_started(device))
		fx_power_down(device, state_of(state));
	return finish(device, irp);
}

static void come_back(struct fx_device *device)
{
	fx_wake_disable_at_bus(device);
	fx_power_request(device, PowerDeviceD0);
	fx_policy_enter_started(device);
}

/* Who has the policy brings the stack to where it belongs while the system is in `state`. */
static NTSTATUS set_system_power(struct fx_device *device, PIRP irp, SYSTEM_POWER_STATE state)
{
	struct fx_policy *policy = &device->policy;
	bool has_policy = policy->is_owner && is_started(device);
	bool wakes = fx_policy_wakes_system(policy);

	if (!has_policy)
		return finish(device, irp);
	if (state == PowerSystemWorking) {
		if (!policy->is_idle)
			come_back(device);
		else if (policy->idle.PowerUpIdleDeviceOnSystemWake == WdfTrue)
			fx_policy_wake(device, false);
		return finish(device, irp);
	}
	/* What sleeps already, and has nothing to be armed for, sleeps on. */
	if (policy->is_idle && policy->armed == FX_WAKE_NONE && !wakes)
		return finish(device, irp);
	fx_policy_wake(device, false);
	policy->system = state;
	policy->arming = wakes && state < PowerSystemShutdown ? FX_WAKE_SX : FX_WAKE_NONE;
	fx_power_request(device, fx_policy_sleep_state(device));
	fx_policy_enter_asleep(device);
	return finish(device, irp);
}

static POWER_ACTION action_of(SYSTEM_POWER_STATE state)
{
	switch (state) {
	case PowerSystemHibernate:
		return PowerActionHibernate;
	case PowerSystemShutdown:
		return PowerActionShutdown;
	default:
		return PowerActionSleep;
	}
}

/* While it comes back the action is what it comes back from. */
static NTSTATUS follow_system(struct fx_device *device, PIRP irp, SYSTEM_POWER_STATE state)
{
	bool is_back = state == PowerSystemWorking;
	NTSTATUS status;

	if (!is_back)
		__atomic_store_n(&device->power.action, action_of(state), __ATOMIC_RELAXED);
	status = set_system_power(device, irp, state);
	if (is_back)
		__atomic_store_n(&device->power.action, PowerActionNone, __ATOMIC_RELAXED);
	return status;
}

NTSTATUS fx_power_dispatch(PDEVICE_OBJECT wdm, PIRP irp)
{
	struct fx_device *device = fx_device_enter(wdm);
	const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(irp);
	NTSTATUS status;

	if (!device)
		return complete(irp, STATUS_NO_SUCH_DEVICE);
	if (stack->MinorFunction != IRP_MN_SET_POWER)
		status = finish(device, irp);
	else if (stack->Parameters.Power.Type == DevicePowerState)
		status = set_device_power(device, irp, stack->Parameters.Power.State.DeviceState);
	else
		status = follow_system(device, irp, stack->Parameters.Power.State.SystemState);
	fx_device_leave(device);
	return status;
}
