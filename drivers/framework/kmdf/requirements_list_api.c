/* The boundary of lists of what a device could work with. */
#include <wdf.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/requirements_list.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static struct fx_requirements *get(WDFIORESREQLIST handle, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	return fx_requirements_of(fx_handle_get(handle, &fx_requirements_class, call));
}

static struct fx_alternative *get_alternative(WDFIORESLIST handle, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	return fx_alternative_of(fx_handle_get(handle, &fx_alternative_class, call));
}

/* WDF reports it, and goes on. */
static void report(const void *handle, const struct fx_call *call, const char *what)
{
	struct io_breach breach = { io_driver_calling(call->site), "resource-list-misused",
		call->function, handle, call->site };

	io_violation(&breach, "the list %s", what);
}

static bool is_failing(const struct fx_object *object, const struct fx_call *call)
{
	return io_fault(fx_globals_io_driver(object->globals), call->function, call->site);
}

VOID WdfIoResourceRequirementsListSetSlotNumber(WDFIORESREQLIST RequirementsList, ULONG SlotNumber)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListSetSlotNumber");
	struct fx_requirements *list = get(RequirementsList, &call);

	list->is_changed |= list->slot_number != SlotNumber;
	list->slot_number = SlotNumber;
}

VOID WdfIoResourceRequirementsListSetInterfaceType(
	WDFIORESREQLIST RequirementsList, INTERFACE_TYPE InterfaceType)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListSetInterfaceType");
	struct fx_requirements *list = get(RequirementsList, &call);

	list->is_changed |= list->interface_type != InterfaceType;
	list->interface_type = InterfaceType;
}

/* One that cannot be put there is gone (fxresourcecollection.cpp). */
static NTSTATUS insert_list(WDFIORESREQLIST handle, WDFIORESLIST alternative_handle, ULONG index,
	const struct fx_call *call)
{
	struct fx_requirements *list = get(handle, call);
	struct fx_alternative *alternative = get_alternative(alternative_handle, call);
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;
	bool is_new;

	if (alternative->owner != list)
		return status;
	fx_globals_lock(list->object.globals);
	is_new = IsListEmpty(&alternative->link);
	if (is_new)
		status = fx_requirements_insert(list, alternative, index);
	fx_globals_unlock(list->object.globals);
	if (!is_new)
		report(handle, call, "has that WDFIORESLIST already");
	else if (!NT_SUCCESS(status))
		fx_object_delete_unborn(&alternative->object, call->site);
	return status;
}

NTSTATUS WdfIoResourceRequirementsListInsertIoResList(
	WDFIORESREQLIST RequirementsList, WDFIORESLIST IoResList, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListInsertIoResList");

	return insert_list(RequirementsList, IoResList, Index, &call);
}

NTSTATUS WdfIoResourceRequirementsListAppendIoResList(
	WDFIORESREQLIST RequirementsList, WDFIORESLIST IoResList)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListAppendIoResList");

	return insert_list(RequirementsList, IoResList, WDF_INSERT_AT_END, &call);
}

ULONG WdfIoResourceRequirementsListGetCount(WDFIORESREQLIST RequirementsList)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListGetCount");

	return get(RequirementsList, &call)->count;
}

WDFIORESLIST WdfIoResourceRequirementsListGetIoResList(
	WDFIORESREQLIST RequirementsList, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListGetIoResList");
	struct fx_requirements *list = get(RequirementsList, &call);
	struct fx_alternative *alternative;

	fx_globals_lock(list->object.globals);
	alternative = fx_requirements_find(list, Index);
	fx_globals_unlock(list->object.globals);
	return alternative ? (WDFIORESLIST)fx_object_handle(&alternative->object) : NULL;
}

VOID WdfIoResourceRequirementsListRemove(WDFIORESREQLIST RequirementsList, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListRemove");
	struct fx_requirements *list = get(RequirementsList, &call);
	struct fx_alternative *alternative;

	fx_globals_lock(list->object.globals);
	alternative = fx_requirements_find(list, Index);
	if (alternative)
		fx_requirements_remove(alternative);
	fx_globals_unlock(list->object.globals);
	if (alternative)
		fx_object_delete(&alternative->object, call.site);
	else
		report(RequirementsList, &call, "has no WDFIORESLIST at that place");
}

