#include "drivers/framework/wdm/resource_claim.h"

#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY claims = { &claims, &claims };

/* The next full descriptor begins where the last partial one ends. */
static const CM_FULL_RESOURCE_DESCRIPTOR *next_of(const CM_FULL_RESOURCE_DESCRIPTOR *full)
{
	return (const void *)(full->PartialResourceList.PartialDescriptors +
			      full->PartialResourceList.Count);
}

size_t io_resource_list_size(const CM_RESOURCE_LIST *list, size_t most)
{
	const CM_FULL_RESOURCE_DESCRIPTOR *full;
	size_t head =
		FIELD_OFFSET(CM_FULL_RESOURCE_DESCRIPTOR, PartialResourceList.PartialDescriptors);
	size_t size = FIELD_OFFSET(CM_RESOURCE_LIST, List);

	if (most < size)
		return 0;
	full = list->List;
	for (ULONG i = 0; i < list->Count; i++, full = next_of(full)) {
		if (most - size < head)
			return 0;
		size += head;
		if ((most - size) / sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR) <
			full->PartialResourceList.Count)
			return 0;
		size += full->PartialResourceList.Count * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR);
	}
	return size;
}

bool io_resource_overlap(
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *one, const CM_PARTIAL_RESOURCE_DESCRIPTOR *other)
{
	ULONGLONG start = (ULONGLONG)one->u.Generic.Start.QuadPart;
	ULONGLONG other_start = (ULONGLONG)other->u.Generic.Start.QuadPart;

	if (one->Type != other->Type)
		return false;
	if (one->ShareDisposition == CmResourceShareShared &&
		other->ShareDisposition == CmResourceShareShared)
		return false;
	if (one->Type == CmResourceTypeInterrupt)
		return one->u.Interrupt.Vector == other->u.Interrupt.Vector;
	if (one->Type != CmResourceTypePort && one->Type != CmResourceTypeMemory)
		return false;
	return start < other_start + other->u.Generic.Length &&
	       other_start < start + one->u.Generic.Length;
}

/* NULL when nothing of the list is in the way. */
static const CM_PARTIAL_RESOURCE_DESCRIPTOR *find_overlap(
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource, const CM_RESOURCE_LIST *list)
{
	const CM_FULL_RESOURCE_DESCRIPTOR *full = list->List;

	for (ULONG i = 0; i < list->Count; i++, full = next_of(full)) {
		const CM_PARTIAL_RESOURCE_DESCRIPTOR *other =
			full->PartialResourceList.PartialDescriptors;

		for (ULONG j = 0; j < full->PartialResourceList.Count; j++) {
			if (io_resource_overlap(resource, other + j))
				return other + j;
		}
	}
	return NULL;
}

static bool lists_overlap(const CM_RESOURCE_LIST *one, const CM_RESOURCE_LIST *other)
{
	const CM_FULL_RESOURCE_DESCRIPTOR *full = one->List;

	for (ULONG i = 0; i < one->Count; i++, full = next_of(full)) {
		for (ULONG j = 0; j < full->PartialResourceList.Count; j++) {
			if (find_overlap(full->PartialResourceList.PartialDescriptors + j, other))
				return true;
		}
	}
	return false;
}

bool io_resource_claim_conflicts(const CM_RESOURCE_LIST *list, const char *claimant)
{
	bool conflicts = false;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = claims.Flink; link != &claims && !conflicts; link = link->Flink) {
		const struct io_resource_claim *claim =
			CONTAINING_RECORD(link, struct io_resource_claim, link);

		conflicts =
			strcmp(claim->claimant, claimant) != 0 && lists_overlap(list, claim->list);
	}
	pthread_mutex_unlock(&lock);
	return conflicts;
}

bool io_resource_claim_find(CM_PARTIAL_RESOURCE_DESCRIPTOR *conflict,
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource, const char *claimant)
{
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = claims.Flink; link != &claims && !found; link = link->Flink) {
		const struct io_resource_claim *claim =
			CONTAINING_RECORD(link, struct io_resource_claim, link);

		if (strcmp(claim->claimant, claimant) != 0)
			found = find_overlap(resource, claim->list);
	}
	if (found)
		*conflict = *found;
	pthread_mutex_unlock(&lock);
	return found != NULL;
}

void io_resource_claim_enter(
	struct io_resource_claim *claim, const CM_RESOURCE_LIST *list, const char *claimant)
{
	claim->list = list;
	claim->claimant = claimant;
	pthread_mutex_lock(&lock);
	InsertTailList(&claims, &claim->link);
	pthread_mutex_unlock(&lock);
}

void io_resource_claim_remove(struct io_resource_claim *claim)
{
	if (!claim->list)
		return;
	pthread_mutex_lock(&lock);
	RemoveEntryList(&claim->link);
	pthread_mutex_unlock(&lock);
	claim->list = NULL;
}
