#include "drivers/framework/kmdf/pnp.h"

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/deferred.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/interrupt.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/pnp_resources.h"
#include "drivers/framework/kmdf/pnp_states.h"
#include "drivers/framework/kmdf/query_interface.h"
#include "drivers/framework/kmdf/remove_lock.h"
#include "drivers/framework/kmdf/usage.h"
#include "drivers/framework/wdm/attachment.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/restart.h"

void fx_pnp_init(struct fx_pnp *pnp, PDEVICE_OBJECT physical)
{
	pnp->physical = physical;
}

WDF_DEVICE_PNP_STATE fx_pnp_state(const struct fx_device *device)
{
	return (WDF_DEVICE_PNP_STATE)fx_state_of(device, FX_MACHINE_PNP);
}

void fx_pnp_enter(struct fx_device *device, WDF_DEVICE_PNP_STATE state)
{
	fx_state_enter(device, FX_MACHINE_PNP, state);
}

void fx_pnp_detach(struct fx_device *device, const void *site)
{
	if (device->pnp.lower)
		io_attachment_destroy(device->pnp.lower, site);
	device->pnp.lower = NULL;
}

void fx_pnp_delete(struct fx_device *device)
{
	RemoveEntryList(&device->link);
	InitializeListHead(&device->link);
	fx_deferred_wait(device->object.globals);
	fx_object_dispose(&device->object, NULL);
	fx_object_destroy_children(&device->object, NULL);
	fx_object_delete(&device->object, NULL);
}

void fx_pnp_fail(struct fx_device *device, WDF_DEVICE_FAILED_ACTION action)
{
	struct fx_pnp *pnp = &device->pnp;

	pnp->reported |= PNP_DEVICE_FAILED;
	if (action == WdfDeviceFailedUndefined)
		pnp->has_failed = true;
	else
		pnp->failed_action = action;
	if (!pnp->physical)
		return;
	if (action == WdfDeviceFailedAttemptRestart ||
		pnp->failed_action == WdfDeviceFailedUndefined)
		io_device_restart(pnp->physical, pnp->has_started);
	else
		IoInvalidateDeviceState(pnp->physical);
}

static NTSTATUS call_device_add(struct fx_driver *driver, struct WDFDEVICE_INIT *init)
{
	struct fx_globals *globals = driver->object.globals;
	struct fx_call call = { "EvtDriverDeviceAdd",
		(const void *)((uintptr_t)driver->device_add + 1) };
	struct fx_event event;
	NTSTATUS status;

	fx_globals_set_adding(globals, init);
	fx_callback_lock_acquire(driver->constraints.automatic, &call);
	event = fx_event_begin(&driver->object, call.function, FX_ROUTINE(driver->device_add));
	status = driver->device_add((WDFDRIVER)fx_object_handle(&driver->object), init);
	fx_event_end(&event, status);
	fx_callback_lock_release(driver->constraints.automatic, &call);
	fx_globals_set_adding(globals, NULL);
	return status;
}

/*
 * Success without a device is allowed; a device of a callback that failed is deleted. The stack can do
 * without a filter (fxdriverkm.cpp:89).
 */
static NTSTATUS add_device(struct fx_driver *driver, PDEVICE_OBJECT physical)
{
	struct WDFDEVICE_INIT *init = fx_device_init_create(driver, physical);
	struct fx_device *device;
	bool is_filter;
	NTSTATUS status;

	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = call_device_add(driver, init);
	device = init->created;
	is_filter = init->is_filter;
	fx_device_init_destroy(init);
	if (!device)
		return is_filter ? STATUS_SUCCESS : status;

	InsertTailList(&driver->devices, &device->link);
	if (NT_SUCCESS(status))
		device->wdm->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
	else
		fx_pnp_delete(device);
	return status;
}

NTSTATUS fx_pnp_add_device(PDRIVER_OBJECT driver_object, PDEVICE_OBJECT physical_device)
{
	struct fx_driver *driver = fx_globals_driver(fx_globals_of(io_driver_of(driver_object)));

	return driver->device_add ? add_device(driver, physical_device) : STATUS_SUCCESS;
}

static NTSTATUS complete(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	io_irp_complete(irp);
	return status;
}

static NTSTATUS pass_down(struct fx_device *device, PIRP irp)
{
	IoSkipCurrentIrpStackLocation(irp);
	return io_irp_call(device->pnp.lower, irp);
}

static NTSTATUS succeed_and_pass_down(struct fx_device *device, PIRP irp)
{
	irp->IoStatus.Status = STATUS_SUCCESS;
	return pass_down(device, irp);
}

/* The devices below start first. */
static NTSTATUS start(struct fx_device *device, PIRP irp)
{
	NTSTATUS status = fx_resources_start_below(device, irp);

	if (NT_SUCCESS(status))
		status = fx_pnp_state_start(device, IoGetCurrentIrpStackLocation(irp));
	return complete(irp, status);
}

static NTSTATUS query(struct fx_device *device, PIRP irp, NTSTATUS status)
{
	return NT_SUCCESS(status) ? succeed_and_pass_down(device, irp) : complete(irp, status);
}

static NTSTATUS cancel(struct fx_device *device, PIRP irp)
{
	irp->IoStatus.Status = STATUS_SUCCESS;
	io_irp_forward(device->pnp.lower, irp);
	fx_pnp_state_cancel(device);
	return complete(irp, irp->IoStatus.Status);
}

