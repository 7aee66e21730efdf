/* The boundary of lookaside lists of memory objects. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/hold.h"
#include "drivers/framework/kmdf/lookaside.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/irql.h"

static bool is_paged(POOL_TYPE type)
{
	return ((unsigned int)type & PagedPool) != 0;
}

/* The device that an object of these attributes is below; NULL: none. */
static struct fx_object *device_above(
	const WDF_OBJECT_ATTRIBUTES *attributes, const struct fx_call *call)
{
	struct fx_object *object;

	if (!attributes || !attributes->ParentObject)
		return NULL;
	object = fx_handle_get(attributes->ParentObject, NULL, call);
	while (object && object->class != &fx_device_class)
		object = object->parent;
	return object;
}

static NTSTATUS validate(const WDF_OBJECT_ATTRIBUTES *list_attributes,
	const WDF_OBJECT_ATTRIBUTES *memory_attributes, POOL_TYPE type, const struct fx_call *call)
{
	NTSTATUS status = fx_validate_attributes(list_attributes, 0);
	struct fx_object *list_device;
	struct fx_object *memory_device;

	if (NT_SUCCESS(status))
		status = fx_validate_attributes(memory_attributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	list_device = device_above(list_attributes, call);
	memory_device = device_above(memory_attributes, call);
	if (is_paged(type) && list_device && memory_device && list_device != memory_device)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

NTSTATUS WdfLookasideListCreate(PWDF_OBJECT_ATTRIBUTES LookasideAttributes, size_t BufferSize,
	POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, ULONG PoolTag,
	WDFLOOKASIDE *Lookaside)
{
	struct fx_call call = FX_CALL("WdfLookasideListCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_lookaside list = { .size = BufferSize,
		.pool_type = PoolType,
		.tag = PoolTag != 0 ? PoolTag : driver->tag };
	struct fx_child child = { fx_lookaside_init, &list, BufferSize, list.tag };
	struct fx_object *object;
	NTSTATUS status;

	*Lookaside = NULL;
	if (BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	status = validate(LookasideAttributes, MemoryAttributes, PoolType, &call);
	if (!NT_SUCCESS(status))
		return status;
	ke_irql_check(
		call.function, is_paged(PoolType) ? PASSIVE_LEVEL : DISPATCH_LEVEL, call.site);
	if (MemoryAttributes) {
		list.memory_attributes = *MemoryAttributes;
		list.has_memory_attributes = true;
	}
	status = fx_driver_create_child(
		&object, driver, &fx_lookaside_class, LookasideAttributes, &child, &call);
	if (NT_SUCCESS(status))
		*Lookaside = (WDFLOOKASIDE)fx_object_handle(object);
	return status;
}

NTSTATUS WdfMemoryCreateFromLookaside(WDFLOOKASIDE Lookaside, WDFMEMORY *Memory)
{
	struct fx_call call = FX_CALL("WdfMemoryCreateFromLookaside");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_lookaside *list =
		fx_lookaside_of(fx_handle_get(Lookaside, &fx_lookaside_class, &call));
	struct fx_memory_request request = { .lookaside = &list->object,
		.pool = { .size = list->size,
			.tag = list->tag,
			.is_paged = is_paged(list->pool_type) } };
	struct fx_child child = { fx_memory_init, &request, list->size, list->tag };
	struct fx_object *object;
	NTSTATUS status;

	*Memory = NULL;
	if (is_paged(list->pool_type))
		ke_irql_check_paged_pool(call.function, NULL, call.site);
	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);

	/* So that the list is there until the last of its memory has gone. */
	fx_hold(&list->object, &list->object, call.site);
	status = fx_driver_create_child(&object, driver, &fx_memory_class,
		list->has_memory_attributes ? &list->memory_attributes : NULL, &child, &call);
	if (NT_SUCCESS(status))
		*Memory = (WDFMEMORY)fx_object_handle(object);
	else
		fx_let_go(&list->object, &list->object, call.site);
	return status;
}
