#include "drivers/framework/kmdf/policy.h"

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/power_irp.h"
#include "drivers/framework/kmdf/wake.h"

static NTSTATUS call(
	struct fx_device *device, const char *name, NTSTATUS (*routine)(WDFDEVICE device))
{
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	event = fx_event_begin(&device->object, name, FX_ROUTINE(routine));
	status = routine(fx_device_handle(device));
	fx_event_end(&event, status);
	return status;
}

static void call_void(struct fx_device *device, const char *name, VOID (*routine)(WDFDEVICE device))
{
	struct fx_event event;

	if (!routine)
		return;
	event = fx_event_begin(&device->object, name, FX_ROUTINE(routine));
	routine(fx_device_handle(device));
	fx_event_end(&event, STATUS_SUCCESS);
}

/* The driver's, or the user's, will. */
static BOOLEAN is_enabled(const struct fx_policy *policy)
{
	return policy->wake.Size > 0 && policy->wake.Enabled != WdfFalse;
}

static BOOLEAN has_armed_children(const struct fx_policy *policy)
{
	return __atomic_load_n(&policy->children_armed, __ATOMIC_SEQ_CST) > 0;
}

bool fx_policy_wakes_system(const struct fx_policy *policy)
{
	return is_enabled(policy) ||
	       (policy->wake.Size > 0 && policy->wake.ArmForWakeIfChildrenAreArmedForWake &&
		       has_armed_children(policy));
}

static NTSTATUS arm_sx(struct fx_device *device)
{
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON routine =
		device->policy.callbacks.EvtDeviceArmWakeFromSxWithReason;
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return call(device, "EvtDeviceArmWakeFromSx",
			device->policy.callbacks.EvtDeviceArmWakeFromSx);
	event = fx_event_begin(
		&device->object, "EvtDeviceArmWakeFromSxWithReason", FX_ROUTINE(routine));
	status = routine(fx_device_handle(device), is_enabled(&device->policy),
		has_armed_children(&device->policy));
	fx_event_end(&event, status);
	return status;
}

/* The bus is armed first, and disarmed first. A device that cannot be armed sleeps all the same. */
NTSTATUS fx_policy_arm(struct fx_device *device)
{
	struct fx_policy *policy = &device->policy;
	NTSTATUS status = STATUS_SUCCESS;

	if (policy->arming != FX_WAKE_NONE)
		status = fx_wake_enable_at_bus(device, policy->system);
	if (NT_SUCCESS(status) && policy->arming == FX_WAKE_S0)
		status = call(
			device, "EvtDeviceArmWakeFromS0", policy->callbacks.EvtDeviceArmWakeFromS0);
	else if (NT_SUCCESS(status) && policy->arming == FX_WAKE_SX)
		status = arm_sx(device);
	if (!NT_SUCCESS(status))
		fx_wake_disable_at_bus(device);
	policy->armed = NT_SUCCESS(status) ? policy->arming : FX_WAKE_NONE;
	policy->arming = FX_WAKE_NONE;
	return status;
}

void fx_policy_disarm(struct fx_device *device)
{
	struct fx_policy *policy = &device->policy;
	const WDF_POWER_POLICY_EVENT_CALLBACKS *callbacks = &policy->callbacks;

	fx_wake_disable_at_bus(device);
	if (policy->armed == FX_WAKE_S0) {
		if (policy->is_triggered)
			call_void(device, "EvtDeviceWakeFromS0Triggered",
				callbacks->EvtDeviceWakeFromS0Triggered);
		call_void(
			device, "EvtDeviceDisarmWakeFromS0", callbacks->EvtDeviceDisarmWakeFromS0);
	} else if (policy->armed == FX_WAKE_SX) {
		if (policy->is_triggered)
			call_void(device, "EvtDeviceWakeFromSxTriggered",
				callbacks->EvtDeviceWakeFromSxTriggered);
		call_void(
			device, "EvtDeviceDisarmWakeFromSx", callbacks->EvtDeviceDisarmWakeFromSx);
		if (policy->is_triggered && policy->wake.IndicateChildWakeOnParentWake)
			fx_wake_indicate_children(device);
	}
	policy->armed = FX_WAKE_NONE;
	policy->is_triggered = false;
}

