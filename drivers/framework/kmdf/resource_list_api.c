/* The boundary of lists of resources. */
#include <wdf.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/resource_list.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static struct fx_resource_list *get(WDFCMRESLIST handle, const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	return fx_resource_list_of(fx_handle_get(handle, &fx_resource_list_class, call));
}

/* WDF reports it, and goes on. */
static void report(WDFCMRESLIST handle, const struct fx_call *call, const char *what)
{
	struct io_breach breach = { io_driver_calling(call->site), "resource-list-misused",
		call->function, handle, call->site };

	io_violation(&breach, "the WDFCMRESLIST %s", what);
}

static NTSTATUS insert(WDFCMRESLIST handle, PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor, ULONG index,
	const struct fx_call *call)
{
	struct fx_resource_list *list = get(handle, call);
	struct fx_globals *globals = list->object.globals;
	NTSTATUS status;

	if (io_fault(fx_globals_io_driver(globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	fx_globals_lock(globals);
	status = fx_descriptors_insert(&list->descriptors, descriptor, index);
	fx_globals_unlock(globals);
	if (status == STATUS_ACCESS_DENIED)
		report(handle, call, "is not the driver's to change");
	return status;
}

NTSTATUS WdfCmResourceListInsertDescriptor(
	WDFCMRESLIST List, PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfCmResourceListInsertDescriptor");

	return insert(List, Descriptor, Index, &call);
}

NTSTATUS WdfCmResourceListAppendDescriptor(
	WDFCMRESLIST List, PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor)
{
	struct fx_call call = FX_CALL("WdfCmResourceListAppendDescriptor");

	return insert(List, Descriptor, WDF_INSERT_AT_END, &call);
}

ULONG WdfCmResourceListGetCount(WDFCMRESLIST List)
{
	struct fx_call call = FX_CALL("WdfCmResourceListGetCount");

	return get(List, &call)->descriptors.count;
}

PCM_PARTIAL_RESOURCE_DESCRIPTOR WdfCmResourceListGetDescriptor(WDFCMRESLIST List, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfCmResourceListGetDescriptor");
	struct fx_resource_list *list = get(List, &call);
	PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor;

	fx_globals_lock(list->object.globals);
	descriptor = fx_descriptors_show(&list->descriptors, Index);
	fx_globals_unlock(list->object.globals);
	return descriptor;
}

VOID WdfCmResourceListRemove(WDFCMRESLIST List, ULONG Index)
{
	struct fx_call call = FX_CALL("WdfCmResourceListRemove");
	struct fx_resource_list *list = get(List, &call);
	bool is_removed;

	fx_globals_lock(list->object.globals);
	is_removed = fx_descriptors_remove(&list->descriptors, Index);
	fx_globals_unlock(list->object.globals);
	if (list->descriptors.is_fixed)
		report(List, &call, "is not the driver's to change");
	else if (!is_removed)
		report(List, &call, "has no descriptor at that place");
}

VOID WdfCmResourceListRemoveByDescriptor(
	WDFCMRESLIST List, PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor)
{
	struct fx_call call = FX_CALL("WdfCmResourceListRemoveByDescriptor");
	struct fx_resource_list *list = get(List, &call);

	if (list->descriptors.is_fixed) {
		report(List, &call, "is not the driver's to change");
		return;
	}
	fx_globals_lock(list->object.globals);
	fx_descriptors_remove_equal(&list->descriptors, Descriptor);
	fx_globals_unlock(list->object.globals);
}
