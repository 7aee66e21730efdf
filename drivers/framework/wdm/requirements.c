#include "drivers/framework/wdm/requirements.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/resource_list.h"
#include "drivers/framework/wdm/resource_place.h"

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

enum {
	TRIES_MAX = 10000, /* of one list */
};

/* A list in the making. */
struct choice {
	PCM_RESOURCE_LIST list; /* owned */
	struct io_resource_places places;
	unsigned int tries; /* that did not lead to a list */
};

static CM_PARTIAL_RESOURCE_LIST *partial_of(const struct choice *choice)
{
	return &choice->list->List[0].PartialResourceList;
}

static bool choose_rest(struct choice *choice, const IO_RESOURCE_DESCRIPTOR *one,
	const IO_RESOURCE_DESCRIPTOR *end);

/* A driver that leaves much open, and asks for what is not there, is not waited for. */
static bool may_try(const struct choice *choice)
{
	return choice->tries < TRIES_MAX;
}

/* With `resource` in the list; without it again when that leaves no room for the others. */
static bool choose_with(struct choice *choice, const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource,
	const IO_RESOURCE_DESCRIPTOR *rest, const IO_RESOURCE_DESCRIPTOR *end)
{
	CM_PARTIAL_RESOURCE_LIST *partial = partial_of(choice);

	*(partial->PartialDescriptors + partial->Count) = *resource;
	partial->Count++;
	if (choose_rest(choice, rest, end))
		return true;
	partial->Count--;
	choice->tries++;
	return false;
}

static bool choose_one(struct choice *choice, const IO_RESOURCE_DESCRIPTOR *wanted,
	const IO_RESOURCE_DESCRIPTOR *rest, const IO_RESOURCE_DESCRIPTOR *end)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR resource = { .Type = wanted->Type,
		.ShareDisposition = wanted->ShareDisposition,
		.Flags = wanted->Flags };
	ULONGLONG place = io_resource_first_place(wanted);

	if (io_resource_find_boot(&resource, &choice->places, wanted) &&
		choose_with(choice, &resource, rest, end))
		return true;
	for (; may_try(choice) &&
		io_resource_find_place(&resource, &choice->places, wanted, &place);
		place++) {
		if (choose_with(choice, &resource, rest, end))
			return true;
	}
	return false;
}

/*
 * Depth first. Each descriptor is followed by its alternatives; how important others are says nothing
 * here.
 */
static bool choose_rest(
	struct choice *choice, const IO_RESOURCE_DESCRIPTOR *one, const IO_RESOURCE_DESCRIPTOR *end)
{
	const IO_RESOURCE_DESCRIPTOR *rest = one + 1;

	if (one == end)
		return true;
	while (rest < end && (rest->Option & IO_RESOURCE_ALTERNATIVE))
		rest++;
	if (one->Type == CmResourceTypeConfigData || one->Type == CmResourceTypeNull)
		return choose_rest(choice, rest, end);
	for (; one < rest && may_try(choice); one++) {
		if (choose_one(choice, one, rest, end))
			return true;
	}
	return false;
}

static bool choose_all(struct choice *choice, const IO_RESOURCE_LIST *list)
{
	partial_of(choice)->Count = 0;
	choice->tries = 0;
	return choose_rest(choice, list->Descriptors, list->Descriptors + list->Count);
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
	struct choice choice = { .list = create_list(wanted),
		.places = { .boot = boot, .claimant = claimant } };
	const IO_RESOURCE_LIST *list = wanted->List;
	bool is_chosen = wanted->AlternativeLists == 0;

	if (!choice.list)
		return STATUS_INSUFFICIENT_RESOURCES;
	choice.places.own = partial_of(&choice);
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