DEVICE_POWER_STATE fx_policy_sleep_state(const struct fx_device *device)
{
	const struct fx_policy *policy = &device->policy;
	DEVICE_POWER_STATE state = policy->wake.Size > 0 ? policy->wake.DxState : PowerDeviceD3;

	return state == PowerDeviceMaximum || state == PowerDeviceUnspecified ? PowerDeviceD3
									      : state;
}

static void enter(struct fx_device *device, WDF_DEVICE_POWER_POLICY_STATE state)
{
	fx_state_enter(device, FX_MACHINE_POLICY, state);
	fx_state_rest(device, FX_MACHINE_POLICY);
}

/* What it may do by its settings. */
void fx_policy_enter_started(struct fx_device *device)
{
	const WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS *idle = &device->policy.idle;

	if (idle->Size == 0 || idle->Enabled == WdfFalse)
		enter(device, WdfDevStatePwrPolStarted);
	else if (idle->IdleCaps == IdleCannotWakeFromS0)
		enter(device, WdfDevStatePwrPolStartedIdleCapable);
	else
		enter(device, WdfDevStatePwrPolStartedWakeCapable);
}

void fx_policy_enter_asleep(struct fx_device *device)
{
	enter(device, device->policy.armed == FX_WAKE_SX ? WdfDevStatePwrPolSystemAsleepWakeArmed
							 : WdfDevStatePwrPolSystemAsleepNoWake);
}

static void set_idle(struct fx_policy *policy, bool is_idle)
{
	__atomic_store_n(&policy->is_idle, is_idle, __ATOMIC_SEQ_CST);
}

static bool may_sleep(const struct fx_policy *policy)
{
	return policy->is_owner && policy->idle.Size > 0 && policy->idle.Enabled != WdfFalse &&
	       __atomic_load_n(&policy->busy, __ATOMIC_SEQ_CST) == 0;
}

static NTSTATUS go_idle(struct fx_device *device)
{
	struct fx_policy *policy = &device->policy;
	DEVICE_POWER_STATE state = policy->idle.DxState;
	NTSTATUS status;

	if (!may_sleep(policy) || policy->is_idle || device->power.state != WdfPowerDeviceD0)
		return STATUS_INVALID_DEVICE_STATE;
	if (state == PowerDeviceMaximum)
		state = PowerDeviceD3;
	policy->arming = policy->idle.IdleCaps == IdleCanWakeFromS0 ? FX_WAKE_S0 : FX_WAKE_NONE;
	policy->system = PowerSystemWorking;
	/* Who needs it from here on waits until it sleeps, and wakes it. */
	set_idle(policy, true);
	policy->is_changing = true;
	status = fx_power_request(device, state);
	policy->is_changing = false;
	set_idle(policy, NT_SUCCESS(status));
	if (NT_SUCCESS(status))
		enter(device, policy->armed == FX_WAKE_S0 ? WdfDevStatePwrPolWaitingArmed
							  : WdfDevStatePwrPolWaitingUnarmed);
	return status;
}

static NTSTATUS leave_idle(struct fx_device *device, bool by_itself)
{
	struct fx_policy *policy = &device->policy;
	NTSTATUS status;

	/* The system's wake is its own. */
	if (by_itself && policy->armed == FX_WAKE_SX) {
		policy->is_triggered = true;
		return STATUS_SUCCESS;
	}
	/* Its own callbacks do not wait for it. */
	if (!policy->is_idle || policy->is_changing)
		return by_itself ? STATUS_INVALID_DEVICE_STATE : STATUS_SUCCESS;
	if (by_itself && policy->armed != FX_WAKE_S0)
		return STATUS_INVALID_DEVICE_STATE;
	policy->is_triggered = by_itself;
	policy->is_changing = true;
	enter(device, policy->armed == FX_WAKE_S0 ? WdfDevStatePwrPolS0WakeDisarm
						  : WdfDevStatePwrPolS0NoWakePowerUp);
	fx_wake_disable_at_bus(device);
	status = fx_power_request(device, PowerDeviceD0);
	policy->is_changing = false;
	set_idle(policy, false);
	fx_policy_enter_started(device);
	return status;
}