VOID WdfIoResourceRequirementsListRemoveByIoResList(
	WDFIORESREQLIST RequirementsList, WDFIORESLIST IoResList)
{
	struct fx_call call = FX_CALL("WdfIoResourceRequirementsListRemoveByIoResList");
	struct fx_requirements *list = get(RequirementsList, &call);
	struct fx_alternative *alternative = get_alternative(IoResList, &call);
	bool is_its;

	fx_globals_lock(list->object.globals);
	is_its = alternative->owner == list && !IsListEmpty(&alternative->link);
	if (is_its)
		fx_requirements_remove(alternative);
	fx_globals_unlock(list->object.globals);
	if (is_its)
		fx_object_delete(&alternative->object, call.site);
}

NTSTATUS WdfIoResourceListCreate(WDFIORESREQLIST RequirementsList,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFIORESLIST *ResourceList)
{
	struct fx_call call = FX_CALL("WdfIoResourceListCreate");
	struct fx_requirements *list = get(RequirementsList, &call);
	struct fx_alternative *alternative;
	NTSTATUS status = fx_validate_attributes(Attributes, FX_PARENT_NOT_ALLOWED);

	*ResourceList = NULL;
	if (NT_SUCCESS(status) && is_failing(&list->object, &call))
		status = STATUS_INSUFFICIENT_RESOURCES;
	if (NT_SUCCESS(status))
		status = fx_alternative_create(&alternative, list, Attributes, call.site);
	if (NT_SUCCESS(status))
		*ResourceList = (WDFIORESLIST)fx_object_handle(&alternative->object);
	return status;
}

static NTSTATUS insert(WDFIORESLIST handle, PIO_RESOURCE_DESCRIPTOR descriptor, ULONG index,
	const struct fx_call *call)
{
	struct fx_alternative *list = get_alternative(handle, call);
	NTSTATUS status;

	if (is_failing(&list->object, call))
		return STATUS_INSUFFICIENT_RESOURCES;
	fx_globals_lock(list->object.globals);
	status = fx_descriptors_insert(&list->descriptors, descriptor, index);
	list->owner->is_changed |= NT_SUCCESS(status);
	fx_globals_unlock(list->object.globals);
	return status;
}

NTSTATUS WdfIoResourceListInsertDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfIoResourceListInsertDescriptor");

	return insert(ResourceList, Descriptor, Index, &call);
}

NTSTATUS WdfIoResourceListAppendDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor)
{
	struct fx_call call = FX_CALL("WdfIoResourceListAppendDescriptor");

	return insert(ResourceList, Descriptor, WDF_INSERT_AT_END, &call);
}

VOID WdfIoResourceListUpdateDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfIoResourceListUpdateDescriptor");
	struct fx_alternative *list = get_alternative(ResourceList, &call);
	bool is_updated;

	fx_globals_lock(list->object.globals);
	is_updated = fx_descriptors_update(&list->descriptors, Descriptor, Index);
	list->owner->is_changed |= is_updated;
	fx_globals_unlock(list->object.globals);
	if (!is_updated)
		report(ResourceList, &call, "has no descriptor at that place");
}

ULONG WdfIoResourceListGetCount(WDFIORESLIST ResourceList)
{
	struct fx_call call = FX_CALL("WdfIoResourceListGetCount");

	return get_alternative(ResourceList, &call)->descriptors.count;
}

PIO_RESOURCE_DESCRIPTOR WdfIoResourceListGetDescriptor(WDFIORESLIST ResourceList, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfIoResourceListGetDescriptor");
	struct fx_alternative *list = get_alternative(ResourceList, &call);
	PIO_RESOURCE_DESCRIPTOR descriptor;

	fx_globals_lock(list->object.globals);
	descriptor = fx_descriptors_show(&list->descriptors, Index);
	fx_globals_unlock(list->object.globals);
	return descriptor;
}

VOID WdfIoResourceListRemove(WDFIORESLIST ResourceList, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfIoResourceListRemove");
	struct fx_alternative *list = get_alternative(ResourceList, &call);
	bool is_removed;

	fx_globals_lock(list->object.globals);
	is_removed = fx_descriptors_remove(&list->descriptors, Index);
	list->owner->is_changed |= is_removed;
	fx_globals_unlock(list->object.globals);
	if (!is_removed)
		report(ResourceList, &call, "has no descriptor at that place");
}

VOID WdfIoResourceListRemoveByDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor)
{
	struct fx_call call = FX_CALL("WdfIoResourceListRemoveByDescriptor");
	struct fx_alternative *list = get_alternative(ResourceList, &call);

	fx_globals_lock(list->object.globals);
	fx_descriptors_remove_equal(&list->descriptors, Descriptor);
	list->owner->is_changed |= list->descriptors.is_changed;
	fx_globals_unlock(list->object.globals);
}
