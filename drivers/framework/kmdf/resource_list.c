/* Lists of resources, and their boundary. */
#include "drivers/framework/kmdf/resource_list.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/handle.h"

static struct fx_resource_list *list_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_resource_list, object);
}

static void destroy(struct fx_object *object)
{
	free(list_of(object)->descriptors);
}

const struct fx_class fx_resource_list_class = {
	.kind = { "WDFCMRESLIST", 0, fx_object_reclaim },
	.size = sizeof(struct fx_resource_list),
	.destroy = destroy,
};

static NTSTATUS create(struct fx_resource_list **out, struct fx_device *device)
{
	struct fx_commit commit = { .parent = &device->object };
	struct fx_object *object;
	NTSTATUS status =
		fx_object_create(&object, &fx_resource_list_class, device->object.globals, NULL);

	if (!NT_SUCCESS(status))
		return status;
	object->is_no_delete = true;
	status = fx_object_commit(object, &commit);
	if (NT_SUCCESS(status))
		*out = list_of(object);
	else
		fx_object_discard(object);
	return status;
}

/* The PnP manager gives one full descriptor. */
NTSTATUS fx_resource_list_fill(
	struct fx_resource_list **list, struct fx_device *device, const CM_RESOURCE_LIST *from)
{
	const CM_PARTIAL_RESOURCE_LIST *partial = from ? &from->List[0].PartialResourceList : NULL;
	ULONG count = partial ? partial->Count : 0;
	CM_PARTIAL_RESOURCE_DESCRIPTOR *copy;
	NTSTATUS status = *list ? STATUS_SUCCESS : create(list, device);

	if (!NT_SUCCESS(status))
		return status;
	copy = calloc(count ? count : 1, sizeof(*copy));
	if (!copy)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (count > 0)
		memcpy(copy, partial->PartialDescriptors, count * sizeof(*copy));
	free((*list)->descriptors);
	(*list)->descriptors = copy;
	(*list)->count = count;
	return STATUS_SUCCESS;
}

WDFCMRESLIST fx_resource_list_handle(const struct fx_resource_list *list)
{
	return list ? (WDFCMRESLIST)fx_object_handle(&list->object) : NULL;
}

ULONG WdfCmResourceListGetCount(WDFCMRESLIST List)
{
	struct fx_call call = { "WdfCmResourceListGetCount", __builtin_return_address(0) };

	return list_of(fx_handle_get(List, &fx_resource_list_class, &call))->count;
}

PCM_PARTIAL_RESOURCE_DESCRIPTOR WdfCmResourceListGetDescriptor(WDFCMRESLIST List, ULONG Index)
{
	struct fx_call call = { "WdfCmResourceListGetDescriptor", __builtin_return_address(0) };
	struct fx_resource_list *list =
		list_of(fx_handle_get(List, &fx_resource_list_class, &call));

	return Index < list->count ? &list->descriptors[Index] : NULL;
}
