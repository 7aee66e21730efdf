/* Pool blocks. Each has memory of its own from the C library, so that a sanitizer sees its ends. */
#pragma once

#include <stdbool.h>

#include "drivers/framework/wdm/resource.h"

struct ex_block; /* opaque; its resource's handle is the address that the driver got */

struct ex_request {
	size_t size;
	ULONG tag;
	bool is_zeroed;
	bool is_cache_aligned;
	bool is_paged;
};

/* NULL when there is no memory. */
void *ex_block_create(struct io_driver *driver, const struct ex_request *request, const void *site);

/* Memory that is a block's own concern only: aligned and filled as the kernel's would be. */
void *ex_memory_create(const struct ex_request *request);

/* NULL when no block begins at `memory`. */
struct ex_block *ex_block_find(const void *memory);
ULONG ex_block_tag(const struct ex_block *block);
bool ex_block_is_paged(const struct ex_block *block);
void ex_block_destroy(struct ex_block *block, const void *site);
