#include "drivers/framework/kmdf/child_list.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/pdo.h"

struct fx_child_list *fx_child_list_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_child_list, object);
}

WDFCHILDLIST fx_child_list_handle(const struct fx_child_list *list)
{
	return (WDFCHILDLIST)fx_object_handle(&list->object);
}

static struct fx_bus_child *child_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_bus_child, link);
}

/* What the driver put into descriptions is the driver's to free. */
static void destroy_child(struct fx_bus_child *child)
{
	const WDF_CHILD_LIST_CONFIG *config = &child->list->config;
	WDFCHILDLIST handle = fx_child_list_handle(child->list);

	RemoveEntryList(&child->link);
	if (child->id && config->EvtChildListIdentificationDescriptionCleanup)
		config->EvtChildListIdentificationDescriptionCleanup(handle, child->id);
	if (child->address && config->EvtChildListAddressDescriptionCleanup)
		config->EvtChildListAddressDescriptionCleanup(handle, child->address);
	free(child->id);
	free(child->address);
	free(child);
}

/* Its devices have gone before; descriptions may be left. */
static bool dispose(struct fx_object *object, const void *site)
{
	struct fx_child_list *list = fx_child_list_of(object);

	UNREFERENCED_PARAMETER(site);
	pthread_mutex_lock(&list->lock);
	while (!IsListEmpty(&list->children))
		destroy_child(child_of(list->children.Flink));
	pthread_mutex_unlock(&list->lock);
	fx_globals_lock(object->globals);
	RemoveEntryList(&list->link);
	InitializeListHead(&list->link);
	fx_globals_unlock(object->globals);
	return true;
}

static void destroy(struct fx_object *object)
{
	struct fx_child_list *list = fx_child_list_of(object);

	pthread_mutex_destroy(&list->lock);
	pthread_cond_destroy(&list->idle);
}

const struct fx_class fx_child_list_class = {
	.kind = { "WDFCHILDLIST", 0, fx_object_reclaim },
	.size = sizeof(struct fx_child_list),
	.dispose = dispose,
	.destroy = destroy,
};

static void init(
	struct fx_child_list *list, struct fx_device *device, const WDF_CHILD_LIST_CONFIG *config)
{
	list->device = device;
	list->is_static = !config;
	if (config)
		list->config = *config;
	list->object.is_no_delete = true;
	pthread_mutex_init(&list->lock, NULL);
	pthread_cond_init(&list->idle, NULL);
	InitializeListHead(&list->children);
	InitializeListHead(&list->link);
}

NTSTATUS fx_child_list_create(struct fx_child_list **out, struct fx_device *device,
	const WDF_CHILD_LIST_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes,
	const void *site)
{
	struct fx_commit commit = {
		.attributes = attributes, .parent = &device->object, .site = site
	};
	struct fx_object *object;
	NTSTATUS status =
		fx_object_create(&object, &fx_child_list_class, device->object.globals, attributes);

	if (!NT_SUCCESS(status))
		return status;
	init(fx_child_list_of(object), device, config);
	status = fx_object_commit(object, &commit);
	if (!NT_SUCCESS(status)) {
		fx_object_discard(object);
		return status;
	}
	*out = fx_child_list_of(object);
	fx_globals_lock(object->globals);
	InsertTailList(&device->child_lists, &(*out)->link);
	fx_globals_unlock(object->globals);
	return STATUS_SUCCESS;
}

static bool is_equal(struct fx_child_list *list, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER one,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER other)
{
	if (list->config.EvtChildListIdentificationDescriptionCompare)
		return list->config.EvtChildListIdentificationDescriptionCompare(
			fx_child_list_handle(list), one, other);
	return memcmp(one, other, list->config.IdentificationDescriptionSize) == 0;
}

struct fx_bus_child *fx_child_find(
	struct fx_child_list *list, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id)
{
	for (LIST_ENTRY *link = list->children.Flink; link != &list->children; link = link->Flink) {
		struct fx_bus_child *child = child_of(link);

		if (!child->is_missing && child->id && is_equal(list, child->id, id))
			return child;
	}
	return NULL;
}

struct fx_bus_child *fx_child_next(struct fx_child_list *list, unsigned long number, ULONG flags)
{
	for (LIST_ENTRY *link = list->children.Flink; link != &list->children; link = link->Flink) {
		struct fx_bus_child *child = child_of(link);
		ULONG state = child->is_missing    ? WdfRetrieveMissingChildren
			      : child->is_reported ? WdfRetrievePresentChildren
						   : WdfRetrievePendingChildren;

		if (child->number > number && (state & flags))
			return child;
	}
	return NULL;
}

