#include "drivers/framework/kmdf/wake.h"

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/idle.h"

/* NULL: the bus is not one of KMDF. */
static struct fx_device *child_below(const struct fx_device *device)
{
	const struct io_resource *resource =
		device->pnp.physical ? io_device_find(device->pnp.physical) : NULL;
	struct fx_device *child = NULL;

	if (resource && resource->owner)
		child = fx_device_of_wdm(device->pnp.physical);
	return child && child->pdo ? child : NULL;
}

static NTSTATUS call_enable(struct fx_device *child, SYSTEM_POWER_STATE state)
{
	PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS routine = child->pdo->callbacks.EvtDeviceEnableWakeAtBus;
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_SUCCESS;
	event = fx_event_begin(&child->object, "EvtDeviceEnableWakeAtBus", FX_ROUTINE(routine));
	status = routine(fx_device_handle(child), state);
	fx_event_end(&event, status);
	return status;
}

static void call_disable(struct fx_device *child)
{
	PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS routine =
		child->pdo->callbacks.EvtDeviceDisableWakeAtBus;
	struct fx_event event;

	if (!routine)
		return;
	event = fx_event_begin(&child->object, "EvtDeviceDisableWakeAtBus", FX_ROUTINE(routine));
	routine(fx_device_handle(child));
	fx_event_end(&event, STATUS_SUCCESS);
}

NTSTATUS fx_wake_enable_at_bus(struct fx_device *device, SYSTEM_POWER_STATE state)
{
	struct fx_device *child = child_below(device);
	NTSTATUS status;

	if (!child || child->pdo->is_wake_enabled)
		return STATUS_SUCCESS;
	status = call_enable(child, state);
	if (!NT_SUCCESS(status))
		return status;
	child->pdo->is_wake_enabled = true;
	__atomic_store_n(&child->pdo->is_wake_awaited, true, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&child->pdo->parent->policy.children_armed, 1, __ATOMIC_SEQ_CST);
	return STATUS_SUCCESS;
}

void fx_wake_disable_at_bus(struct fx_device *device)
{
	struct fx_device *child = child_below(device);

	if (!child || !child->pdo->is_wake_enabled)
		return;
	child->pdo->is_wake_enabled = false;
	__atomic_store_n(&child->pdo->is_wake_awaited, false, __ATOMIC_SEQ_CST);
	__atomic_sub_fetch(&child->pdo->parent->policy.children_armed, 1, __ATOMIC_SEQ_CST);
	call_disable(child);
}

/* Who waits is told once; false when nobody does. */
static bool stop_waiting(struct fx_device *child)
{
	return __atomic_exchange_n(&child->pdo->is_wake_awaited, false, __ATOMIC_SEQ_CST);
}

NTSTATUS fx_wake_indicate(struct fx_device *child, NTSTATUS status)
{
	if (!child->pdo)
		return STATUS_INVALID_DEVICE_STATE;
	if (!stop_waiting(child))
		return STATUS_INVALID_DEVICE_REQUEST;
	io_idle_signal(child->wdm, NT_SUCCESS(status));
	return STATUS_SUCCESS;
}

void fx_wake_indicate_children(struct fx_device *device)
{
	for (LIST_ENTRY *link = device->child_lists.Flink; link != &device->child_lists;
		link = link->Flink) {
		struct fx_child_list *list = CONTAINING_RECORD(link, struct fx_child_list, link);
		struct fx_bus_child *child;

		pthread_mutex_lock(&list->lock);
		child = fx_child_next(list, 0, WdfRetrievePresentChildren);
		for (; child;
			child = fx_child_next(list, child->number, WdfRetrievePresentChildren)) {
			if (child->device && stop_waiting(child->device))
				io_idle_wake(child->device->wdm);
		}
		pthread_mutex_unlock(&list->lock);
	}
}
