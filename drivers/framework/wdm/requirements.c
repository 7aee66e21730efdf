#include "drivers/framework/wdm/requirements.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/resource_claim.h"
#include "drivers/framework/wdm/resource_list.h"

static void require(IO_RESOURCE_DESCRIPTOR *out, const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource)
{
	ULONGLONG start = (ULONGLONG)resource->u.Generic.Start.QuadPart;

	out->Type = resource->Type;
	out->ShareDisposition = resource->ShareDisposition;
	out->Flags = resource->Flags;
	switch (resource->Type) {
	case CmResourceTypePort:
	case CmResourceTypeMemory:
		out->u.Generic.Length = resource->u.Generic.Length;
		out->u.Generic.Alignment = 1;
		out->u.Generic.MinimumAddress.QuadPart = (LONGLONG)start;
		out->u.Generic.MaximumAddress.QuadPart =
			(LONGLONG)(start + resource->u.Generic.Length - 1);
		break;
	case CmResourceTypeInterrupt:
		out->u.Interrupt.MinimumVector = resource->u.Interrupt.Vector;
		out->u.Interrupt.MaximumVector = resource->u.Interrupt.Vector;
		break;
	case CmResourceTypeDma:
		out->u.Dma.MinimumChannel = resource->u.Dma.Channel;
		out->u.Dma.MaximumChannel = resource->u.Dma.Channel;
		break;
	case CmResourceTypeBusNumber:
		out->u.BusNumber.Length = resource->u.BusNumber.Length;
		out->u.BusNumber.MinBusNumber = resource->u.BusNumber.Start;
		out->u.BusNumber.MaxBusNumber =
			resource->u.BusNumber.Start + resource->u.BusNumber.Length - 1;
		break;
	default:
		memcpy(out->u.DevicePrivate.Data, resource->u.DevicePrivate.Data,
			sizeof(out->u.DevicePrivate.Data));
		break;
	}
}

PIO_RESOURCE_REQUIREMENTS_LIST io_requirements_of_list(const CM_RESOURCE_LIST *list)
{
	const CM_FULL_RESOURCE_DESCRIPTOR *full = &list->List[0];
	ULONG count = full->PartialResourceList.Count;
	size_t size = FIELD_OFFSET(IO_RESOURCE_REQUIREMENTS_LIST, List[0].Descriptors) +
		      count * sizeof(IO_RESOURCE_DESCRIPTOR);
	PIO_RESOURCE_REQUIREMENTS_LIST wanted =
		calloc(1, size < sizeof(*wanted) ? sizeof(*wanted) : size);

	if (!wanted)
		return NULL;
	wanted->ListSize = (ULONG)size;
	wanted->InterfaceType = full->InterfaceType;
	wanted->BusNumber = full->BusNumber;
	wanted->AlternativeLists = 1;
	wanted->List[0].Version = 1;
	wanted->List[0].Revision = 1;
	wanted->List[0].Count = count;
	for (ULONG i = 0; i < count; i++)
		require(wanted->List[0].Descriptors + i,
			full->PartialResourceList.PartialDescriptors + i);
	return wanted;
}

PIO_RESOURCE_REQUIREMENTS_LIST io_requirements_create(
	const struct io_pnp_resource *resources, size_t count)
{
	PCM_RESOURCE_LIST list = io_resource_list_create(resources, count);
	PIO_RESOURCE_REQUIREMENTS_LIST wanted = list ? io_requirements_of_list(list) : NULL;

	free(list);
	return wanted;
}

static const IO_RESOURCE_LIST *next_of(const IO_RESOURCE_LIST *list)
{
	return (const void *)(list->Descriptors + list->Count);
}

size_t io_requirements_size(const IO_RESOURCE_REQUIREMENTS_LIST *list)
{
	const IO_RESOURCE_LIST *one = list->List;

	for (ULONG i = 0; i < list->AlternativeLists; i++)
		one = next_of(one);
	return (size_t)((const char *)one - (const char *)list);
}

/* A list in the making. */
struct choice {
	PCM_RESOURCE_LIST list; /* owned */
	const CM_RESOURCE_LIST *boot;
	const char *claimant;
};