NTSTATUS fx_policy_idle(struct fx_device *device)
{
	NTSTATUS status;

	pthread_mutex_lock(&device->policy.lock);
	status = go_idle(device);
	pthread_mutex_unlock(&device->policy.lock);
	return status;
}

NTSTATUS fx_policy_wake(struct fx_device *device, bool by_itself)
{
	NTSTATUS status;

	/* Nearly always it works: that costs no lock. */
	if (!by_itself && !__atomic_load_n(&device->policy.is_idle, __ATOMIC_SEQ_CST))
		return STATUS_SUCCESS;
	pthread_mutex_lock(&device->policy.lock);
	status = leave_idle(device, by_itself);
	pthread_mutex_unlock(&device->policy.lock);
	return status;
}

static void run_worker(struct fx_object *object)
{
	fx_policy_wake(fx_device_of(object), false);
}

bool fx_policy_need(struct fx_device *device, const void *site)
{
	if (!__atomic_load_n(&device->policy.is_idle, __ATOMIC_SEQ_CST))
		return false;
	fx_worker_queue(&device->policy.worker, site);
	return true;
}

void fx_policy_end(struct fx_policy *policy)
{
	fx_worker_end(&policy->worker);
}

void fx_policy_init(struct fx_device *device, bool is_owner)
{
	struct fx_policy *policy = &device->policy;
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&policy->lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
	policy->is_owner = is_owner;
	InitializeListHead(&policy->idler.link);
	InitializeListHead(&policy->references);
	fx_worker_init(&policy->worker, &device->object, run_worker, "WdfDeviceStopIdle");
}

void fx_policy_finish(struct fx_policy *policy)
{
	fx_worker_finish(&policy->worker);
	pthread_mutex_destroy(&policy->lock);
}

static struct fx_device *device_of(struct io_idle *idle)
{
	return CONTAINING_RECORD(idle, struct fx_device, policy.idler);
}

static NTSTATUS on_idle(struct io_idle *idle)
{
	return fx_policy_idle(device_of(idle));
}

static NTSTATUS on_wake(struct io_idle *idle)
{
	return fx_policy_wake(device_of(idle), true);
}

static NTSTATUS on_need(struct io_idle *idle)
{
	return fx_policy_wake(device_of(idle), false);
}

static bool is_asleep(struct io_idle *idle)
{
	return __atomic_load_n(&device_of(idle)->policy.is_idle, __ATOMIC_SEQ_CST);
}

void fx_policy_start(struct fx_device *device)
{
	struct io_idle *idler = &device->policy.idler;

	if (!device->policy.is_owner || !IsListEmpty(&idler->link))
		return;
	idler->pdo = device->pnp.physical;
	idler->sleep = on_idle;
	idler->wake = on_wake;
	idler->need = on_need;
	idler->is_asleep = is_asleep;
	io_idle_register(idler);
	enter(device, WdfDevStatePwrPolStarting);
	fx_policy_enter_started(device);
}

void fx_policy_stop(struct fx_device *device)
{
	if (!IsListEmpty(&device->policy.idler.link)) {
		io_idle_deregister(&device->policy.idler);
		enter(device, WdfDevStatePwrPolStopping);
		enter(device, WdfDevStatePwrPolStopped);
	}
	fx_worker_wait(&device->policy.worker);
	fx_wake_disable_at_bus(device);
	set_idle(&device->policy, false);
	device->policy.armed = FX_WAKE_NONE;
}
