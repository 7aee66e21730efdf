#include "drivers/framework/kmdf/memory.h"

#include <stdlib.h>

#include <drvtrace/lifetime.h>

struct fx_memory *fx_memory_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_memory, object);
}

static void destroy(struct fx_object *object)
{
	free(fx_memory_of(object)->buffer);
}

const struct fx_class fx_memory_class = {
	.kind = { "WDFMEMORY", DRVTRACE_KIND_WDFMEMORY, fx_object_reclaim },
	.size = sizeof(struct fx_memory),
	.destroy = destroy,
};

NTSTATUS fx_memory_init(struct fx_object *object, const void *argument)
{
	const struct ex_request *request = argument;
	struct fx_memory *memory = fx_memory_of(object);

	memory->size = request->size;
	memory->buffer = ex_memory_create(request);
	return memory->buffer ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}
