/* Requests of WMI: the instance that each is for, and its callback. */
#include <string.h>
#include <wmistr.h>

#include "drivers/framework/kmdf/context.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/kmdf/wmi.h"
#include "drivers/framework/wdm/irp.h"

/* One of a node's two layouts. */
struct block {
	WNODE_HEADER *header;
	void *data;
	ULONG *size; /* of the data */
	ULONG room;
	ULONG item;
};

static struct fx_wmi_instance *take_instance(
	struct fx_device *device, const GUID *class, ULONG index, NTSTATUS *status)
{
	struct fx_wmi_instance *found = NULL;
	LIST_ENTRY *providers = &device->wmi_providers;

	*status = STATUS_WMI_GUID_NOT_FOUND;
	fx_globals_lock(device->object.globals);
	for (LIST_ENTRY *link = providers->Flink; link != providers; link = link->Flink) {
		struct fx_wmi_provider *provider =
			CONTAINING_RECORD(link, struct fx_wmi_provider, link);
		LIST_ENTRY *at = provider->instances.Flink;

		if (!IsEqualGUID(&provider->config.Guid, class))
			continue;
		*status = STATUS_WMI_INSTANCE_NOT_FOUND;
		for (; at != &provider->instances && index > 0; index--)
			at = at->Flink;
		if (at != &provider->instances)
			found = CONTAINING_RECORD(at, struct fx_wmi_instance, link);
		break;
	}
	if (found)
		fx_object_reference(&found->object);
	fx_globals_unlock(device->object.globals);
	return found;
}

/* The context is what is asked for. */
static NTSTATUS query_context(struct fx_wmi_instance *instance, struct block *block, ULONG *used)
{
	const struct fx_context *context = instance->object.contexts;

	*used = (ULONG)context->size;
	if (block->room < *used)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(block->data, context->memory, *used);
	return STATUS_SUCCESS;
}