static NTSTATUS stop(struct fx_device *device, PIRP irp)
{
	fx_pnp_state_stop(device);
	return succeed_and_pass_down(device, irp);
}

static NTSTATUS surprise_remove(struct fx_device *device, PIRP irp)
{
	fx_pnp_state_surprise_remove(device);
	return succeed_and_pass_down(device, irp);
}

/* The last request: it is passed down while the device is still there to do it. */
static NTSTATUS remove(struct fx_device *device, PIRP irp)
{
	NTSTATUS status;

	fx_pnp_state_remove(device);
	fx_remove_lock_close(device);
	status = succeed_and_pass_down(device, irp);
	fx_pnp_enter(device, WdfDevStatePnpFinal);
	RemoveEntryList(&device->link);
	InitializeListHead(&device->link);
	fx_object_delete(&device->object, NULL);
	return status;
}

PNP_DEVICE_STATE fx_pnp_reported(const struct fx_device *device)
{
	PNP_DEVICE_STATE reported = device->pnp.reported;

	return fx_usage_is_special(device) ? reported | PNP_DEVICE_NOT_DISABLEABLE : reported;
}

/* What the driver has said of its device is added to what others say. */
static NTSTATUS query_state(struct fx_device *device, PIRP irp)
{
	io_irp_forward(device->pnp.lower, irp);
	if (NT_SUCCESS(irp->IoStatus.Status) || irp->IoStatus.Status == STATUS_NOT_SUPPORTED) {
		irp->IoStatus.Information |= fx_pnp_reported(device);
		irp->IoStatus.Status = STATUS_SUCCESS;
	}
	return complete(irp, irp->IoStatus.Status);
}

static NTSTATUS query_capabilities(struct fx_device *device, PIRP irp)
{
	PDEVICE_CAPABILITIES answer =
		IoGetCurrentIrpStackLocation(irp)->Parameters.DeviceCapabilities.Capabilities;

	/* The firmware leaves the wake signal to the driver then: it is told on the way down. */
	if (fx_interrupts_can_wake(device))
		answer->WakeFromInterrupt = TRUE;
	io_irp_forward(device->pnp.lower, irp);
	if (NT_SUCCESS(irp->IoStatus.Status))
		fx_capabilities_apply(&device->capabilities, answer);
	return complete(irp, irp->IoStatus.Status);
}

/* The driver is asked where there may be something to report. */
static NTSTATUS query_relations(struct fx_device *device, PIRP irp)
{
	DEVICE_RELATION_TYPE type =
		IoGetCurrentIrpStackLocation(irp)->Parameters.QueryDeviceRelations.Type;
	NTSTATUS status = STATUS_SUCCESS;

	if (type == BusRelations || type == RemovalRelations)
		fx_event_relations(device, type);
	if (type == BusRelations)
		status = fx_child_lists_report(device, irp);
	else if (type == RemovalRelations)
		status = fx_relations_report(device, &device->removal_relations, irp);
	return NT_SUCCESS(status) || status == STATUS_NOT_SUPPORTED ? pass_down(device, irp)
								    : complete(irp, status);
}

static NTSTATUS query_interface(struct fx_device *device, PIRP irp)
{
	NTSTATUS status = fx_query_interface_answer(device, IoGetCurrentIrpStackLocation(irp));

	if (status == STATUS_NOT_SUPPORTED)
		return pass_down(device, irp);
	return complete(irp, status);
}

NTSTATUS fx_pnp_dispatch(PDEVICE_OBJECT wdm, PIRP irp)
{
	struct fx_device *device = fx_device_of_wdm(wdm);
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);

	if (device && device->pdo)
		return fx_pdo_dispatch(device, irp);
	if (!device || !device->pnp.lower)
		return complete(irp, STATUS_INVALID_DEVICE_REQUEST);
	switch (stack->MinorFunction) {
	case IRP_MN_START_DEVICE:
		return start(device, irp);
	case IRP_MN_QUERY_STOP_DEVICE:
		return query(device, irp, fx_pnp_state_query_stop(device));
	case IRP_MN_QUERY_REMOVE_DEVICE:
		return query(device, irp, fx_pnp_state_query_remove(device));
	case IRP_MN_CANCEL_STOP_DEVICE:
	case IRP_MN_CANCEL_REMOVE_DEVICE:
		return cancel(device, irp);
	case IRP_MN_STOP_DEVICE:
		return stop(device, irp);
	case IRP_MN_SURPRISE_REMOVAL:
		return surprise_remove(device, irp);
	case IRP_MN_REMOVE_DEVICE:
		return remove(device, irp);
	case IRP_MN_QUERY_PNP_DEVICE_STATE:
		return query_state(device, irp);
	case IRP_MN_QUERY_CAPABILITIES:
		return query_capabilities(device, irp);
	case IRP_MN_QUERY_DEVICE_RELATIONS:
		return query_relations(device, irp);
	case IRP_MN_QUERY_INTERFACE:
		return query_interface(device, irp);
	case IRP_MN_FILTER_RESOURCE_REQUIREMENTS:
		return complete(irp, fx_resources_filter(device, irp));
	case IRP_MN_DEVICE_USAGE_NOTIFICATION:
		return complete(irp, fx_usage_notify(device, irp));
	default:
		return pass_down(device, irp);
	}
}