static CM_PARTIAL_RESOURCE_LIST *partial_of(const struct choice *choice)
{
	return &choice->list->List[0].PartialResourceList;
}

/* What is in the way of it: somebody else's, or the device's own. */
static bool find_conflict(CM_PARTIAL_RESOURCE_DESCRIPTOR *conflict, const struct choice *choice,
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource)
{
	const CM_PARTIAL_RESOURCE_LIST *partial = partial_of(choice);

	for (ULONG i = 0; i < partial->Count; i++) {
		if (io_resource_overlap(resource, partial->PartialDescriptors + i)) {
			*conflict = partial->PartialDescriptors[i];
			return true;
		}
	}
	return io_resource_claim_find(conflict, resource, choice->claimant);
}

static ULONGLONG align(ULONGLONG address, ULONG alignment)
{
	ULONGLONG rest = alignment > 1 ? address % alignment : 0;

	return rest > 0 ? address + alignment - rest : address;
}

static bool is_in_range(const IO_RESOURCE_DESCRIPTOR *wanted, ULONGLONG start)
{
	ULONGLONG least = (ULONGLONG)wanted->u.Generic.MinimumAddress.QuadPart;
	ULONGLONG most = (ULONGLONG)wanted->u.Generic.MaximumAddress.QuadPart;
	ULONG length = wanted->u.Generic.Length;

	return length > 0 && start >= least && start <= most && most - start >= length - 1u;
}

static bool choose_range(CM_PARTIAL_RESOURCE_DESCRIPTOR *out, const struct choice *choice,
	const IO_RESOURCE_DESCRIPTOR *wanted)
{
	ULONG alignment = wanted->u.Generic.Alignment;
	ULONGLONG start = align((ULONGLONG)wanted->u.Generic.MinimumAddress.QuadPart, alignment);
	CM_PARTIAL_RESOURCE_DESCRIPTOR conflict;

	out->u.Generic.Length = wanted->u.Generic.Length;
	while (is_in_range(wanted, start)) {
		out->u.Generic.Start.QuadPart = (LONGLONG)start;
		if (!find_conflict(&conflict, choice, out))
			return true;
		start = align(
			(ULONGLONG)conflict.u.Generic.Start.QuadPart + conflict.u.Generic.Length,
			alignment);
	}
	return false;
}

static bool choose_vector(CM_PARTIAL_RESOURCE_DESCRIPTOR *out, const struct choice *choice,
	const IO_RESOURCE_DESCRIPTOR *wanted)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR conflict;
	ULONGLONG vector = wanted->u.Interrupt.MinimumVector;

	out->u.Interrupt.Affinity = 1;
	for (; vector <= wanted->u.Interrupt.MaximumVector; vector++) {
		out->u.Interrupt.Level = (ULONG)vector;
		out->u.Interrupt.Vector = (ULONG)vector;
		if (!find_conflict(&conflict, choice, out))
			return true;
	}
	return false;
}

static bool choose_by_type(CM_PARTIAL_RESOURCE_DESCRIPTOR *out, const struct choice *choice,
	const IO_RESOURCE_DESCRIPTOR *wanted)
{
	switch (wanted->Type) {
	case CmResourceTypePort:
	case CmResourceTypeMemory:
		return choose_range(out, choice, wanted);
	case CmResourceTypeInterrupt:
		return choose_vector(out, choice, wanted);
	case CmResourceTypeDma:
		out->u.Dma.Channel = wanted->u.Dma.MinimumChannel;
		return true;
	case CmResourceTypeBusNumber:
		out->u.BusNumber.Start = wanted->u.BusNumber.MinBusNumber;
		out->u.BusNumber.Length = wanted->u.BusNumber.Length;
		return true;
	default:
		memcpy(out->u.DevicePrivate.Data, wanted->u.DevicePrivate.Data,
			sizeof(out->u.DevicePrivate.Data));
		return (wanted->Type & CmResourceTypeNonArbitrated) != 0;
	}
}