/* Soon; a scan tells of everything at its end. */
static void tell(struct fx_child_list *list, bool is_changed)
{
	if (is_changed && list->device->pnp.physical)
		IoInvalidateDeviceRelations(list->device->pnp.physical, BusRelations);
}

static NTSTATUS duplicate_id(
	struct fx_bus_child *child, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id)
{
	const WDF_CHILD_LIST_CONFIG *config = &child->list->config;
	NTSTATUS status = STATUS_SUCCESS;

	child->id = calloc(1, config->IdentificationDescriptionSize);
	if (!child->id)
		return STATUS_INSUFFICIENT_RESOURCES;
	child->id->IdentificationDescriptionSize = config->IdentificationDescriptionSize;
	if (config->EvtChildListIdentificationDescriptionDuplicate)
		status = config->EvtChildListIdentificationDescriptionDuplicate(
			fx_child_list_handle(child->list), id, child->id);
	else
		memcpy(child->id, id, config->IdentificationDescriptionSize);
	if (!NT_SUCCESS(status)) {
		free(child->id);
		child->id = NULL;
	}
	return status;
}

NTSTATUS fx_child_set_address(
	struct fx_bus_child *child, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER from)
{
	const WDF_CHILD_LIST_CONFIG *config = &child->list->config;
	WDFCHILDLIST handle = fx_child_list_handle(child->list);
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER copy = calloc(1, config->AddressDescriptionSize);
	NTSTATUS status = STATUS_SUCCESS;

	if (!copy)
		return STATUS_INSUFFICIENT_RESOURCES;
	copy->AddressDescriptionSize = config->AddressDescriptionSize;
	if (config->EvtChildListAddressDescriptionDuplicate)
		status = config->EvtChildListAddressDescriptionDuplicate(handle, from, copy);
	else
		memcpy(copy, from, config->AddressDescriptionSize);
	if (!NT_SUCCESS(status)) {
		free(copy);
		return status;
	}
	if (child->address && config->EvtChildListAddressDescriptionCleanup)
		config->EvtChildListAddressDescriptionCleanup(handle, child->address);
	free(child->address);
	child->address = copy;
	return STATUS_SUCCESS;
}

static struct fx_bus_child *create_child(struct fx_child_list *list)
{
	struct fx_bus_child *child = calloc(1, sizeof(*child));

	if (!child)
		return NULL;
	child->list = list;
	child->number = ++list->last_number;
	child->is_found = true;
	InsertTailList(&list->children, &child->link);
	return child;
}

static NTSTATUS add_new(struct fx_child_list *list, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER address)
{
	struct fx_bus_child *child = create_child(list);
	NTSTATUS status;

	if (!child)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = duplicate_id(child, id);
	if (NT_SUCCESS(status) && address)
		status = fx_child_set_address(child, address);
	if (!NT_SUCCESS(status))
		destroy_child(child);
	return status;
}

NTSTATUS fx_child_list_add(struct fx_child_list *list,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER address)
{
	struct fx_bus_child *child;
	bool is_changed = false;
	NTSTATUS status = STATUS_OBJECT_NAME_EXISTS;

	pthread_mutex_lock(&list->lock);
	child = fx_child_find(list, id);
	if (child) {
		child->is_found = true;
		if (address && !NT_SUCCESS(fx_child_set_address(child, address)))
			status = STATUS_INSUFFICIENT_RESOURCES;
	} else {
		status = add_new(list, id, address);
		is_changed = NT_SUCCESS(status) && list->scans == 0;
	}
	pthread_mutex_unlock(&list->lock);
	tell(list, is_changed);
	return status;
}

