#include "drivers/framework/kmdf/pnp_states.h"

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/deferred.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/interrupt.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/resource_list.h"
#include "drivers/framework/kmdf/wmi.h"

/* Nobody looks at the lists of a driver that prepares nothing. */
static NTSTATUS fill_lists(struct fx_device *device, const IO_STACK_LOCATION *request)
{
	struct fx_pnp *pnp = &device->pnp;
	NTSTATUS status;

	if (!device->callbacks.EvtDevicePrepareHardware)
		return STATUS_SUCCESS;
	status = fx_resource_list_fill(
		&pnp->raw, device, request->Parameters.StartDevice.AllocatedResources, true);
	if (NT_SUCCESS(status))
		status = fx_resource_list_fill(&pnp->translated, device,
			request->Parameters.StartDevice.AllocatedResourcesTranslated, true);
	return status;
}

/* Hardware that was to be prepared is released even when preparing it has failed. */
static NTSTATUS prepare(struct fx_device *device, const IO_STACK_LOCATION *request)
{
	NTSTATUS status = fill_lists(device, request);

	if (!NT_SUCCESS(status))
		return status;
	device->pnp.owns_hardware = true;
	fx_interrupts_assign(device, request->Parameters.StartDevice.AllocatedResourcesTranslated);
	return fx_event_prepare_hardware(device, fx_resource_list_handle(device->pnp.raw),
		fx_resource_list_handle(device->pnp.translated));
}

/* Its status changes nothing: the hardware is gone whatever it says. */
static void release(struct fx_device *device)
{
	if (!device->pnp.owns_hardware)
		return;
	device->pnp.owns_hardware = false;
	fx_event_release_hardware(device, fx_resource_list_handle(device->pnp.translated));
	fx_interrupts_revoke(device);
}

/* Nobody comes in from above any more, and nothing is kept for the hardware. */
static void close_down(struct fx_device *device)
{
	fx_policy_stop(device);
	fx_wmi_stop(device);
	fx_interfaces_disable(device);
	fx_io_purge_managed(device->io);
	fx_power_flush_self_managed(device);
}

/* From here on the device only waits to be removed. */
static void fail(struct fx_device *device)
{
	device->pnp.state = WdfDevStatePnpFailedOwnHardware;
	release(device);
	device->pnp.state = WdfDevStatePnpFailed;
	close_down(device);
	device->pnp.state = WdfDevStatePnpFailedWaitForRemove;
}

NTSTATUS fx_pnp_state_start(struct fx_device *device, const IO_STACK_LOCATION *request)
{
	bool is_restart = device->pnp.state == WdfDevStatePnpStopped;
	NTSTATUS status;

	if (device->pnp.state == WdfDevStatePnpFailedWaitForRemove)
		return STATUS_INVALID_DEVICE_STATE;
	device->pnp.state =
		is_restart ? WdfDevStatePnpStartingFromStopped : WdfDevStatePnpInitStarting;
	device->pnp.state = WdfDevStatePnpHardwareAvailable;
	status = prepare(device, request);
	if (NT_SUCCESS(status)) {
		if (is_restart)
			device->pnp.state = WdfDevStatePnpRestarting;
		status = fx_power_up(device);
	}
	if (!NT_SUCCESS(status)) {
		fail(device);
		fx_pnp_fail(device, WdfDeviceFailedUndefined);
		return status;
	}
	device->pnp.has_started = true;
	device->pnp.state = WdfDevStatePnpEnableInterfaces;
	fx_interfaces_enable(device);
	fx_wmi_start(device);
	fx_policy_start(device);
	device->pnp.state = WdfDevStatePnpStarted;
	return status;
}

static bool is_in_special_use(const struct fx_device *device)
{
	for (size_t i = 0; i < WdfSpecialFileMax; i++) {
		if (device->pnp.usage[i] > 0)
			return true;
	}
	return false;
}

