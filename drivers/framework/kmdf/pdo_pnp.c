/* Plug and play of devices that a bus driver has made: every request ends here. */
#include <string.h>

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/pnp_resources.h"
#include "drivers/framework/kmdf/pnp_states.h"
#include "drivers/framework/kmdf/query_interface.h"
#include "drivers/framework/kmdf/remove_lock.h"
#include "drivers/framework/kmdf/usage.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/restart.h"

void fx_pdo_delete(struct fx_device *device)
{
	struct fx_bus_child *child = device->pdo->child;

	if (fx_pnp_state(device) != WdfDevStatePnpRemoved)
		fx_pnp_state_remove(device);
	fx_remove_lock_close(device);
	device->pdo->child = NULL;
	if (child)
		fx_child_forget(child);
	fx_pnp_enter(device, WdfDevStatePnpFinal);
	fx_object_delete(&device->object, NULL);
}

void fx_pdo_tell_missing(struct fx_device *device)
{
	PFN_WDF_DEVICE_REPORTED_MISSING routine = device->pdo->callbacks.EvtDeviceReportedMissing;
	struct fx_event event;

	if (!routine || device->pdo->is_told_missing)
		return;
	device->pdo->is_told_missing = true;
	event = fx_event_begin(&device->object, "EvtDeviceReportedMissing", FX_ROUTINE(routine));
	routine(fx_device_handle(device));
	fx_event_end(&event, STATUS_SUCCESS);
}

/* A device that is still on its bus can be started again. */
static NTSTATUS remove_device(struct fx_device *device)
{
	struct fx_bus_child *child = device->pdo->child;

	if (child && !child->is_missing) {
		fx_pnp_state_retire(device);
		return STATUS_SUCCESS;
	}
	fx_pdo_delete(device);
	return STATUS_SUCCESS;
}

/* Pool of the driver's, which is the PnP manager's then. */
static void *allocate(struct fx_device *device, const void *data, size_t size)
{
	void *block = ex_block_create(fx_globals_io_driver(device->object.globals),
		&(struct ex_request){ .size = size, .tag = device->driver->tag, .is_paged = true },
		NULL);

	if (block)
		memcpy(block, data, size);
	return block;
}