static NTSTATUS query(struct fx_wmi_instance *instance, struct block *block)
{
	PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE routine = instance->config.EvtWmiInstanceQueryInstance;
	WDFWMIINSTANCE handle = (WDFWMIINSTANCE)fx_object_handle(&instance->object);
	struct fx_event event;
	ULONG used = 0;
	NTSTATUS status;

	if (instance->config.UseContextForQuery) {
		status = query_context(instance, block, &used);
	} else if (routine) {
		event = fx_event_begin(
			&instance->object, "EvtWmiInstanceQueryInstance", FX_ROUTINE(routine));
		status = routine(handle, block->room, block->data, &used);
		fx_event_end(&event, status);
	} else {
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	*block->size = NT_SUCCESS(status) ? used : 0;
	return status;
}

static NTSTATUS set(struct fx_wmi_instance *instance, struct block *block)
{
	PFN_WDF_WMI_INSTANCE_SET_INSTANCE routine = instance->config.EvtWmiInstanceSetInstance;
	WDFWMIINSTANCE handle = (WDFWMIINSTANCE)fx_object_handle(&instance->object);
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_WMI_READ_ONLY;
	event = fx_event_begin(&instance->object, "EvtWmiInstanceSetInstance", FX_ROUTINE(routine));
	status = routine(handle, *block->size, block->data);
	fx_event_end(&event, status);
	return status;
}

static NTSTATUS set_item(struct fx_wmi_instance *instance, struct block *block)
{
	PFN_WDF_WMI_INSTANCE_SET_ITEM routine = instance->config.EvtWmiInstanceSetItem;
	WDFWMIINSTANCE handle = (WDFWMIINSTANCE)fx_object_handle(&instance->object);
	struct fx_event event;
	NTSTATUS status;

	if (!routine)
		return STATUS_WMI_READ_ONLY;
	event = fx_event_begin(&instance->object, "EvtWmiInstanceSetItem", FX_ROUTINE(routine));
	status = routine(handle, block->item, *block->size, block->data);
	fx_event_end(&event, status);
	return status;
}

static NTSTATUS execute(struct fx_wmi_instance *instance, struct block *block)
{
	PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD routine = instance->config.EvtWmiInstanceExecuteMethod;
	WDFWMIINSTANCE handle = (WDFWMIINSTANCE)fx_object_handle(&instance->object);
	struct fx_event event;
	ULONG used = 0;
	NTSTATUS status;

	if (!routine)
		return STATUS_INVALID_DEVICE_REQUEST;
	event = fx_event_begin(
		&instance->object, "EvtWmiInstanceExecuteMethod", FX_ROUTINE(routine));
	status = routine(handle, block->item, *block->size, block->room, block->data, &used);
	fx_event_end(&event, status);
	*block->size = NT_SUCCESS(status) ? used : 0;
	return status;
}

static bool read_block(struct block *out, const IO_STACK_LOCATION *stack)
{
	WNODE_METHOD_ITEM *method = stack->Parameters.WMI.Buffer;
	WNODE_SINGLE_INSTANCE *instance = stack->Parameters.WMI.Buffer;
	bool has_item = stack->MinorFunction == IRP_MN_CHANGE_SINGLE_ITEM ||
			stack->MinorFunction == IRP_MN_EXECUTE_METHOD;
	ULONG offset = has_item ? method->DataBlockOffset : instance->DataBlockOffset;

	if (offset > stack->Parameters.WMI.BufferSize)
		return false;
	*out = (struct block){ .header = &method->WnodeHeader,
		.data = (char *)method + offset,
		.size = has_item ? &method->SizeDataBlock : &instance->SizeDataBlock,
		.room = stack->Parameters.WMI.BufferSize - offset,
		.item = has_item ? method->MethodId : 0 };
	return true;
}

static NTSTATUS serve(struct fx_device *device, const IO_STACK_LOCATION *stack)
{
	const WNODE_SINGLE_INSTANCE *node = stack->Parameters.WMI.Buffer;
	struct fx_wmi_instance *instance;
	struct block block;
	NTSTATUS status;

	if (!read_block(&block, stack))
		return STATUS_BUFFER_TOO_SMALL;
	instance =
		take_instance(device, stack->Parameters.WMI.DataPath, node->InstanceIndex, &status);
	if (!instance)
		return status;
	switch (stack->MinorFunction) {
	case IRP_MN_QUERY_SINGLE_INSTANCE:
		status = query(instance, &block);
		break;
	case IRP_MN_CHANGE_SINGLE_INSTANCE:
		status = set(instance, &block);
		break;
	case IRP_MN_CHANGE_SINGLE_ITEM:
		status = set_item(instance, &block);
		break;
	default:
		status = execute(instance, &block);
		break;
	}
	fx_object_dereference(&instance->object, NULL);
	return status;
}

static bool is_ours(PDEVICE_OBJECT wdm, const IO_STACK_LOCATION *stack)
{
	return stack->Parameters.WMI.ProviderId == (ULONG_PTR)wdm &&
	       (stack->MinorFunction == IRP_MN_QUERY_SINGLE_INSTANCE ||
		       stack->MinorFunction == IRP_MN_CHANGE_SINGLE_INSTANCE ||
		       stack->MinorFunction == IRP_MN_CHANGE_SINGLE_ITEM ||
		       stack->MinorFunction == IRP_MN_EXECUTE_METHOD);
}

NTSTATUS fx_wmi_dispatch(PDEVICE_OBJECT wdm, PIRP irp)
{
	struct fx_device *device = fx_device_enter(wdm);
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
	PDEVICE_OBJECT lower = device ? device->pnp.lower : NULL;
	NTSTATUS status = irp->IoStatus.Status;

	if (device && is_ours(wdm, stack)) {
		status = serve(device, stack);
	} else if (lower) {
		fx_device_leave(device);
		IoSkipCurrentIrpStackLocation(irp);
		return io_irp_call(lower, irp);
	}
	if (device)
		fx_device_leave(device);
	irp->IoStatus.Status = status;
	io_irp_complete(irp);
	return status;
}
