#include "drivers/framework/kmdf/lookaside.h"

#include <drvtrace/lifetime.h>

struct fx_lookaside *fx_lookaside_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_lookaside, object);
}

const struct fx_class fx_lookaside_class = {
	.kind = { "WDFLOOKASIDE", DRVTRACE_KIND_WDFLOOKASIDE, fx_object_reclaim },
	.size = sizeof(struct fx_lookaside),
};

NTSTATUS fx_lookaside_init(struct fx_object *object, const void *argument)
{
	const struct fx_lookaside *from = argument;
	struct fx_lookaside *list = fx_lookaside_of(object);

	list->size = from->size;
	list->pool_type = from->pool_type;
	list->tag = from->tag;
	list->memory_attributes = from->memory_attributes;
	list->has_memory_attributes = from->has_memory_attributes;
	return STATUS_SUCCESS;
}
