#include "drivers/framework/wdm/resource_list.h"

#include <stdlib.h>

#include "drivers/framework/wdm/pnp.h"

static void describe(CM_PARTIAL_RESOURCE_DESCRIPTOR *out, const struct io_pnp_resource *resource)
{
	out->Type = resource->type;
	out->ShareDisposition = CmResourceShareDeviceExclusive;
	if (resource->type == CmResourceTypeInterrupt) {
		out->Flags = CM_RESOURCE_INTERRUPT_LATCHED;
		if (resource->wakes)
			out->Flags |= CM_RESOURCE_INTERRUPT_WAKE_HINT;
		out->u.Interrupt.Level = (ULONG)resource->start;
		out->u.Interrupt.Vector = (ULONG)resource->start;
		out->u.Interrupt.Affinity = 1;
		return;
	}
	if (resource->type == CmResourceTypePort)
		out->Flags = CM_RESOURCE_PORT_IO;
	out->u.Generic.Start.QuadPart = (LONGLONG)resource->start;
	out->u.Generic.Length = resource->length;
}

PCM_RESOURCE_LIST io_resource_list_create(const struct io_pnp_resource *resources, size_t count)
{
	PCM_RESOURCE_LIST list =
		calloc(1, sizeof(*list) + count * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR));
	CM_PARTIAL_RESOURCE_LIST *partial;

	if (!list)
		return NULL;
	list->Count = 1;
	list->List[0].InterfaceType = Internal;
	partial = &list->List[0].PartialResourceList;
	partial->Version = 1;
	partial->Revision = 1;
	partial->Count = (ULONG)count;
	for (size_t i = 0; i < count; i++)
		describe(partial->PartialDescriptors + i, &resources[i]);
	return list;
}
