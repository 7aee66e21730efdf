/* Memory objects: a buffer that lives as long as its object, not just until its cleanup. */
#pragma once

#include <wdfmemory.h>

#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/pool.h"

struct fx_memory {
	struct fx_object object;
	void *buffer; /* owned, unless it is preallocated */
	size_t size;
	bool is_preallocated;        /* the driver's own buffer */
	bool is_read_only;           /* who made the request has not asked for it to be changed */
	struct fx_object *lookaside; /* held; NULL: of no list */
};

struct fx_memory_request {
	struct ex_request pool;
	void *buffer; /* preallocated; NULL: from the pool */
	bool is_read_only;
	struct fx_object *lookaside; /* the caller has held it for the new object */
};

extern const struct fx_class fx_memory_class;

/* For fx_child.init; the argument is a struct fx_memory_request. */
NTSTATUS fx_memory_init(struct fx_object *object, const void *request);
struct fx_memory *fx_memory_of(struct fx_object *object);

/* STATUS_INTEGER_OVERFLOW when they are not inside of it. */
NTSTATUS fx_memory_check_offsets(const struct fx_memory *memory, const WDFMEMORY_OFFSET *offsets);
