#include "drivers/framework/kmdf/requirements_list.h"

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/pool.h"

struct fx_requirements *fx_requirements_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_requirements, object);
}

struct fx_alternative *fx_alternative_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_alternative, object);
}

static struct fx_alternative *alternative_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_alternative, link);
}

static void destroy_alternative(struct fx_object *object)
{
	fx_descriptors_clear(&fx_alternative_of(object)->descriptors);
}

const struct fx_class fx_requirements_class = {
	.kind = { "WDFIORESREQLIST", 0, fx_object_reclaim },
	.size = sizeof(struct fx_requirements),
};

const struct fx_class fx_alternative_class = {
	.kind = { "WDFIORESLIST", 0, fx_object_reclaim },
	.size = sizeof(struct fx_alternative),
	.destroy = destroy_alternative,
};

NTSTATUS fx_alternative_create(struct fx_alternative **out, struct fx_requirements *owner,
	const WDF_OBJECT_ATTRIBUTES *attributes, const void *site)
{
	struct fx_commit commit = {
		.attributes = attributes, .parent = &owner->object, .site = site
	};
	struct fx_object *object;
	struct fx_alternative *alternative;
	NTSTATUS status =
		fx_object_create(&object, &fx_alternative_class, owner->object.globals, attributes);

	if (!NT_SUCCESS(status))
		return status;
	object->is_no_delete = true;
	alternative = fx_alternative_of(object);
	alternative->owner = owner;
	fx_descriptors_init(&alternative->descriptors, sizeof(IO_RESOURCE_DESCRIPTOR));
	InitializeListHead(&alternative->link);
	status = fx_object_commit(object, &commit);
	if (NT_SUCCESS(status))
		*out = alternative;
	else
		fx_object_discard(object);
	return status;
}

struct fx_alternative *fx_requirements_find(const struct fx_requirements *list, ULONG index)
{
	LIST_ENTRY *link = list->alternatives.Flink;

	if (index >= list->count)
		return NULL;
	while (index-- > 0)
		link = link->Flink;
	return alternative_of(link);
}

NTSTATUS fx_requirements_insert(
	struct fx_requirements *list, struct fx_alternative *alternative, ULONG index)
{
	struct fx_alternative *next = fx_requirements_find(list, index);

	if (!next && index != list->count && index != WDF_INSERT_AT_END)
		return STATUS_ARRAY_BOUNDS_EXCEEDED;
	InsertTailList(next ? &next->link : &list->alternatives, &alternative->link);
	list->count++;
	list->is_changed = true;
	return STATUS_SUCCESS;
}

void fx_requirements_remove(struct fx_alternative *alternative)
{
	RemoveEntryList(&alternative->link);
	InitializeListHead(&alternative->link);
	alternative->owner->count--;
	alternative->owner->is_changed = true;
}

static NTSTATUS add(struct fx_requirements *list, const IO_RESOURCE_LIST *from)
{
	struct fx_alternative *alternative;
	NTSTATUS status = fx_alternative_create(&alternative, list, NULL, NULL);

	for (ULONG i = 0; NT_SUCCESS(status) && i < from->Count; i++)
		status = fx_descriptors_insert(
			&alternative->descriptors, from->Descriptors + i, WDF_INSERT_AT_END);
	return NT_SUCCESS(status) ? fx_requirements_insert(list, alternative, WDF_INSERT_AT_END)
				  : status;
}

/* The next list begins where the last descriptor ends. */
static NTSTATUS fill(struct fx_requirements *list, const IO_RESOURCE_REQUIREMENTS_LIST *from)
{
	const IO_RESOURCE_LIST *one = from->List;
	NTSTATUS status = STATUS_SUCCESS;

	list->slot_number = from->SlotNumber;
	list->interface_type = from->InterfaceType;
	for (ULONG i = 0; i < from->AlternativeLists && NT_SUCCESS(status); i++) {
		status = add(list, one);
		one = (const void *)(one->Descriptors + one->Count);
	}
	list->is_changed = false;
	return status;
}

NTSTATUS fx_requirements_create(struct fx_requirements **out, struct fx_device *device,
	const IO_RESOURCE_REQUIREMENTS_LIST *from)
{
	struct fx_commit commit = { .parent = &device->driver->object };
	struct fx_object *object;
	NTSTATUS status =
		fx_object_create(&object, &fx_requirements_class, device->object.globals, NULL);

	if (!NT_SUCCESS(status))
		return status;
	object->is_no_delete = true;
	InitializeListHead(&fx_requirements_of(object)->alternatives);
	status = fx_object_commit(object, &commit);
	if (!NT_SUCCESS(status)) {
		fx_object_discard(object);
		return status;
	}
	if (from)
		status = fill(fx_requirements_of(object), from);
	if (NT_SUCCESS(status))
		*out = fx_requirements_of(object);
	else
		fx_object_delete(object, NULL);
	return status;
}

static size_t size_of(const struct fx_requirements *list)
{
	size_t size = FIELD_OFFSET(IO_RESOURCE_REQUIREMENTS_LIST, List);

	for (LIST_ENTRY *link = list->alternatives.Flink; link != &list->alternatives;
		link = link->Flink)
		size += FIELD_OFFSET(IO_RESOURCE_LIST, Descriptors) +
			alternative_of(link)->descriptors.count * sizeof(IO_RESOURCE_DESCRIPTOR);
	return size;
}

static void write_all(PIO_RESOURCE_REQUIREMENTS_LIST out, const struct fx_requirements *list)
{
	IO_RESOURCE_LIST *one = out->List;

	for (LIST_ENTRY *link = list->alternatives.Flink; link != &list->alternatives;
		link = link->Flink) {
		const struct fx_descriptors *descriptors = &alternative_of(link)->descriptors;

		one->Version = 1;
		one->Revision = 1;
		one->Count = descriptors->count;
		one = fx_descriptors_copy(descriptors, one->Descriptors);
	}
}

NTSTATUS fx_requirements_answer(
	PIO_RESOURCE_REQUIREMENTS_LIST *out, struct fx_requirements *list, ULONG tag)
{
	size_t size = size_of(list);
	PIO_RESOURCE_REQUIREMENTS_LIST answer;

	*out = NULL;
	if (list->count == 0)
		return STATUS_SUCCESS;
	answer = ex_block_create(fx_globals_io_driver(list->object.globals),
		&(struct ex_request){ .size = size,
			.tag = tag,
			.is_zeroed = true,
			.is_paged = true,
			.is_anybodys = true },
		NULL);
	if (!answer)
		return STATUS_INSUFFICIENT_RESOURCES;
	answer->ListSize = (ULONG)size;
	answer->InterfaceType = list->interface_type;
	answer->SlotNumber = list->slot_number;
	answer->AlternativeLists = list->count;
	write_all(answer, list);
	*out = answer;
	return STATUS_SUCCESS;
}
