#include "drivers/framework/kmdf/state_change.h"

#include <stdlib.h>
#include <wdfpowerstates.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/pnp_events.h"

struct fx_state_callback {
	struct fx_state_callback *next;
	enum fx_machine machine;
	ULONG state;
	ULONG types;
	const void *routine;
};

static const char *const names[] = {
	[FX_MACHINE_PNP] = "EvtDevicePnpStateChange",
	[FX_MACHINE_POWER] = "EvtDevicePowerStateChange",
	[FX_MACHINE_POLICY] = "EvtDevicePowerPolicyStateChange",
};

void fx_states_init(struct fx_states *states)
{
	states->current[FX_MACHINE_PNP] = WdfDevStatePnpInit;
	states->current[FX_MACHINE_POWER] = WdfDevStatePowerObjectCreated;
	states->current[FX_MACHINE_POLICY] = WdfDevStatePwrPolObjectCreated;
	for (size_t i = 0; i < FX_MACHINES; i++)
		states->is_processed[i] = true;
}

void fx_state_callbacks_free(struct fx_state_callback *callbacks)
{
	while (callbacks) {
		struct fx_state_callback *next = callbacks->next;

		free(callbacks);
		callbacks = next;
	}
}

void fx_states_finish(struct fx_states *states)
{
	fx_state_callbacks_free(states->callbacks);
}

NTSTATUS fx_state_callback_add(struct fx_state_callback **callbacks, enum fx_machine machine,
	ULONG state, ULONG types, const void *routine)
{
	struct fx_state_callback *callback = *callbacks;

	while (callback && !(callback->machine == machine && callback->state == state))
		callback = callback->next;
	if (!callback) {
		callback = calloc(1, sizeof(*callback));
		if (!callback)
			return STATUS_INSUFFICIENT_RESOURCES;
		callback->next = *callbacks;
		*callbacks = callback;
	}
	callback->machine = machine;
	callback->state = state;
	callback->types = types;
	callback->routine = routine;
	return STATUS_SUCCESS;
}

/* The data of the three kinds are alike but for the types of their states. */
static void call(struct fx_device *device, const struct fx_state_callback *callback,
	const WDF_DEVICE_PNP_NOTIFICATION_DATA *data)
{
	struct fx_event event =
		fx_event_begin(&device->object, names[callback->machine], callback->routine);
	WDFDEVICE handle = fx_device_handle(device);
	uintptr_t routine = (uintptr_t)callback->routine;

	if (callback->machine == FX_MACHINE_PNP)
		((PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION)routine)(handle, data);
	else if (callback->machine == FX_MACHINE_POWER)
		((PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION)routine)(
			handle, (const void *)data);
	else
		((PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION)routine)(
			handle, (const void *)data);
	fx_event_end(&event, STATUS_SUCCESS);
}

static void tell(struct fx_device *device, enum fx_machine machine, ULONG state,
	const WDF_DEVICE_PNP_NOTIFICATION_DATA *data)
{
	const struct fx_state_callback *callback = device->states.callbacks;

	for (; callback; callback = callback->next) {
		if (callback->machine == machine && callback->state == state &&
			(callback->types & (ULONG)data->Type))
			call(device, callback, data);
	}
}

ULONG fx_state_of(const struct fx_device *device, enum fx_machine machine)
{
	return __atomic_load_n(&device->states.current[machine], __ATOMIC_RELAXED);
}

void fx_state_rest(struct fx_device *device, enum fx_machine machine)
{
	WDF_DEVICE_PNP_NOTIFICATION_DATA data = { .Type = StateNotificationPostProcessState };
	ULONG current = fx_state_of(device, machine);

	if (device->states.is_processed[machine])
		return;
	device->states.is_processed[machine] = true;
	data.Data.PostProcessState.CurrentState = (WDF_DEVICE_PNP_STATE)current;
	tell(device, machine, current, &data);
}

void fx_state_enter(struct fx_device *device, enum fx_machine machine, ULONG state)
{
	ULONG current = fx_state_of(device, machine);
	WDF_DEVICE_PNP_NOTIFICATION_DATA data = { .Type = StateNotificationLeaveState };

	if (device->states.callbacks) {
		fx_state_rest(device, machine);
		data.Data.LeaveState.CurrentState = (WDF_DEVICE_PNP_STATE)current;
		data.Data.LeaveState.NewState = (WDF_DEVICE_PNP_STATE)state;
		tell(device, machine, current, &data);
		data.Type = StateNotificationEnterState;
		tell(device, machine, state, &data);
		device->states.is_processed[machine] = false;
	}
	__atomic_store_n(&device->states.current[machine], state, __ATOMIC_RELAXED);
}