NTSTATUS fx_child_list_add_static(struct fx_child_list *list, struct fx_device *device)
{
	struct fx_bus_child *child;

	pthread_mutex_lock(&list->lock);
	child = create_child(list);
	if (child) {
		child->device = device;
		device->pdo->child = child;
	}
	pthread_mutex_unlock(&list->lock);
	tell(list, child != NULL);
	return child ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

/* A child that nobody has made a device of is forgotten at once. */
static void miss(struct fx_bus_child *child)
{
	child->is_missing = true;
	if (!child->device && !child->is_busy)
		destroy_child(child);
}

NTSTATUS fx_child_list_miss(
	struct fx_child_list *list, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER id)
{
	struct fx_bus_child *child;
	bool is_changed;

	pthread_mutex_lock(&list->lock);
	child = fx_child_find(list, id);
	if (child)
		miss(child);
	is_changed = child && list->scans == 0;
	pthread_mutex_unlock(&list->lock);
	tell(list, is_changed);
	return child ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
}

void fx_child_list_miss_device(struct fx_device *device)
{
	struct fx_bus_child *child = device->pdo->child;

	pthread_mutex_lock(&child->list->lock);
	child->is_missing = true;
	pthread_mutex_unlock(&child->list->lock);
	tell(child->list, true);
}

bool fx_child_list_reenumerate(struct fx_device *device)
{
	struct fx_bus_child *child = device->pdo->child;
	bool is_changed;

	if (!child || !child->id)
		return false;
	pthread_mutex_lock(&child->list->lock);
	is_changed = !child->is_missing && child->device == device &&
		     NT_SUCCESS(add_new(child->list, child->id, child->address));
	child->is_missing |= is_changed;
	pthread_mutex_unlock(&child->list->lock);
	tell(child->list, is_changed);
	return true;
}

bool fx_child_has_predecessor(const struct fx_bus_child *child)
{
	struct fx_child_list *list = child->list;

	for (LIST_ENTRY *link = list->children.Flink; link != &child->link; link = link->Flink) {
		const struct fx_bus_child *older = child_of(link);

		if (older->is_missing && older->device && older->id && child->id &&
			is_equal(list, older->id, child->id))
			return true;
	}
	return false;
}

void fx_child_list_begin_scan(struct fx_child_list *list)
{
	pthread_mutex_lock(&list->lock);
	if (list->scans++ == 0) {
		LIST_ENTRY *link = list->children.Flink;

		for (; link != &list->children; link = link->Flink)
			child_of(link)->is_found = false;
	}
	pthread_mutex_unlock(&list->lock);
}

void fx_child_list_end_scan(struct fx_child_list *list, bool all_are_present)
{
	bool is_changed;

	pthread_mutex_lock(&list->lock);
	is_changed = list->scans > 0 && --list->scans == 0;
	for (LIST_ENTRY *link = list->children.Flink; is_changed && link != &list->children;) {
		struct fx_bus_child *child = child_of(link);

		link = link->Flink;
		if (!child->is_found && !all_are_present)
			miss(child);
	}
	pthread_mutex_unlock(&list->lock);
	tell(list, is_changed);
}

void fx_child_copy_id(
	const struct fx_bus_child *child, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER to)
{
	const WDF_CHILD_LIST_CONFIG *config = &child->list->config;

	if (config->EvtChildListIdentificationDescriptionCopy)
		config->EvtChildListIdentificationDescriptionCopy(
			fx_child_list_handle(child->list), child->id, to);
	else
		memcpy(to, child->id, config->IdentificationDescriptionSize);
}

void fx_child_copy_address(
	const struct fx_bus_child *child, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER to)
{
	const WDF_CHILD_LIST_CONFIG *config = &child->list->config;

	if (!child->address)
		return;
	if (config->EvtChildListAddressDescriptionCopy)
		config->EvtChildListAddressDescriptionCopy(
			fx_child_list_handle(child->list), child->address, to);
	else
		memcpy(to, child->address, config->AddressDescriptionSize);
}

void fx_child_list_begin_iteration(struct fx_child_list *list)
{
	pthread_mutex_lock(&list->lock);
	list->iterations++;
	pthread_mutex_unlock(&list->lock);
}

void fx_child_list_end_iteration(struct fx_child_list *list)
{
	pthread_mutex_lock(&list->lock);
	if (list->iterations > 0 && --list->iterations == 0)
		pthread_cond_broadcast(&list->idle);
	pthread_mutex_unlock(&list->lock);
}

void fx_child_forget(struct fx_bus_child *child)
{
	struct fx_child_list *list = child->list;
	const struct fx_bus_child *successor;
	bool is_awaited;

	pthread_mutex_lock(&list->lock);
	while (list->iterations > 0)
		pthread_cond_wait(&list->idle, &list->lock);
	successor = child->is_missing && child->id ? fx_child_find(list, child->id) : NULL;
	is_awaited = successor && !successor->device && !successor->is_busy;
	destroy_child(child);
	pthread_mutex_unlock(&list->lock);
	tell(list, is_awaited);
}
