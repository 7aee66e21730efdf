#include "drivers/framework/wdm/resource_place.h"

#include <string.h>

#include "drivers/framework/wdm/resource_claim.h"

/* What is in the way of it: somebody else's, or the device's own. */
static bool find_conflict(CM_PARTIAL_RESOURCE_DESCRIPTOR *conflict,
	const struct io_resource_places *places, const CM_PARTIAL_RESOURCE_DESCRIPTOR *resource)
{
	const CM_PARTIAL_RESOURCE_LIST *partial = places->own;

	for (ULONG i = 0; i < partial->Count; i++) {
		if (io_resource_overlap(resource, partial->PartialDescriptors + i)) {
			*conflict = partial->PartialDescriptors[i];
			return true;
		}
	}
	return io_resource_claim_find(conflict, resource, places->claimant);
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

/* The first place from *place on that is nobody's; false: there is none. */
static bool choose_range(CM_PARTIAL_RESOURCE_DESCRIPTOR *out,
	const struct io_resource_places *places, const IO_RESOURCE_DESCRIPTOR *wanted,
	ULONGLONG *place)
{
	ULONG alignment = wanted->u.Generic.Alignment;
	CM_PARTIAL_RESOURCE_DESCRIPTOR conflict;

	out->u.Generic.Length = wanted->u.Generic.Length;
	for (*place = align(*place, alignment); is_in_range(wanted, *place);
		*place = align(
			(ULONGLONG)conflict.u.Generic.Start.QuadPart + conflict.u.Generic.Length,
			alignment)) {
		out->u.Generic.Start.QuadPart = (LONGLONG)*place;
		if (!find_conflict(&conflict, places, out))
			return true;
	}
	return false;
}

static bool choose_vector(CM_PARTIAL_RESOURCE_DESCRIPTOR *out,
	const struct io_resource_places *places, const IO_RESOURCE_DESCRIPTOR *wanted,
	ULONGLONG *place)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR conflict;

	out->u.Interrupt.Affinity = 1;
	for (; *place <= wanted->u.Interrupt.MaximumVector; ++*place) {
		out->u.Interrupt.Level = (ULONG)*place;
		out->u.Interrupt.Vector = (ULONG)*place;
		if (!find_conflict(&conflict, places, out))
			return true;
	}
	return false;
}

/* What nobody arbitrates has one place. */
static bool choose_only(
	CM_PARTIAL_RESOURCE_DESCRIPTOR *out, const IO_RESOURCE_DESCRIPTOR *wanted, ULONGLONG place)
{
	if (place > 0)
		return false;
	switch (wanted->Type) {
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

ULONGLONG io_resource_first_place(const IO_RESOURCE_DESCRIPTOR *wanted)
{
	switch (wanted->Type) {
	case CmResourceTypePort:
	case CmResourceTypeMemory:
		return (ULONGLONG)wanted->u.Generic.MinimumAddress.QuadPart;
	case CmResourceTypeInterrupt:
		return wanted->u.Interrupt.MinimumVector;
	default:
		return 0;
	}
}

bool io_resource_find_place(CM_PARTIAL_RESOURCE_DESCRIPTOR *out,
	const struct io_resource_places *places, const IO_RESOURCE_DESCRIPTOR *wanted,
	ULONGLONG *place)
{
	switch (wanted->Type) {
	case CmResourceTypePort:
	case CmResourceTypeMemory:
		return choose_range(out, places, wanted, place);
	case CmResourceTypeInterrupt:
		return choose_vector(out, places, wanted, place);
	default:
		return choose_only(out, wanted, *place);
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

bool io_resource_find_boot(CM_PARTIAL_RESOURCE_DESCRIPTOR *out,
	const struct io_resource_places *places, const IO_RESOURCE_DESCRIPTOR *wanted)
{
	const CM_PARTIAL_RESOURCE_LIST *partial =
		places->boot ? &places->boot->List[0].PartialResourceList : NULL;
	CM_PARTIAL_RESOURCE_DESCRIPTOR conflict;

	for (ULONG i = 0; partial && i < partial->Count; i++) {
		const CM_PARTIAL_RESOURCE_DESCRIPTOR *one = partial->PartialDescriptors + i;

		if (fits(one, wanted) && !find_conflict(&conflict, places, one)) {
			out->u = one->u;
			return true;
		}
	}
	return false;
}
