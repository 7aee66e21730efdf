#include "drivers/framework/kmdf/power.h"

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/interrupt.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/pnp_events.h"

void fx_power_init(struct fx_power *power)
{
	power->state = WdfPowerDeviceD3Final;
	power->self_managed = FX_SELF_MANAGED_CREATED;
}

static NTSTATUS start_self_managed(struct fx_device *device)
{
	struct fx_power *power = &device->power;
	bool is_first = power->self_managed == FX_SELF_MANAGED_CREATED;
	NTSTATUS status = is_first ? fx_event_self_managed_init(device)
				   : fx_event_self_managed_restart(device);

	if (NT_SUCCESS(status))
		power->self_managed = FX_SELF_MANAGED_STARTED;
	else
		power->self_managed =
			is_first ? FX_SELF_MANAGED_INIT_FAILED : FX_SELF_MANAGED_FAILED;
	return status;
}

static NTSTATUS suspend_self_managed(struct fx_device *device)
{
	struct fx_power *power = &device->power;
	NTSTATUS status;

	if (power->self_managed != FX_SELF_MANAGED_STARTED)
		return STATUS_SUCCESS;
	status = fx_event_self_managed_suspend(device);
	power->self_managed = NT_SUCCESS(status) ? FX_SELF_MANAGED_STOPPED : FX_SELF_MANAGED_FAILED;
	return status;
}

void fx_power_flush_self_managed(struct fx_device *device)
{
	enum fx_self_managed state = device->power.self_managed;

	if (state == FX_SELF_MANAGED_CREATED || state >= FX_SELF_MANAGED_FLUSHED)
		return;
	fx_event_self_managed_flush(device);
	device->power.self_managed = FX_SELF_MANAGED_FLUSHED;
}

/* What was never initialised is neither flushed nor cleaned up. */
void fx_power_cleanup_self_managed(struct fx_device *device)
{
	enum fx_self_managed state = device->power.self_managed;

	if (state == FX_SELF_MANAGED_FINAL)
		return;
	device->power.self_managed = FX_SELF_MANAGED_FINAL;
	if (state == FX_SELF_MANAGED_FLUSHED)
		fx_event_self_managed_cleanup(device);
}

static NTSTATUS enable_hardware(struct fx_device *device, WDF_POWER_DEVICE_STATE previous)
{
	NTSTATUS status = fx_event_d0_entry(device, previous);

	if (!NT_SUCCESS(status))
		return status;
	fx_interrupts_tell(device);
	status = fx_interrupts_connect(device);
	if (NT_SUCCESS(status)) {
		status = fx_event_interrupts_enabled(device, previous);
		if (!NT_SUCCESS(status))
			fx_interrupts_disconnect(device);
	}
	if (NT_SUCCESS(status))
		fx_child_lists_scan(device);
	else
		fx_event_d0_exit(device, WdfPowerDeviceD3Final);
	return status;
}

static NTSTATUS disable_hardware(struct fx_device *device, WDF_POWER_DEVICE_STATE target)
{
	NTSTATUS disabling = fx_event_interrupts_disabling(device, target);
	NTSTATUS exit;

	if (target == WdfPowerDeviceD3Final)
		fx_interrupts_disconnect(device);
	else
		fx_interrupts_sleep(device);
	exit = fx_event_d0_exit(device, target);
	return NT_SUCCESS(disabling) ? exit : disabling;
}

static void enter(struct fx_device *device, WDF_DEVICE_POWER_STATE state)
{
	fx_state_enter(device, FX_MACHINE_POWER, state);
}

/* A child that works needs its bus, which comes back for it, and does not sleep then. */
static NTSTATUS hold_parent(struct fx_device *device)
{
	struct fx_pdo *pdo = device->pdo;

	if (!pdo || pdo->is_independent || pdo->holds_parent)
		return STATUS_SUCCESS;
	pdo->holds_parent = true;
	__atomic_add_fetch(&pdo->parent->policy.busy, 1, __ATOMIC_SEQ_CST);
	return fx_policy_wake(pdo->parent, false);
}

static void let_parent_go(struct fx_device *device)
{
	struct fx_pdo *pdo = device->pdo;

	if (!pdo || !pdo->holds_parent)
		return;
	pdo->holds_parent = false;
	__atomic_sub_fetch(&pdo->parent->policy.busy, 1, __ATOMIC_SEQ_CST);
}

static void fail(struct fx_device *device, bool is_first)
{
	fx_interrupts_give_up(device);
	let_parent_go(device);
	device->power.state = WdfPowerDeviceD3Final;
	enter(device, is_first ? WdfDevStatePowerInitialPowerUpFailed
			       : WdfDevStatePowerReportPowerUpFailed);
	fx_state_rest(device, FX_MACHINE_POWER);
}

NTSTATUS fx_power_up(struct fx_device *device)
{
	WDF_POWER_DEVICE_STATE previous = device->power.state;
	bool is_first = previous == WdfPowerDeviceD3Final;
	NTSTATUS status;

	if (previous == WdfPowerDeviceD0)
		return STATUS_SUCCESS;
	status = hold_parent(device);
	if (!NT_SUCCESS(status))
		return status;
	enter(device, is_first ? WdfDevStatePowerD0Starting : WdfDevStatePowerWaking);
	status = enable_hardware(device, previous);
	if (!NT_SUCCESS(status)) {
		fail(device, is_first);
		return status;
	}
	device->power.state = WdfPowerDeviceD0;
	fx_policy_disarm(device);
	fx_io_power_up(device->io);
	enter(device, is_first ? WdfDevStatePowerD0StartingStartSelfManagedIo
			       : WdfDevStatePowerStartSelfManagedIo);
	status = start_self_managed(device);
	if (!NT_SUCCESS(status)) {
		fx_io_power_down(device->io);
		disable_hardware(device, WdfPowerDeviceD3Final);
		fail(device, is_first);
		return status;
	}
	enter(device, WdfDevStatePowerDecideD0State);
	enter(device, WdfDevStatePowerD0);
	fx_state_rest(device, FX_MACHINE_POWER);
	return status;
}

NTSTATUS fx_power_down(struct fx_device *device, WDF_POWER_DEVICE_STATE target)
{
	bool is_last = target == WdfPowerDeviceD3Final;
	NTSTATUS suspended;
	NTSTATUS status;

	if (device->power.state != WdfPowerDeviceD0) {
		if (target == WdfPowerDeviceD3Final) {
			fx_interrupts_disconnect(device);
			device->power.state = target;
		}
		return STATUS_SUCCESS;
	}
	enter(device, is_last ? WdfDevStatePowerGotoD3Stopped : WdfDevStatePowerGotoDx);
	suspended = suspend_self_managed(device);
	fx_io_power_down(device->io);
	if (!is_last)
		enter(device, WdfDevStatePowerGotoDxIoStopped);
	fx_policy_arm(device);
	status = disable_hardware(device, target);
	device->power.state = target;
	let_parent_go(device);
	enter(device, is_last ? WdfDevStatePowerStopped : WdfDevStatePowerDx);
	fx_state_rest(device, FX_MACHINE_POWER);
	return NT_SUCCESS(suspended) ? status : suspended;
}
