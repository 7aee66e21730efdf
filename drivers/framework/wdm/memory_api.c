/* The boundary of what the memory manager gives out. Sizes are full pages, as they are there. */
#include <unistd.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool_free.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static const KIRQL highest_irql[] = {
	[EX_NONCACHED] = APC_LEVEL,
	[EX_CONTIGUOUS] = DISPATCH_LEVEL,
};

static SIZE_T to_pages(SIZE_T size)
{
	SIZE_T page = (SIZE_T)sysconf(_SC_PAGESIZE);

	return (size + page - 1) / page * page;
}

static PVOID allocate(const char *function, enum ex_block_kind kind, SIZE_T size, const void *site)
{
	struct io_driver *driver = io_driver_calling(site);
	struct ex_request request = {
		.size = to_pages(size), .kind = kind, .is_page_aligned = true
	};

	ke_irql_check(function, highest_irql[kind], site);
	if (io_fault(driver, function, site) || size == 0 || request.size < size)
		return NULL;
	return ex_block_create(driver, &request, site);
}

static void free_sized(const struct ex_release *release, SIZE_T size)
{
	struct ex_block *block = ex_block_to_free(release);
	uint64_t own_size = ex_block_resource(block)->size;

	if (to_pages(size) != own_size) {
		struct io_breach breach = { io_driver_calling(release->site),
			"release-with-wrong-size", release->function, release->memory,
			release->site };

		io_stop(&breach, "the block at %p has %zu bytes, not %zu", release->memory,
			(size_t)own_size, (size_t)to_pages(size));
	}
	ex_block_free(block, release);
}

PVOID MmAllocateNonCachedMemory(SIZE_T NumberOfBytes)
{
	return allocate("MmAllocateNonCachedMemory", EX_NONCACHED, NumberOfBytes, SITE);
}

VOID MmFreeNonCachedMemory(PVOID BaseAddress, SIZE_T NumberOfBytes)
{
	free_sized(&(struct ex_release){ "MmFreeNonCachedMemory", BaseAddress, SITE, EX_NONCACHED },
		NumberOfBytes);
}

/* There are no physical addresses; but no memory lies within a range that is too small for it. */
static bool fits(SIZE_T size, uint64_t lowest, uint64_t highest, uint64_t boundary)
{
	uint64_t range = highest - lowest;

	return size != 0 && lowest <= highest && size - 1 <= range &&
	       (boundary == 0 || size <= boundary);
}

PVOID MmAllocateContiguousMemory(SIZE_T NumberOfBytes, PHYSICAL_ADDRESS HighestAcceptableAddress)
{
	if (!fits(NumberOfBytes, 0, (uint64_t)HighestAcceptableAddress.QuadPart, 0))
		return NULL;
	return allocate("MmAllocateContiguousMemory", EX_CONTIGUOUS, NumberOfBytes, SITE);
}

PVOID MmAllocateContiguousMemorySpecifyCache(SIZE_T NumberOfBytes,
	PHYSICAL_ADDRESS LowestAcceptableAddress, PHYSICAL_ADDRESS HighestAcceptableAddress,
	PHYSICAL_ADDRESS BoundaryAddressMultiple, MEMORY_CACHING_TYPE CacheType)
{
	UNREFERENCED_PARAMETER(CacheType);
	if (!fits(NumberOfBytes, (uint64_t)LowestAcceptableAddress.QuadPart,
		    (uint64_t)HighestAcceptableAddress.QuadPart,
		    (uint64_t)BoundaryAddressMultiple.QuadPart))
		return NULL;
	return allocate(
		"MmAllocateContiguousMemorySpecifyCache", EX_CONTIGUOUS, NumberOfBytes, SITE);
}

VOID MmFreeContiguousMemory(PVOID BaseAddress)
{
	struct ex_release release = { "MmFreeContiguousMemory", BaseAddress, SITE, EX_CONTIGUOUS };

	ex_block_free(ex_block_to_free(&release), &release);
}

VOID MmFreeContiguousMemorySpecifyCache(
	PVOID BaseAddress, SIZE_T NumberOfBytes, MEMORY_CACHING_TYPE CacheType)
{
	UNREFERENCED_PARAMETER(CacheType);
	free_sized(&(struct ex_release){ "MmFreeContiguousMemorySpecifyCache", BaseAddress, SITE,
			   EX_CONTIGUOUS },
		NumberOfBytes);
}