/* What never changes is looked at before the driver is asked. */
static NTSTATUS check_static(const struct fx_device *device)
{
	if (device->pnp.cannot_stop > 0)
		return STATUS_INVALID_DEVICE_STATE;
	return is_in_special_use(device) ? STATUS_DEVICE_NOT_READY : STATUS_SUCCESS;
}

/* A device that was never started has nobody to ask. */
static NTSTATUS ask(struct fx_device *device, WDF_DEVICE_PNP_STATE pending,
	NTSTATUS (*event)(struct fx_device *device))
{
	NTSTATUS status;

	if (device->pnp.state != WdfDevStatePnpStarted)
		return STATUS_SUCCESS;
	/* What is stopped or removed goes from the working state. */
	fx_policy_wake(device, false);
	status = check_static(device);
	if (NT_SUCCESS(status))
		status = event(device);
	if (NT_SUCCESS(status))
		device->pnp.state = pending;
	return status;
}

NTSTATUS fx_pnp_state_query_stop(struct fx_device *device)
{
	return ask(device, WdfDevStatePnpQueryStopPending, fx_event_query_stop);
}

NTSTATUS fx_pnp_state_query_remove(struct fx_device *device)
{
	return ask(device, WdfDevStatePnpQueryRemovePending, fx_event_query_remove);
}

void fx_pnp_state_cancel(struct fx_device *device)
{
	if (device->pnp.state == WdfDevStatePnpQueryStopPending ||
		device->pnp.state == WdfDevStatePnpQueryRemovePending)
		device->pnp.state = WdfDevStatePnpStarted;
}

void fx_pnp_state_stop(struct fx_device *device)
{
	device->pnp.state = WdfDevStatePnpStartedStopping;
	fx_power_down(device, WdfPowerDeviceD3Final);
	device->pnp.state = WdfDevStatePnpStopped;
	device->pnp.has_started = false;
	release(device);
}

/* A device that was not started yet only waits to be removed. */
void fx_pnp_state_surprise_remove(struct fx_device *device)
{
	if (device->pnp.state == WdfDevStatePnpInit)
		return;
	/* Power was never to be had again: what is left of the hardware goes first. */
	if (device->pnp.has_failed && device->pnp.state != WdfDevStatePnpFailedWaitForRemove)
		fail(device);
	if (device->pnp.state == WdfDevStatePnpFailedWaitForRemove) {
		fx_event_surprise_removal(device);
		return;
	}
	device->pnp.state = WdfDevStatePnpSurpriseRemoveIoStarted;
	fx_event_surprise_removal(device);
	device->pnp.state = WdfDevStatePnpFailedIoStarting;
	fx_power_down(device, WdfPowerDeviceD3Final);
	fail(device);
}

/* Down to where only the software is left. */
static void take_down(struct fx_device *device)
{
	if (device->pnp.state == WdfDevStatePnpFailedWaitForRemove)
		return;
	device->pnp.state = WdfDevStatePnpQueriedRemoving;
	fx_power_down(device, WdfPowerDeviceD3Final);
	device->pnp.state = WdfDevStatePnpRemovingDisableInterfaces;
	release(device);
	close_down(device);
}

void fx_pnp_state_remove(struct fx_device *device)
{
	take_down(device);
	device->pnp.state = WdfDevStatePnpRemoved;
	fx_child_lists_remove(device);
	fx_io_purge_others(device->io);
	fx_power_cleanup_self_managed(device);
	fx_deferred_wait(device->object.globals);
	fx_object_dispose(&device->object, NULL);
	fx_object_destroy_children(&device->object, NULL);
}

void fx_pnp_state_retire(struct fx_device *device)
{
	take_down(device);
	device->pnp.state = WdfDevStatePnpRemovedPdoWait;
	fx_child_lists_remove(device);
	fx_power_cleanup_self_managed(device);
	fx_power_init(&device->power);
	fx_io_reset(device->io);
	device->pnp.state = WdfDevStatePnpInit;
	device->pnp.reported = 0;
	device->pnp.failed_action = WdfDeviceFailedUndefined;
	device->pnp.has_failed = false;
	device->pnp.has_started = false;
}
