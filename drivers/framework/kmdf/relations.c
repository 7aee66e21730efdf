#include "drivers/framework/kmdf/relations.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/pool.h"

struct fx_relation {
	PDEVICE_OBJECT device; /* a reference */
	LIST_ENTRY link;
};

static struct fx_relation *of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_relation, link);
}

void fx_relations_init(struct fx_relations *relations)
{
	InitializeListHead(&relations->entries);
}

static void drop(struct fx_relation *relation)
{
	if (!relation)
		return;
	io_device_object_dereference(relation->device);
	free(relation);
}

/* With the lock: out of the list. */
static struct fx_relation *unlink_device(
	struct fx_relations *relations, const DEVICE_OBJECT *device)
{
	LIST_ENTRY *head = &relations->entries;

	for (LIST_ENTRY *link = head->Flink; link != head; link = link->Flink) {
		if (!device || of(link)->device == device) {
			RemoveEntryList(link);
			return of(link);
		}
	}
	return NULL;
}

void fx_relations_clear(struct fx_device *device, struct fx_relations *relations)
{
	struct fx_relation *relation;

	do {
		fx_globals_lock(device->object.globals);
		relation = unlink_device(relations, NULL);
		fx_globals_unlock(device->object.globals);
		drop(relation);
	} while (relation);
}

void fx_relations_remove(
	struct fx_device *device, struct fx_relations *relations, const DEVICE_OBJECT *other)
{
	struct fx_relation *relation;

	fx_globals_lock(device->object.globals);
	relation = unlink_device(relations, other);
	fx_globals_unlock(device->object.globals);
	drop(relation);
}

NTSTATUS fx_relations_add(
	struct fx_device *device, struct fx_relations *relations, PDEVICE_OBJECT other)
{
	struct fx_relation *relation = malloc(sizeof(*relation));
	LIST_ENTRY *head = &relations->entries;
	bool is_new = true;

	if (!relation)
		return STATUS_INSUFFICIENT_RESOURCES;
	relation->device = other;
	io_device_object_reference(other);
	fx_globals_lock(device->object.globals);
	for (LIST_ENTRY *link = head->Flink; link != head; link = link->Flink)
		is_new &= of(link)->device != other;
	if (is_new)
		InsertTailList(head, &relation->link);
	fx_globals_unlock(device->object.globals);
	if (is_new)
		return STATUS_SUCCESS;
	drop(relation);
	return STATUS_DUPLICATE_OBJECTID;
}

PDEVICE_OBJECT fx_relations_take(
	struct fx_device *device, struct fx_relations *relations, size_t place)
{
	LIST_ENTRY *head = &relations->entries;
	LIST_ENTRY *link;
	PDEVICE_OBJECT found = NULL;

	fx_globals_lock(device->object.globals);
	link = head->Flink;
	while (link != head && place-- > 0)
		link = link->Flink;
	if (link != head) {
		found = of(link)->device;
		io_device_object_reference(found);
	}
	fx_globals_unlock(device->object.globals);
	return found;
}

static ULONG count(struct fx_device *device, struct fx_relations *relations)
{
	LIST_ENTRY *head = &relations->entries;
	ULONG found = 0;

	fx_globals_lock(device->object.globals);
	for (LIST_ENTRY *link = head->Flink; link != head; link = link->Flink)
		found++;
	fx_globals_unlock(device->object.globals);
	return found;
}

NTSTATUS fx_relations_report(struct fx_device *device, struct fx_relations *relations, PIRP irp)
{
	PDEVICE_RELATIONS before = (PDEVICE_RELATIONS)irp->IoStatus.Information;
	struct ex_block *block = before ? ex_block_find(before) : NULL;
	ULONG more = count(device, relations);
	ULONG known = before ? before->Count : 0;
	PDEVICE_RELATIONS answer;
	PDEVICE_OBJECT other;

	if (more == 0)
		return STATUS_NOT_SUPPORTED;
	answer = ex_block_create(fx_globals_io_driver(device->object.globals),
		&(struct ex_request){
			.size = sizeof(*answer) + (known + more) * sizeof(PDEVICE_OBJECT),
			.tag = device->driver->tag,
			.is_zeroed = true,
			.is_paged = true,
			.is_anybodys = true },
		NULL);
	if (!answer)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (ULONG i = 0; i < known; i++)
		answer->Objects[answer->Count++] = before->Objects[i];
	for (ULONG i = 0; i < more && (other = fx_relations_take(device, relations, i)); i++)
		answer->Objects[answer->Count++] = other;
	if (block)
		ex_block_destroy(block, NULL);
	irp->IoStatus.Information = (ULONG_PTR)answer;
	irp->IoStatus.Status = STATUS_SUCCESS;
	return STATUS_SUCCESS;
}
