/*
 * Memory that drivers allocate: pool, and what the memory manager gives out. Each block has memory
 * of its own from the C library, so that a sanitizer sees its ends, or guarded pages.
 */
#pragma once

#include <stdbool.h>

#include "drivers/framework/wdm/resource.h"

struct ex_block; /* opaque; its resource's handle is the address that the driver got */

/* What blocks are: they are freed by the same family only. */
enum ex_block_kind {
	EX_POOL,
	EX_NONCACHED,
	EX_CONTIGUOUS,
};

struct ex_request {
	size_t size;
	ULONG tag;
	enum ex_block_kind kind;
	const void *owner; /* the lookaside list that the block is an entry of; NULL: none */
	bool is_zeroed;
	bool is_cache_aligned;
	bool is_page_aligned;
	bool is_paged;
	bool is_anybodys; /* any driver may free it: an answer that is passed on */
};

/* NULL when there is no memory. */
void *ex_block_create(struct io_driver *driver, const struct ex_request *request, const void *site);

/*
 * Memory that is a block's own concern only: aligned and filled as the kernel's would be. It is
 * freed by free().
 */
void *ex_memory_create(const struct ex_request *request);

/* NULL when no block begins at `memory`. */
struct ex_block *ex_block_find(const void *memory);
const struct io_resource *ex_block_resource(const struct ex_block *block);
enum ex_block_kind ex_block_kind(const struct ex_block *block);
bool ex_block_is_paged(const struct ex_block *block);
bool ex_block_is_anybodys(const struct ex_block *block);

/* False when guarded memory was written before its beginning; it is freed all the same. */
bool ex_block_destroy(struct ex_block *block, const void *site);
