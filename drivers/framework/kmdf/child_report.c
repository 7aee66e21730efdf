/* What plug and play does to lists of children: devices are made, reported and removed. */
#include <string.h>

#include "drivers/framework/kmdf/child_list.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/pnp_events.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/pool.h"

static struct fx_child_list *list_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_child_list, link);
}

void fx_child_lists_scan(struct fx_device *device)
{
	for (LIST_ENTRY *link = device->child_lists.Flink; link != &device->child_lists;
		link = link->Flink) {
		struct fx_child_list *list = list_of(link);
		PFN_WDF_CHILD_LIST_SCAN_FOR_CHILDREN routine =
			list->config.EvtChildListScanForChildren;
		struct fx_event event;

		if (!routine)
			continue;
		event = fx_event_begin(
			&device->object, "EvtChildListScanForChildren", FX_ROUTINE(routine));
		routine(fx_child_list_handle(list));
		fx_event_end(&event, STATUS_SUCCESS);
	}
}

static NTSTATUS call_create(struct fx_bus_child *child, struct WDFDEVICE_INIT *init)
{
	struct fx_child_list *list = child->list;
	struct fx_globals *globals = list->object.globals;
	PFN_WDF_CHILD_LIST_CREATE_DEVICE routine = list->config.EvtChildListCreateDevice;
	struct fx_event event;
	NTSTATUS status;

	fx_globals_set_adding(globals, init);
	event = fx_event_begin(&list->object, "EvtChildListCreateDevice", FX_ROUTINE(routine));
	status = routine(fx_child_list_handle(list), child->id, init);
	fx_event_end(&event, status);
	fx_globals_set_adding(globals, NULL);
	return status;
}

/* NULL when the driver does not make one. */
static struct fx_device *make_device(struct fx_bus_child *child)
{
	struct WDFDEVICE_INIT *init = fx_device_init_create_child(child->list->device);
	struct fx_device *device;
	NTSTATUS status;

	if (!init)
		return NULL;
	status = call_create(child, init);
	device = init->created;
	fx_device_init_destroy(init);
	if (device && NT_SUCCESS(status)) {
		device->pdo->child = child;
		device->wdm->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
		return device;
	}
	if (device)
		fx_pnp_delete(device);
	return NULL;
}

static struct fx_bus_child *next_without_device(struct fx_child_list *list, unsigned long number)
{
	struct fx_bus_child *child = fx_child_next(list, number, WdfRetrievePendingChildren);

	while (child && (child->device || fx_child_has_predecessor(child)))
		child = fx_child_next(list, child->number, WdfRetrievePendingChildren);
	return child;
}

/* A child of which no device can be made is forgotten (fxchildlist.cpp). */
static void make_devices(struct fx_child_list *list)
{
	struct fx_bus_child *child;
	unsigned long number = 0;

	pthread_mutex_lock(&list->lock);
	while (!list->is_static && (child = next_without_device(list, number)) != NULL) {
		struct fx_device *device;

		number = child->number;
		child->is_busy = true;
		pthread_mutex_unlock(&list->lock);
		device = make_device(child);
		pthread_mutex_lock(&list->lock);
		child->is_busy = false;
		child->device = device;
		if (!device) {
			pthread_mutex_unlock(&list->lock);
			fx_child_forget(child);
			pthread_mutex_lock(&list->lock);
		}
	}
	pthread_mutex_unlock(&list->lock);
}

/* One that was never reported is nobody's business. */
static void delete_unreported(struct fx_child_list *list)
{
	struct fx_bus_child *child;

	pthread_mutex_lock(&list->lock);
	child = fx_child_next(list, 0, WdfRetrieveMissingChildren);
	while (child) {
		unsigned long number = child->number;

		if (child->device && !child->is_reported) {
			struct fx_device *device = child->device;

			pthread_mutex_unlock(&list->lock);
			fx_pdo_delete(device);
			pthread_mutex_lock(&list->lock);
		}
		child = fx_child_next(list, number, WdfRetrieveMissingChildren);
	}
	pthread_mutex_unlock(&list->lock);
}

static ULONG count(struct fx_child_list *list)
{
	ULONG found = 0;

	for (struct fx_bus_child *child = fx_child_next(list, 0, WdfRetrieveAddedChildren); child;
		child = fx_child_next(list, child->number, WdfRetrieveAddedChildren))
		found += child->device != NULL;
	return found;
}