static bool fits(
	const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource, const IO_RESOURCE_DESCRIPTOR *wanted)
{
	if (resource->Type != wanted->Type)
		return false;
	if (wanted->Type == CmResourceTypeInterrupt)
		return resource->u.Interrupt.Vector >= wanted->u.Interrupt.MinimumVector &&
		       resource->u.Interrupt.Vector <= wanted->u.Interrupt.MaximumVector;
	if (wanted->Type != CmResourceTypePort && wanted->Type != CmResourceTypeMemory)
		return false;
	return resource->u.Generic.Length == wanted->u.Generic.Length &&
	       is_in_range(wanted, (ULONGLONG)resource->u.Generic.Start.QuadPart);
}

/* What the device was left with by its bus, or the firmware, it keeps if it can. */
static bool choose_boot(CM_PARTIAL_RESOURCE_DESCRIPTOR *out, const struct choice *choice,
	const IO_RESOURCE_DESCRIPTOR *wanted)
{
	const CM_PARTIAL_RESOURCE_LIST *partial =
		choice->boot ? &choice->boot->List[0].PartialResourceList : NULL;
	CM_PARTIAL_RESOURCE_DESCRIPTOR conflict;

	for (ULONG i = 0; partial && i < partial->Count; i++) {
		const CM_PARTIAL_RESOURCE_DESCRIPTOR *one = partial->PartialDescriptors + i;

		if (fits(one, wanted) && !find_conflict(&conflict, choice, one)) {
			out->u = one->u;
			return true;
		}
	}
	return false;
}

static bool choose_one(const struct choice *choice, const IO_RESOURCE_DESCRIPTOR *wanted)
{
	CM_PARTIAL_RESOURCE_LIST *partial = partial_of(choice);
	CM_PARTIAL_RESOURCE_DESCRIPTOR resource = { .Type = wanted->Type,
		.ShareDisposition = wanted->ShareDisposition,
		.Flags = wanted->Flags };

	if (!choose_boot(&resource, choice, wanted) && !choose_by_type(&resource, choice, wanted))
		return false;
	*(partial->PartialDescriptors + partial->Count) = resource;
	partial->Count++;
	return true;
}

/* Each descriptor is followed by its alternatives; how important others are says nothing here. */
static bool choose_all(const struct choice *choice, const IO_RESOURCE_LIST *list)
{
	const IO_RESOURCE_DESCRIPTOR *one = list->Descriptors;
	const IO_RESOURCE_DESCRIPTOR *end = one + list->Count;

	partial_of(choice)->Count = 0;
	while (one < end) {
		bool is_chosen = one->Type == CmResourceTypeConfigData ||
				 one->Type == CmResourceTypeNull || choose_one(choice, one);

		for (one++; one < end && (one->Option & IO_RESOURCE_ALTERNATIVE); one++)
			is_chosen = is_chosen || choose_one(choice, one);
		if (!is_chosen)
			return false;
	}
	return true;
}

static PCM_RESOURCE_LIST create_list(const IO_RESOURCE_REQUIREMENTS_LIST *wanted)
{
	size_t most = io_requirements_size(wanted) / sizeof(IO_RESOURCE_DESCRIPTOR) + 1;
	PCM_RESOURCE_LIST list =
		calloc(1, sizeof(*list) + most * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR));

	if (!list)
		return NULL;
	list->Count = 1;
	list->List[0].InterfaceType = wanted->InterfaceType;
	list->List[0].BusNumber = wanted->BusNumber;
	list->List[0].PartialResourceList.Version = 1;
	list->List[0].PartialResourceList.Revision = 1;
	return list;
}

NTSTATUS io_requirements_choose(PCM_RESOURCE_LIST *out, const IO_RESOURCE_REQUIREMENTS_LIST *wanted,
	const CM_RESOURCE_LIST *boot, const char *claimant)
{
	struct choice choice = { create_list(wanted), boot, claimant };
	const IO_RESOURCE_LIST *list = wanted->List;
	bool is_chosen = wanted->AlternativeLists == 0;

	if (!choice.list)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (ULONG i = 0; i < wanted->AlternativeLists && !is_chosen; i++, list = next_of(list))
		is_chosen = choose_all(&choice, list);
	if (is_chosen && partial_of(&choice)->Count > 0) {
		*out = choice.list;
		return STATUS_SUCCESS;
	}
	free(choice.list);
	if (is_chosen)
		*out = NULL;
	return is_chosen ? STATUS_SUCCESS : STATUS_CONFLICTING_ADDRESSES;
}
