#include "drivers/framework/kmdf/resource_list.h"

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/pool.h"

struct fx_resource_list *fx_resource_list_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_resource_list, object);
}

static void destroy(struct fx_object *object)
{
	fx_descriptors_clear(&fx_resource_list_of(object)->descriptors);
}

const struct fx_class fx_resource_list_class = {
	.kind = { "WDFCMRESLIST", 0, fx_object_reclaim },
	.size = sizeof(struct fx_resource_list),
	.destroy = destroy,
};

NTSTATUS fx_resource_list_create(
	struct fx_resource_list **out, struct fx_device *device, struct fx_object *parent)
{
	struct fx_commit commit = { .parent = parent };
	struct fx_object *object;
	NTSTATUS status =
		fx_object_create(&object, &fx_resource_list_class, device->object.globals, NULL);

	if (!NT_SUCCESS(status))
		return status;
	object->is_no_delete = true;
	fx_descriptors_init(
		&fx_resource_list_of(object)->descriptors, sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR));
	status = fx_object_commit(object, &commit);
	if (NT_SUCCESS(status))
		*out = fx_resource_list_of(object);
	else
		fx_object_discard(object);
	return status;
}

static NTSTATUS fill(struct fx_descriptors *descriptors, const CM_RESOURCE_LIST *from)
{
	const CM_PARTIAL_RESOURCE_LIST *partial = from ? &from->List[0].PartialResourceList : NULL;
	NTSTATUS status = STATUS_SUCCESS;

	descriptors->is_fixed = false;
	fx_descriptors_clear(descriptors);
	for (ULONG i = 0; partial && i < partial->Count && NT_SUCCESS(status); i++)
		status = fx_descriptors_insert(
			descriptors, partial->PartialDescriptors + i, WDF_INSERT_AT_END);
	return status;
}

/* The PnP manager gives one full descriptor. */
NTSTATUS fx_resource_list_fill(struct fx_resource_list **list, struct fx_device *device,
	const CM_RESOURCE_LIST *from, bool is_fixed)
{
	NTSTATUS status =
		*list ? STATUS_SUCCESS : fx_resource_list_create(list, device, &device->object);

	if (!NT_SUCCESS(status))
		return status;
	fx_globals_lock(device->object.globals);
	status = fill(&(*list)->descriptors, from);
	(*list)->descriptors.is_fixed = is_fixed;
	(*list)->descriptors.is_changed = false;
	fx_globals_unlock(device->object.globals);
	return status;
}

NTSTATUS fx_resource_list_answer(PCM_RESOURCE_LIST *out, struct fx_resource_list *list, ULONG tag)
{
	struct fx_globals *globals = list->object.globals;
	ULONG count = list->descriptors.count;
	PCM_RESOURCE_LIST answer;

	*out = NULL;
	if (count == 0)
		return STATUS_SUCCESS;
	answer = ex_block_create(fx_globals_io_driver(globals),
		&(struct ex_request){ .size = sizeof(*answer) +
					      (count - 1) * sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR),
			.tag = tag,
			.is_zeroed = true,
			.is_paged = true,
			.is_anybodys = true },
		NULL);
	if (!answer)
		return STATUS_INSUFFICIENT_RESOURCES;
	answer->Count = 1;
	answer->List[0].PartialResourceList.Version = 1;
	answer->List[0].PartialResourceList.Revision = 1;
	answer->List[0].PartialResourceList.Count = count;
	fx_descriptors_copy(
		&list->descriptors, answer->List[0].PartialResourceList.PartialDescriptors);
	*out = answer;
	return STATUS_SUCCESS;
}

WDFCMRESLIST fx_resource_list_handle(const struct fx_resource_list *list)
{
	return list ? (WDFCMRESLIST)fx_object_handle(&list->object) : NULL;
}
