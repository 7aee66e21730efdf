/* The boundary of memory objects. */
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/validate.h"

#define CALL(function)                                                                             \
	{                                                                                          \
		(function), __builtin_return_address(0)                                            \
	}

static bool is_cache_aligned(POOL_TYPE type)
{
	return type == NonPagedPoolCacheAligned || type == PagedPoolCacheAligned ||
	       type == NonPagedPoolNxCacheAligned;
}

NTSTATUS WdfMemoryCreate(PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType, ULONG PoolTag,
	size_t BufferSize, WDFMEMORY *Memory, PVOID *Buffer)
{
	struct fx_call call = CALL("WdfMemoryCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	ULONG tag = PoolTag != 0 ? PoolTag : driver->tag;
	struct ex_request request = { .size = BufferSize,
		.tag = tag,
		.is_cache_aligned = is_cache_aligned(PoolType),
		.is_paged = (PoolType & PagedPool) != 0 };
	struct fx_child child = { fx_memory_init, &request, BufferSize, tag };
	struct fx_object *object;
	NTSTATUS status;

	*Memory = NULL;
	if (BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	status = fx_validate_attributes(Attributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_driver_create_child(
		&object, driver, &fx_memory_class, Attributes, &child, &call);
	if (!NT_SUCCESS(status))
		return status;

	*Memory = (WDFMEMORY)fx_object_handle(object);
	if (Buffer)
		*Buffer = fx_memory_of(object)->buffer;
	return STATUS_SUCCESS;
}

PVOID WdfMemoryGetBuffer(WDFMEMORY Memory, size_t *BufferSize)
{
	struct fx_call call = CALL("WdfMemoryGetBuffer");
	struct fx_memory *memory = fx_memory_of(fx_handle_get(Memory, &fx_memory_class, &call));

	if (BufferSize)
		*BufferSize = memory->size;
	return memory->buffer;
}
