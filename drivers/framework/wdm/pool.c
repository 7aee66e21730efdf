#include "drivers/framework/wdm/pool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/guard.h"

enum {
	POOL_ALIGNMENT = 16,
	CACHE_ALIGNMENT = 64,
	FILL = 0xcd, /* what memory that was not to be zeroed is full of */
};

struct ex_block {
	struct io_resource resource;
	void *memory; /* owned */
	bool is_guarded;
	bool is_paged;
	bool is_anybodys;
};

static void reclaim(struct io_resource *resource);

static const struct io_kind kinds[] = {
	[EX_POOL] = { "pool", DRVTRACE_KIND_POOL, reclaim },
	[EX_NONCACHED] = { "noncached-memory", DRVTRACE_KIND_NONCACHED_MEMORY, reclaim },
	[EX_CONTIGUOUS] = { "contiguous-memory", DRVTRACE_KIND_CONTIGUOUS_MEMORY, reclaim },
};

static struct ex_block *block_of(struct io_resource *resource)
{
	return CONTAINING_RECORD(resource, struct ex_block, resource);
}

static bool free_block(struct ex_block *block, const void *site)
{
	bool is_whole = true;

	if (block->is_guarded)
		is_whole = ex_guard_destroy(block->memory, site);
	else
		free(block->memory);
	free(block);
	return is_whole;
}

static void reclaim(struct io_resource *resource)
{
	free_block(block_of(resource), NULL);
}

/* A block of a page or more begins at a page, as the kernel's do. */
static size_t alignment_of(const struct ex_request *request)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (request->size >= page || request->is_page_aligned)
		return page;
	return request->is_cache_aligned ? CACHE_ALIGNMENT : POOL_ALIGNMENT;
}

static void fill(const struct ex_request *request, void *memory)
{
	memset(memory, request->is_zeroed ? 0 : FILL, request->size);
}

void *ex_memory_create(const struct ex_request *request)
{
	void *memory;

	if (posix_memalign(&memory, alignment_of(request), request->size ? request->size : 1) != 0)
		return NULL;
	fill(request, memory);
	return memory;
}

/* Guarded memory ends at its guard: pool of a page or more need not begin at one then. */
static void *create_guarded(
	struct io_driver *driver, const struct ex_request *request, const void *site)
{
	struct ex_guard_label label = { kinds[request->kind].name,
		driver ? io_driver_name(driver) : "no driver", request->tag, site };
	size_t alignment = POOL_ALIGNMENT;
	void *memory;

	if (request->is_page_aligned || request->is_cache_aligned)
		alignment = alignment_of(request);
	memory = ex_guard_create(request->size, alignment, &label);
	if (memory)
		fill(request, memory);
	return memory;
}

void *ex_block_create(struct io_driver *driver, const struct ex_request *request, const void *site)
{
	struct ex_block *block = calloc(1, sizeof(*block));

	if (!block)
		return NULL;
	block->is_guarded = ex_guard_is_enabled();
	block->memory = block->is_guarded ? create_guarded(driver, request, site)
					  : ex_memory_create(request);
	if (!block->memory) {
		free(block);
		return NULL;
	}

	block->is_paged = request->is_paged;
	block->is_anybodys = request->is_anybodys;
	io_resource_acquire(&block->resource, driver,
		&(struct io_claim){ .kind = &kinds[request->kind],
			.handle = block->memory,
			.owner = request->owner,
			.size = request->size,
			.tag = request->tag,
			.site = site });
	return block->memory;
}

struct ex_block *ex_block_find(const void *memory)
{
	struct io_resource *resource = io_resource_find(memory);

	return resource && resource->kind->reclaim == reclaim ? block_of(resource) : NULL;
}

const struct io_resource *ex_block_resource(const struct ex_block *block)
{
	return &block->resource;
}

enum ex_block_kind ex_block_kind(const struct ex_block *block)
{
	return (enum ex_block_kind)(block->resource.kind - kinds);
}

bool ex_block_is_paged(const struct ex_block *block)
{
	return block->is_paged;
}

bool ex_block_is_anybodys(const struct ex_block *block)
{
	return block->is_anybodys;
}

bool ex_block_destroy(struct ex_block *block, const void *site)
{
	io_resource_release(&block->resource, site);
	return free_block(block, site);
}