static void add(struct fx_child_list *list, PDEVICE_RELATIONS relations, ULONG room)
{
	for (struct fx_bus_child *child = fx_child_next(list, 0, WdfRetrieveAddedChildren); child;
		child = fx_child_next(list, child->number, WdfRetrieveAddedChildren)) {
		if (!child->device || relations->Count == room)
			continue;
		child->is_reported = true;
		child->device->wdm->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
		io_device_object_reference(child->device->wdm);
		relations->Objects[relations->Count++] = child->device->wdm;
	}
}

/* Behind what a driver above has reported, which the answer is made anew of. */
static NTSTATUS answer(struct fx_device *device, PIRP irp, ULONG more)
{
	PDEVICE_RELATIONS before = (PDEVICE_RELATIONS)irp->IoStatus.Information;
	ULONG room = more + (before ? before->Count : 0);
	PDEVICE_RELATIONS relations = ex_block_create(fx_globals_io_driver(device->object.globals),
		&(struct ex_request){ .size = sizeof(*relations) + room * sizeof(PDEVICE_OBJECT),
			.tag = device->driver->tag,
			.is_zeroed = true,
			.is_paged = true },
		NULL);

	if (!relations)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (ULONG i = 0; before && i < before->Count; i++)
		relations->Objects[relations->Count++] = before->Objects[i];
	for (LIST_ENTRY *link = device->child_lists.Flink; link != &device->child_lists;
		link = link->Flink) {
		pthread_mutex_lock(&list_of(link)->lock);
		add(list_of(link), relations, room);
		pthread_mutex_unlock(&list_of(link)->lock);
	}
	if (before)
		ex_block_destroy(ex_block_find(before), NULL);
	irp->IoStatus.Information = (ULONG_PTR)relations;
	irp->IoStatus.Status = STATUS_SUCCESS;
	return STATUS_SUCCESS;
}

/* Of those that are not in the answer. */
static void tell_missing(struct fx_child_list *list)
{
	struct fx_bus_child *child;

	pthread_mutex_lock(&list->lock);
	child = fx_child_next(list, 0, WdfRetrieveMissingChildren);
	while (child) {
		unsigned long number = child->number;
		struct fx_device *device = child->is_reported ? child->device : NULL;

		pthread_mutex_unlock(&list->lock);
		if (device)
			fx_pdo_tell_missing(device);
		pthread_mutex_lock(&list->lock);
		child = fx_child_next(list, number, WdfRetrieveMissingChildren);
	}
	pthread_mutex_unlock(&list->lock);
}

NTSTATUS fx_child_lists_report(struct fx_device *device, PIRP irp)
{
	NTSTATUS status;
	ULONG more = 0;

	if (IsListEmpty(&device->child_lists))
		return STATUS_SUCCESS;
	for (LIST_ENTRY *link = device->child_lists.Flink; link != &device->child_lists;
		link = link->Flink) {
		make_devices(list_of(link));
		delete_unreported(list_of(link));
		pthread_mutex_lock(&list_of(link)->lock);
		more += count(list_of(link));
		pthread_mutex_unlock(&list_of(link)->lock);
	}
	status = answer(device, irp, more);
	for (LIST_ENTRY *link = device->child_lists.Flink;
		NT_SUCCESS(status) && link != &device->child_lists; link = link->Flink)
		tell_missing(list_of(link));
	return status;
}

static struct fx_device *take_device(struct fx_child_list *list)
{
	struct fx_bus_child *child;

	pthread_mutex_lock(&list->lock);
	child = fx_child_next(list, 0, WdfRetrieveAllChildren);
	while (child && !child->device)
		child = fx_child_next(list, child->number, WdfRetrieveAllChildren);
	pthread_mutex_unlock(&list->lock);
	return child ? child->device : NULL;
}

void fx_child_lists_remove(struct fx_device *device)
{
	for (LIST_ENTRY *link = device->child_lists.Flink; link != &device->child_lists;
		link = link->Flink) {
		struct fx_device *child;

		while ((child = take_device(list_of(link))) != NULL)
			fx_pdo_delete(child);
	}
}
