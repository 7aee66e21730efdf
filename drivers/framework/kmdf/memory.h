/* Memory objects: a buffer that lives as long as its object, not just until its cleanup. */
#pragma once

#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/pool.h"

struct fx_memory {
	struct fx_object object;
	void *buffer; /* owned */
	size_t size;
};

extern const struct fx_class fx_memory_class;

/* For fx_child.init; the argument is a struct ex_request. */
NTSTATUS fx_memory_init(struct fx_object *object, const void *request);
struct fx_memory *fx_memory_of(struct fx_object *object);