static NTSTATUS answer(struct fx_device *device, PIRP irp, const void *data, size_t size)
{
	void *block = allocate(device, data, size);

	irp->IoStatus.Information = (ULONG_PTR)block;
	return block ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

static size_t size_of_text(PCWSTR text, bool is_multi)
{
	size_t length = 0;

	while (text[length] || (is_multi && text[length + 1]))
		length++;
	return (length + (is_multi ? 2 : 1)) * sizeof(WCHAR);
}

static NTSTATUS query_id(struct fx_device *device, PIRP irp, BUS_QUERY_ID_TYPE type)
{
	const struct fx_pdo *pdo = device->pdo;
	bool is_multi = type == BusQueryHardwareIDs || type == BusQueryCompatibleIDs;
	PCWSTR id = type == BusQueryDeviceID        ? pdo->device_id
		    : type == BusQueryInstanceID    ? pdo->instance_id
		    : type == BusQueryContainerID   ? pdo->container_id
		    : type == BusQueryHardwareIDs   ? pdo->hardware_ids
		    : type == BusQueryCompatibleIDs ? pdo->compatible_ids
						    : NULL;

	if (!id)
		return irp->IoStatus.Status;
	return answer(device, irp, id, size_of_text(id, is_multi));
}

static const struct fx_pdo_text *find_text(const struct fx_pdo *pdo, LCID locale)
{
	const struct fx_pdo_text *text = pdo->texts;

	while (text && text->locale != locale)
		text = text->next;
	return text || locale == pdo->default_locale ? text : find_text(pdo, pdo->default_locale);
}

static NTSTATUS query_text(struct fx_device *device, PIRP irp, const IO_STACK_LOCATION *stack)
{
	const struct fx_pdo_text *text =
		find_text(device->pdo, stack->Parameters.QueryDeviceText.LocaleId);
	PCWSTR found;

	if (!text)
		return irp->IoStatus.Status;
	found = stack->Parameters.QueryDeviceText.DeviceTextType == DeviceTextDescription
			? text->description
			: text->location;
	return answer(device, irp, found, size_of_text(found, false));
}

static NTSTATUS query_bus(struct fx_device *device, PIRP irp)
{
	const struct fx_capabilities *bus = &device->pdo->parent->capabilities;

	if (!bus->has_bus)
		return irp->IoStatus.Status;
	return answer(device, irp, &bus->children, sizeof(bus->children));
}

static NTSTATUS query_capabilities(struct fx_device *device, PDEVICE_CAPABILITIES capabilities)
{
	capabilities->RawDeviceOK = device->pdo->is_raw;
	capabilities->UniqueID = 1;
	fx_capabilities_apply(&device->capabilities, capabilities);
	return STATUS_SUCCESS;
}

static NTSTATUS query_target(struct fx_device *device, PIRP irp)
{
	DEVICE_RELATIONS relations = { 1, { device->wdm } };

	io_device_object_reference(device->wdm);
	return answer(device, irp, &relations, sizeof(relations));
}

static NTSTATUS query_relations(struct fx_device *device, PIRP irp, DEVICE_RELATION_TYPE type)
{
	NTSTATUS status = STATUS_NOT_SUPPORTED;

	if (type == TargetDeviceRelation)
		return query_target(device, irp);
	if (type == BusRelations || type == RemovalRelations || type == EjectionRelations)
		fx_event_relations(device, type);
	if (type == BusRelations)
		status = fx_child_lists_report(device, irp);
	else if (type == RemovalRelations)
		status = fx_relations_report(device, &device->removal_relations, irp);
	else if (type == EjectionRelations)
		status = fx_relations_report(device, &device->ejection_relations, irp);
	return NT_SUCCESS(status) || status == STATUS_NOT_SUPPORTED ? irp->IoStatus.Status : status;
}

static VOID reenumerate(PVOID context)
{
	fx_child_list_reenumerate(context);
}

/* Only a child that is described can be made again. */
static NTSTATUS answer_reenumerate(
	struct fx_device *device, PIRP irp, const IO_STACK_LOCATION *stack)
{
	const struct fx_bus_child *child = device->pdo->child;
	PREENUMERATE_SELF_INTERFACE_STANDARD interface =
		(PREENUMERATE_SELF_INTERFACE_STANDARD)stack->Parameters.QueryInterface.Interface;

	if (!child || !child->id)
		return irp->IoStatus.Status;
	if (stack->Parameters.QueryInterface.Version != 1 ||
		stack->Parameters.QueryInterface.Size < sizeof(*interface))
		return STATUS_INVALID_BUFFER_SIZE;
	*interface = (REENUMERATE_SELF_INTERFACE_STANDARD){ sizeof(*interface), 1, device,
		WdfDeviceInterfaceReferenceNoOp, WdfDeviceInterfaceDereferenceNoOp, reenumerate };
	return STATUS_SUCCESS;
}

static NTSTATUS query_interface(struct fx_device *device, PIRP irp, const IO_STACK_LOCATION *stack)
{
	NTSTATUS status;

	if (IsEqualGUID(stack->Parameters.QueryInterface.InterfaceType, &io_guid_reenumerate_self))
		return answer_reenumerate(device, irp, stack);
	status = fx_query_interface_answer(device, stack);

	return status == STATUS_NOT_SUPPORTED ? irp->IoStatus.Status : status;
}

static NTSTATUS eject(struct fx_device *device)
{
	PFN_WDF_DEVICE_EJECT routine = device->pdo->callbacks.EvtDeviceEject;
	NTSTATUS status = STATUS_SUCCESS;
	struct fx_event event;

	if (routine) {
		event = fx_event_begin(&device->object, "EvtDeviceEject", FX_ROUTINE(routine));
		status = routine(fx_device_handle(device));
		fx_event_end(&event, status);
	}
	if (NT_SUCCESS(status) && device->pdo->child)
		fx_child_list_miss_device(device);
	return status;
}

static NTSTATUS set_lock(struct fx_device *device, PIRP irp, BOOLEAN is_locked)
{
	PFN_WDF_DEVICE_SET_LOCK routine = device->pdo->callbacks.EvtDeviceSetLock;
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return irp->IoStatus.Status;
	event = fx_event_begin(&device->object, "EvtDeviceSetLock", FX_ROUTINE(routine));
	status = routine(fx_device_handle(device), is_locked);
	fx_event_end(&event, status);
	return status;
}

static NTSTATUS ask(struct fx_device *device, PIRP irp, const IO_STACK_LOCATION *stack)
{
	switch (stack->MinorFunction) {
	case IRP_MN_QUERY_RESOURCES:
		return fx_resources_query(device, irp);
	case IRP_MN_QUERY_RESOURCE_REQUIREMENTS:
		return fx_resources_query_requirements(device, irp);
	case IRP_MN_QUERY_ID:
		return query_id(device, irp, stack->Parameters.QueryId.IdType);
	case IRP_MN_QUERY_DEVICE_TEXT:
		return query_text(device, irp, stack);
	case IRP_MN_QUERY_CAPABILITIES:
		return query_capabilities(
			device, stack->Parameters.DeviceCapabilities.Capabilities);
	case IRP_MN_QUERY_BUS_INFORMATION:
		return query_bus(device, irp);
	case IRP_MN_QUERY_INTERFACE:
		return query_interface(device, irp, stack);
	case IRP_MN_QUERY_PNP_DEVICE_STATE:
		irp->IoStatus.Information |= fx_pnp_reported(device);
		return STATUS_SUCCESS;
	case IRP_MN_QUERY_DEVICE_RELATIONS:
		return query_relations(device, irp, stack->Parameters.QueryDeviceRelations.Type);
	case IRP_MN_DEVICE_USAGE_NOTIFICATION:
		return fx_usage_notify(device, irp);
	case IRP_MN_EJECT:
		return eject(device);
	case IRP_MN_SET_LOCK:
		return set_lock(device, irp, stack->Parameters.SetLock.Lock);
	default:
		return irp->IoStatus.Status;
	}
}

static NTSTATUS change(struct fx_device *device, PIRP irp, const IO_STACK_LOCATION *stack)
{
	switch (stack->MinorFunction) {
	case IRP_MN_START_DEVICE:
		return fx_pnp_state_start(device, stack);
	case IRP_MN_QUERY_STOP_DEVICE:
		return fx_pnp_state_query_stop(device);
	case IRP_MN_QUERY_REMOVE_DEVICE:
		return fx_pnp_state_query_remove(device);
	case IRP_MN_CANCEL_STOP_DEVICE:
	case IRP_MN_CANCEL_REMOVE_DEVICE:
		fx_pnp_state_cancel(device);
		return STATUS_SUCCESS;
	case IRP_MN_STOP_DEVICE:
		fx_pnp_state_stop(device);
		return STATUS_SUCCESS;
	case IRP_MN_SURPRISE_REMOVAL:
		fx_pnp_state_surprise_remove(device);
		return STATUS_SUCCESS;
	case IRP_MN_REMOVE_DEVICE:
		return remove_device(device);
	default:
		return ask(device, irp, stack);
	}
}

/* The device may be gone when its removal is completed. */
NTSTATUS fx_pdo_dispatch(struct fx_device *device, PIRP irp)
{
	IO_STACK_LOCATION stack = *IoGetCurrentIrpStackLocation(irp);
	NTSTATUS status = change(device, irp, &stack);

	irp->IoStatus.Status = status;
	io_irp_complete(irp);
	return status;
}
