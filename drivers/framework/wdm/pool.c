#include "drivers/framework/wdm/pool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

enum {
	POOL_ALIGNMENT = 16,
	CACHE_ALIGNMENT = 64,
	FILL = 0xcd, /* what memory that was not to be zeroed is full of */
};

struct ex_block {
	struct io_resource resource;
	void *memory; /* owned */
	bool is_paged;
};

static void reclaim(struct io_resource *resource);

static const struct io_kind pool_kind = { "pool", DRVTRACE_KIND_POOL, reclaim };

static struct ex_block *block_of(struct io_resource *resource)
{
	return CONTAINING_RECORD(resource, struct ex_block, resource);
}

static void reclaim(struct io_resource *resource)
{
	struct ex_block *block = block_of(resource);

	free(block->memory);
	free(block);
}

/* A block of a page or more begins at a page, as the kernel's do. */
static size_t alignment_of(const struct ex_request *request)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (request->size >= page)
		return page;
	return request->is_cache_aligned ? CACHE_ALIGNMENT : POOL_ALIGNMENT;
}

void *ex_memory_create(const struct ex_request *request)
{
	size_t size = request->size ? request->size : 1;
	void *memory;

	if (posix_memalign(&memory, alignment_of(request), size) != 0)
		return NULL;
	memset(memory, request->is_zeroed ? 0 : FILL, size);
	return memory;
}

void *ex_block_create(struct io_driver *driver, const struct ex_request *request, const void *site)
{
	struct ex_block *block = calloc(1, sizeof(*block));

	if (!block)
		return NULL;
	block->memory = ex_memory_create(request);
	if (!block->memory) {
		free(block);
		return NULL;
	}

	block->is_paged = request->is_paged;
	io_resource_acquire(&block->resource, driver,
		&(struct io_claim){ .kind = &pool_kind,
			.handle = block->memory,
			.size = request->size,
			.tag = request->tag,
			.site = site });
	return block->memory;
}

struct ex_block *ex_block_find(const void *memory)
{
	struct io_resource *resource = io_resource_find(memory);

	return resource && resource->kind == &pool_kind ? block_of(resource) : NULL;
}

ULONG ex_block_tag(const struct ex_block *block)
{
	return block->resource.tag;
}

bool ex_block_is_paged(const struct ex_block *block)
{
	return block->is_paged;
}

void ex_block_destroy(struct ex_block *block, const void *site)
{
	io_resource_release(&block->resource, site);
	free(block->memory);
	free(block);
}
