#include "drivers/framework/kmdf/memory.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/hold.h"

struct fx_memory *fx_memory_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_memory, object);
}

static void released(struct fx_object *object, const void *site)
{
	struct fx_object *lookaside = fx_memory_of(object)->lookaside;

	if (lookaside)
		fx_let_go(lookaside, lookaside, site);
}

static void destroy(struct fx_object *object)
{
	struct fx_memory *memory = fx_memory_of(object);

	if (!memory->is_preallocated)
		free(memory->buffer);
}

const struct fx_class fx_memory_class = {
	.kind = { "WDFMEMORY", DRVTRACE_KIND_WDFMEMORY, fx_object_reclaim },
	.size = sizeof(struct fx_memory),
	.is_remembered = true,
	.released = released,
	.destroy = destroy,
};

NTSTATUS fx_memory_init(struct fx_object *object, const void *argument)
{
	const struct fx_memory_request *request = argument;
	struct fx_memory *memory = fx_memory_of(object);

	memory->size = request->pool.size;
	memory->lookaside = request->lookaside;
	memory->is_preallocated = request->buffer != NULL;
	memory->is_read_only = request->is_read_only;
	memory->buffer = request->buffer ? request->buffer : ex_memory_create(&request->pool);
	return memory->buffer ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS fx_memory_check_offsets(const struct fx_memory *memory, const WDFMEMORY_OFFSET *offsets)
{
	if (offsets->BufferOffset > memory->size ||
		offsets->BufferLength > memory->size - offsets->BufferOffset)
		return STATUS_INTEGER_OVERFLOW;
	return STATUS_SUCCESS;
}
