#include "drivers/framework/kmdf/query_interface.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/pnp_events.h"

struct fx_query_interface {
	struct fx_query_interface *next;
	GUID type;
	PINTERFACE interface; /* owned; NULL: the callback knows */
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST routine;
};

NTSTATUS fx_query_interface_add(struct fx_device *device, const WDF_QUERY_INTERFACE_CONFIG *config)
{
	struct fx_query_interface *entry = calloc(1, sizeof(*entry));

	if (!entry)
		return STATUS_INSUFFICIENT_RESOURCES;
	entry->type = *config->InterfaceType;
	entry->routine = config->EvtDeviceProcessQueryInterfaceRequest;
	if (config->Interface) {
		entry->interface = malloc(config->Interface->Size);
		if (!entry->interface) {
			free(entry);
			return STATUS_INSUFFICIENT_RESOURCES;
		}
		memcpy(entry->interface, config->Interface, config->Interface->Size);
	}
	fx_globals_lock(device->object.globals);
	entry->next = device->query_interfaces;
	device->query_interfaces = entry;
	fx_globals_unlock(device->object.globals);
	return STATUS_SUCCESS;
}

/* None goes before the device does. */
static struct fx_query_interface *find(struct fx_device *device, const GUID *type)
{
	struct fx_query_interface *entry;

	fx_globals_lock(device->object.globals);
	entry = device->query_interfaces;
	while (entry && !IsEqualGUID(&entry->type, type))
		entry = entry->next;
	fx_globals_unlock(device->object.globals);
	return entry;
}

static NTSTATUS call(const struct fx_query_interface *entry, struct fx_device *device,
	const IO_STACK_LOCATION *request)
{
	GUID type = entry->type;
	struct fx_event event;
	NTSTATUS status;

	if (!entry->routine)
		return STATUS_SUCCESS;
	event = fx_event_begin(&device->object, "EvtDeviceProcessQueryInterfaceRequest",
		FX_ROUTINE(entry->routine));
	status = entry->routine(fx_device_handle(device), &type,
		request->Parameters.QueryInterface.Interface,
		request->Parameters.QueryInterface.InterfaceSpecificData);
	fx_event_end(&event, status);
	return status;
}

NTSTATUS fx_query_interface_answer(struct fx_device *device, const IO_STACK_LOCATION *request)
{
	const struct fx_query_interface *entry =
		find(device, request->Parameters.QueryInterface.InterfaceType);
	PINTERFACE answer = request->Parameters.QueryInterface.Interface;
	NTSTATUS status;

	if (!entry)
		return STATUS_NOT_SUPPORTED;
	if (entry->interface) {
		if (request->Parameters.QueryInterface.Size < entry->interface->Size ||
			request->Parameters.QueryInterface.Version < entry->interface->Version)
			return STATUS_INVALID_BUFFER_SIZE;
		memcpy(answer, entry->interface, entry->interface->Size);
	}
	status = call(entry, device, request);
	if (NT_SUCCESS(status) && entry->interface && answer->InterfaceReference)
		answer->InterfaceReference(answer->Context);
	return status;
}

void fx_query_interfaces_finish(struct fx_device *device)
{
	while (device->query_interfaces) {
		struct fx_query_interface *entry = device->query_interfaces;

		device->query_interfaces = entry->next;
		free(entry->interface);
		free(entry);
	}
}
