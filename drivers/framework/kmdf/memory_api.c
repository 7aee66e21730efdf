/* The boundary of memory objects. */
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static bool is_cache_aligned(POOL_TYPE type)
{
	return type == NonPagedPoolCacheAligned || type == PagedPoolCacheAligned ||
	       type == NonPagedPoolNxCacheAligned;
}

NTSTATUS WdfMemoryCreate(PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType, ULONG PoolTag,
	size_t BufferSize, WDFMEMORY *Memory, PVOID *Buffer)
{
	struct fx_call call = FX_CALL("WdfMemoryCreate");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	ULONG tag = PoolTag != 0 ? PoolTag : driver->tag;
	bool is_paged = (PoolType & PagedPool) != 0;
	struct fx_memory_request request = { .pool = { .size = BufferSize,
						     .tag = tag,
						     .is_cache_aligned = is_cache_aligned(PoolType),
						     .is_paged = is_paged } };
	struct fx_child child = { fx_memory_init, &request, BufferSize, tag };
	struct fx_object *object;
	NTSTATUS status;

	if (is_paged)
		ke_irql_check_paged_pool(call.function, NULL, call.site);
	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
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
	struct fx_call call = FX_CALL("WdfMemoryGetBuffer");
	struct fx_memory *memory = fx_memory_of(fx_handle_get(Memory, &fx_memory_class, &call));

	if (BufferSize)
		*BufferSize = memory->size;
	return memory->buffer;
}

NTSTATUS WdfMemoryCreatePreallocated(
	PWDF_OBJECT_ATTRIBUTES Attributes, PVOID Buffer, size_t BufferSize, WDFMEMORY *Memory)
{
	struct fx_call call = FX_CALL("WdfMemoryCreatePreallocated");
	struct fx_driver *driver = fx_handle_calling_driver(&call);
	struct fx_memory_request request = { .pool = { .size = BufferSize }, .buffer = Buffer };
	struct fx_child child = { .init = fx_memory_init, .argument = &request };
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	*Memory = NULL;
	if (!Buffer || BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	status = fx_validate_attributes(Attributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = fx_driver_create_child(
		&object, driver, &fx_memory_class, Attributes, &child, &call);
	if (NT_SUCCESS(status))
		*Memory = (WDFMEMORY)fx_object_handle(object);
	return status;
}

NTSTATUS WdfMemoryAssignBuffer(WDFMEMORY Memory, PVOID Buffer, size_t BufferSize)
{
	struct fx_call call = FX_CALL("WdfMemoryAssignBuffer");
	struct fx_memory *memory = fx_memory_of(fx_handle_get(Memory, &fx_memory_class, &call));

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (!memory->is_preallocated) {
		struct io_breach breach = { io_driver_calling(call.site), "invalid-handle",
			call.function, Memory, call.site };

		io_stop(&breach, "the WDFMEMORY with the handle %p has a buffer of its own",
			(void *)Memory);
	}
	if (!Buffer || BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	memory->buffer = Buffer;
	memory->size = BufferSize;
	return STATUS_SUCCESS;
}

/* What is left of the memory behind `offset`; false when it is too little. */
static bool has_room(const struct fx_memory *memory, size_t offset, size_t size)
{
	return (offset == 0 || offset < memory->size) && size <= memory->size - offset;
}

NTSTATUS WdfMemoryCopyToBuffer(
	WDFMEMORY SourceMemory, size_t SourceOffset, PVOID Buffer, size_t NumBytesToCopyTo)
{
	struct fx_call call = FX_CALL("WdfMemoryCopyToBuffer");
	struct fx_memory *memory =
		fx_memory_of(fx_handle_get(SourceMemory, &fx_memory_class, &call));

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (NumBytesToCopyTo == 0)
		return STATUS_INVALID_PARAMETER;
	if (!has_room(memory, SourceOffset, NumBytesToCopyTo))
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(Buffer, (const char *)memory->buffer + SourceOffset, NumBytesToCopyTo);
	return STATUS_SUCCESS;
}

NTSTATUS WdfMemoryCopyFromBuffer(WDFMEMORY DestinationMemory, size_t DestinationOffset,
	PVOID Buffer, size_t NumBytesToCopyFrom)
{
	struct fx_call call = FX_CALL("WdfMemoryCopyFromBuffer");
	struct fx_memory *memory =
		fx_memory_of(fx_handle_get(DestinationMemory, &fx_memory_class, &call));

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (memory->is_read_only)
		return STATUS_ACCESS_VIOLATION;
	if (NumBytesToCopyFrom == 0)
		return STATUS_INVALID_PARAMETER;
	if (!has_room(memory, DestinationOffset, NumBytesToCopyFrom))
		return STATUS_INVALID_BUFFER_SIZE;
	memcpy((char *)memory->buffer + DestinationOffset, Buffer, NumBytesToCopyFrom);
	return STATUS_SUCCESS;
}
