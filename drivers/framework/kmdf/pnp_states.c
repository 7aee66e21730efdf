#include "drivers/framework/kmdf/pnp_states.h"

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/deferred.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/interrupt.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/resource_list.h"
#include "drivers/framework/kmdf/usage.h"
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

static void rest(struct fx_device *device)
{
	fx_state_rest(device, FX_MACHINE_PNP);
}

/* From here on the device only waits to be removed. */
static void fail(struct fx_device *device)
{
	fx_pnp_enter(device, WdfDevStatePnpFailedOwnHardware);
	if (!device->pnp.releases_late)
		release(device);
	fx_pnp_enter(device, WdfDevStatePnpFailed);
	close_down(device);
	fx_pnp_enter(device, WdfDevStatePnpFailedWaitForRemove);
	rest(device);
}

NTSTATUS fx_pnp_state_start(struct fx_device *device, const IO_STACK_LOCATION *request)
{
	bool is_restart = fx_pnp_state(device) == WdfDevStatePnpStopped;
	NTSTATUS status;

	if (fx_pnp_state(device) == WdfDevStatePnpFailedWaitForRemove)
		return STATUS_INVALID_DEVICE_STATE;
	fx_pnp_enter(device,
		is_restart ? WdfDevStatePnpStartingFromStopped : WdfDevStatePnpInitStarting);
	fx_pnp_enter(device, WdfDevStatePnpHardwareAvailable);
	status = prepare(device, request);
	if (NT_SUCCESS(status)) {
		if (is_restart)
			fx_pnp_enter(device, WdfDevStatePnpRestarting);
		status = fx_power_up(device);
	}
	if (!NT_SUCCESS(status)) {
		fail(device);
		fx_pnp_fail(device, WdfDeviceFailedUndefined);
		return status;
	}
	device->pnp.has_started = true;
	fx_pnp_enter(device, WdfDevStatePnpEnableInterfaces);
	fx_interfaces_enable(device);
	fx_wmi_start(device);
	fx_policy_start(device);
	fx_pnp_enter(device, WdfDevStatePnpStarted);
	rest(device);
	return status;
}

/* What never changes is looked at before the driver is asked. */
static NTSTATUS check_static(const struct fx_device *device)
{
	if (device->pnp.cannot_stop > 0)
		return STATUS_INVALID_DEVICE_STATE;
	return fx_usage_is_special(device) ? STATUS_DEVICE_NOT_READY : STATUS_SUCCESS;
}

/* A device that was never started has nobody to ask. */
static NTSTATUS ask(struct fx_device *device, WDF_DEVICE_PNP_STATE pending,
	NTSTATUS (*event)(struct fx_device *device))
{
	NTSTATUS status;

	if (fx_pnp_state(device) != WdfDevStatePnpStarted)
		return STATUS_SUCCESS;
	/* What is stopped or removed goes from the working state. */
	fx_policy_wake(device, false);
	status = check_static(device);
	if (NT_SUCCESS(status))
		status = event(device);
	if (NT_SUCCESS(status)) {
		fx_pnp_enter(device, pending);
		rest(device);
	}
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
	if (fx_pnp_state(device) == WdfDevStatePnpQueryStopPending ||
		fx_pnp_state(device) == WdfDevStatePnpQueryRemovePending) {
		fx_pnp_enter(device, WdfDevStatePnpStarted);
		rest(device);
	}
}

void fx_pnp_state_stop(struct fx_device *device)
{
	fx_pnp_enter(device, WdfDevStatePnpStartedStopping);
	fx_power_down(device, WdfPowerDeviceD3Final);
	fx_pnp_enter(device, WdfDevStatePnpStopped);
	device->pnp.has_started = false;
	release(device);
	rest(device);
}

/* A device that was not started yet only waits to be removed. */
void fx_pnp_state_surprise_remove(struct fx_device *device)
{
	if (fx_pnp_state(device) == WdfDevStatePnpInit)
		return;
	/* Power was never to be had again: what is left of the hardware goes first. */
	if (device->pnp.has_failed && fx_pnp_state(device) != WdfDevStatePnpFailedWaitForRemove)
		fail(device);
	if (fx_pnp_state(device) == WdfDevStatePnpFailedWaitForRemove) {
		fx_event_surprise_removal(device);
		return;
	}
	fx_pnp_enter(device, WdfDevStatePnpSurpriseRemoveIoStarted);
	fx_event_surprise_removal(device);
	fx_pnp_enter(device, WdfDevStatePnpFailedIoStarting);
	fx_power_down(device, WdfPowerDeviceD3Final);
	fail(device);
}

/* Down to where only the software is left. */
static void take_down(struct fx_device *device)
{
	if (fx_pnp_state(device) == WdfDevStatePnpFailedWaitForRemove)
		return;
	fx_pnp_enter(device, WdfDevStatePnpQueriedRemoving);
	fx_power_down(device, WdfPowerDeviceD3Final);
	fx_pnp_enter(device, WdfDevStatePnpRemovingDisableInterfaces);
	release(device);
	close_down(device);
}

void fx_pnp_state_remove(struct fx_device *device)
{
	take_down(device);
	fx_pnp_enter(device, WdfDevStatePnpRemoved);
	fx_child_lists_remove(device);
	release(device);
	fx_io_purge_others(device->io);
	fx_power_cleanup_self_managed(device);
	fx_deferred_wait(device->object.globals);
	fx_object_dispose(&device->object, NULL);
	fx_object_destroy_children(&device->object, NULL);
}

void fx_pnp_state_retire(struct fx_device *device)
{
	take_down(device);
	fx_pnp_enter(device, WdfDevStatePnpRemovedPdoWait);
	fx_child_lists_remove(device);
	fx_power_cleanup_self_managed(device);
	fx_power_init(&device->power);
	fx_io_reset(device->io);
	fx_pnp_enter(device, WdfDevStatePnpInit);
	device->pnp.reported = 0;
	device->pnp.failed_action = WdfDeviceFailedUndefined;
	device->pnp.has_failed = false;
	device->pnp.has_started = false;
}
