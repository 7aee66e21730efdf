/* The boundary of the pool: what a driver calls is checked, counted as a fault point and traced. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* What ExAllocatePool, which has no tag, is booked under. */
#define NO_TAG 'enoN'

#define POOL_KINDS     (POOL_FLAG_NON_PAGED | POOL_FLAG_NON_PAGED_EXECUTE | POOL_FLAG_PAGED)
#define POOL_SUPPORTED (POOL_KINDS | POOL_FLAG_UNINITIALIZED | POOL_FLAG_CACHE_ALIGNED)

static PVOID allocate(const char *function, const struct ex_request *request, const void *site)
{
	struct io_driver *driver = io_driver_calling(site);

	if (request->is_paged)
		ke_irql_check_paged_pool(function, NULL, site);
	ke_irql_check(function, DISPATCH_LEVEL, site);
	if (io_fault(driver, function, site))
		return NULL;
	return ex_block_create(driver, request, site);
}

static bool is_cache_aligned(POOL_TYPE type)
{
	return type == NonPagedPoolCacheAligned || type == PagedPoolCacheAligned ||
	       type == NonPagedPoolNxCacheAligned;
}

static bool is_paged(POOL_TYPE type)
{
	return (type & PagedPool) != 0;
}

PVOID ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes)
{
	struct ex_request request = { NumberOfBytes, NO_TAG, false, is_cache_aligned(PoolType),
		is_paged(PoolType) };

	return allocate("ExAllocatePool", &request, SITE);
}

PVOID ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = { NumberOfBytes, Tag, false, is_cache_aligned(PoolType),
		is_paged(PoolType) };

	return allocate("ExAllocatePoolWithTag", &request, SITE);
}

PVOID ExAllocatePoolZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = { NumberOfBytes, Tag, true, is_cache_aligned(PoolType),
		is_paged(PoolType) };

	return allocate("ExAllocatePoolZero", &request, SITE);
}

PVOID ExAllocatePoolUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = { NumberOfBytes, Tag, false, is_cache_aligned(PoolType),
		is_paged(PoolType) };

	return allocate("ExAllocatePoolUninitialized", &request, SITE);
}

/* Exactly one kind of pool, and a tag: anything else fails the call. */
PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag)
{
	POOL_FLAGS kind = Flags & POOL_KINDS;
	struct ex_request request = { NumberOfBytes, Tag, !(Flags & POOL_FLAG_UNINITIALIZED),
		(Flags & POOL_FLAG_CACHE_ALIGNED) != 0, kind == POOL_FLAG_PAGED };

	if (kind == 0 || (kind & (kind - 1)) != 0 || (Flags & ~POOL_SUPPORTED) != 0 || Tag == 0)
		return NULL;
	return allocate("ExAllocatePool2", &request, SITE);
}

/* The block at `memory`; the driver is stopped when there is none. */
static struct ex_block *block_to_free(const char *function, const void *memory, const void *site)
{
	struct ex_block *block = ex_block_find(memory);
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", function, memory,
		site };

	if (block) {
		if (ex_block_is_paged(block))
			ke_irql_check_paged_pool(function, memory, site);
		ke_irql_check(function, DISPATCH_LEVEL, site);
		return block;
	}
	if (io_resource_was_released(memory)) {
		breach.rule = "double-release";
		io_stop(&breach, "the pool block at %p is free already", memory);
	}
	io_stop(&breach, "%p is not a block of pool", memory);
}

VOID ExFreePool(PVOID P)
{
	ex_block_destroy(block_to_free("ExFreePool", P, SITE), SITE);
}

/* Tag 0 frees whatever the tag is. */
VOID ExFreePoolWithTag(PVOID P, ULONG Tag)
{
	struct ex_block *block = block_to_free("ExFreePoolWithTag", P, SITE);
	ULONG tag = ex_block_tag(block);

	if (Tag != 0 && Tag != tag) {
		struct io_breach breach = { io_driver_calling(SITE), "release-with-wrong-tag",
			"ExFreePoolWithTag", P, SITE };

		io_stop(&breach, "the block at %p has the tag '%.4s', not '%.4s'", P,
			(const char *)&tag, (const char *)&Tag);
	}
	ex_block_destroy(block, SITE);
}
