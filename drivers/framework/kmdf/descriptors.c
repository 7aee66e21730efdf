#include "drivers/framework/kmdf/descriptors.h"

#include <stdlib.h>
#include <string.h>
#include <wdfresource.h>

struct fx_descriptor {
	LIST_ENTRY link;
	unsigned char bytes[]; /* its own, and the driver's copy behind them */
};

static struct fx_descriptor *of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_descriptor, link);
}

void fx_descriptors_init(struct fx_descriptors *descriptors, size_t size)
{
	descriptors->size = size;
	InitializeListHead(&descriptors->entries);
}

static void remove_entry(struct fx_descriptors *descriptors, struct fx_descriptor *entry)
{
	RemoveEntryList(&entry->link);
	free(entry);
	descriptors->count--;
	descriptors->is_changed = true;
}

void fx_descriptors_clear(struct fx_descriptors *descriptors)
{
	while (!IsListEmpty(&descriptors->entries))
		remove_entry(descriptors, of(descriptors->entries.Flink));
	descriptors->is_changed = false;
}

/* NULL behind the last. */
static struct fx_descriptor *find(const struct fx_descriptors *descriptors, ULONG index)
{
	LIST_ENTRY *link = descriptors->entries.Flink;

	if (index >= descriptors->count)
		return NULL;
	while (index-- > 0)
		link = link->Flink;
	return of(link);
}

NTSTATUS fx_descriptors_insert(
	struct fx_descriptors *descriptors, const void *descriptor, ULONG index)
{
	struct fx_descriptor *next = find(descriptors, index);
	struct fx_descriptor *entry;

	if (descriptors->is_fixed)
		return STATUS_ACCESS_DENIED;
	if (!next && index != descriptors->count && index != WDF_INSERT_AT_END)
		return STATUS_ARRAY_BOUNDS_EXCEEDED;
	entry = calloc(1, sizeof(*entry) + 2 * descriptors->size);
	if (!entry)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(entry->bytes, descriptor, descriptors->size);
	InsertTailList(next ? &next->link : &descriptors->entries, &entry->link);
	descriptors->count++;
	descriptors->is_changed = true;
	return STATUS_SUCCESS;
}

bool fx_descriptors_remove(struct fx_descriptors *descriptors, ULONG index)
{
	struct fx_descriptor *entry = find(descriptors, index);

	if (descriptors->is_fixed || !entry)
		return false;
	remove_entry(descriptors, entry);
	return true;
}

bool fx_descriptors_update(struct fx_descriptors *descriptors, const void *descriptor, ULONG index)
{
	struct fx_descriptor *entry = find(descriptors, index);

	if (!entry)
		return false;
	memcpy(entry->bytes, descriptor, descriptors->size);
	descriptors->is_changed = true;
	return true;
}

void fx_descriptors_remove_equal(struct fx_descriptors *descriptors, const void *descriptor)
{
	for (LIST_ENTRY *link = descriptors->entries.Flink; link != &descriptors->entries;
		link = link->Flink) {
		if (memcmp(of(link)->bytes, descriptor, descriptors->size) == 0) {
			remove_entry(descriptors, of(link));
			return;
		}
	}
}

void *fx_descriptors_show(struct fx_descriptors *descriptors, ULONG index)
{
	struct fx_descriptor *entry = find(descriptors, index);

	if (!entry)
		return NULL;
	memcpy(entry->bytes + descriptors->size, entry->bytes, descriptors->size);
	return entry->bytes + descriptors->size;
}

void *fx_descriptors_copy(const struct fx_descriptors *descriptors, void *out)
{
	unsigned char *end = out;

	for (LIST_ENTRY *link = descriptors->entries.Flink; link != &descriptors->entries;
		link = link->Flink) {
		memcpy(end, of(link)->bytes, descriptors->size);
		end += descriptors->size;
	}
	return end;
}
