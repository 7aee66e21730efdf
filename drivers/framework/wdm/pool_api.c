/* The boundary of the pool: what a driver calls is checked, counted as a fault point and traced. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/pool_free.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* What a block without a tag of its own is booked under. */
#define NO_TAG 'enoN'

#define POOL_KINDS (POOL_FLAG_NON_PAGED | POOL_FLAG_NON_PAGED_EXECUTE | POOL_FLAG_PAGED)
#define POOL_SUPPORTED                                                                             \
	(POOL_KINDS | POOL_FLAG_USE_QUOTA | POOL_FLAG_UNINITIALIZED | POOL_FLAG_CACHE_ALIGNED |    \
		POOL_FLAG_RAISE_ON_FAILURE)

/* The bit of a POOL_TYPE that all cache-aligned types have. */
#define CACHE_ALIGNED NonPagedPoolCacheAligned

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

static struct ex_request request_of(POOL_TYPE type, SIZE_T size, ULONG tag, bool is_zeroed)
{
	return (struct ex_request){ .size = size,
		.tag = tag,
		.is_zeroed = is_zeroed,
		.is_cache_aligned = ((unsigned int)type & CACHE_ALIGNED) != 0,
		.is_paged = ((unsigned int)type & PagedPool) != 0 };
}

PVOID ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, NO_TAG, false);

	return allocate("ExAllocatePool", &request, SITE);
}

PVOID ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, false);

	return allocate("ExAllocatePoolWithTag", &request, SITE);
}

/* There is never so little memory that a priority would matter. */
PVOID ExAllocatePoolWithTagPriority(
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, false);

	UNREFERENCED_PARAMETER(Priority);
	return allocate("ExAllocatePoolWithTagPriority", &request, SITE);
}

PVOID ExAllocatePoolZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, true);

	return allocate("ExAllocatePoolZero", &request, SITE);
}

PVOID ExAllocatePoolUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, false);

	return allocate("ExAllocatePoolUninitialized", &request, SITE);
}

PVOID ExAllocatePoolPriorityZero(
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, true);

	UNREFERENCED_PARAMETER(Priority);
	return allocate("ExAllocatePoolPriorityZero", &request, SITE);
}

PVOID ExAllocatePoolPriorityUninitialized(
	POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY Priority)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, false);

	UNREFERENCED_PARAMETER(Priority);
	return allocate("ExAllocatePoolPriorityUninitialized", &request, SITE);
}

static PVOID allocate_quota(
	const char *function, POOL_TYPE type, const struct ex_request *request, const void *site)
{
	PVOID memory = allocate(function, request, site);

	if (!memory && !((unsigned int)type & POOL_QUOTA_FAIL_INSTEAD_OF_RAISE))
		ex_raise(function, STATUS_INSUFFICIENT_RESOURCES, site);
	return memory;
}

PVOID ExAllocatePoolWithQuota(POOL_TYPE PoolType, SIZE_T NumberOfBytes)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, NO_TAG, false);

	return allocate_quota("ExAllocatePoolWithQuota", PoolType, &request, SITE);
}

PVOID ExAllocatePoolWithQuotaTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, false);

	return allocate_quota("ExAllocatePoolWithQuotaTag", PoolType, &request, SITE);
}

PVOID ExAllocatePoolQuotaZero(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, true);

	return allocate_quota("ExAllocatePoolQuotaZero", PoolType, &request, SITE);
}

PVOID ExAllocatePoolQuotaUninitialized(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag)
{
	struct ex_request request = request_of(PoolType, NumberOfBytes, Tag, false);

	return allocate_quota("ExAllocatePoolQuotaUninitialized", PoolType, &request, SITE);
}

/* Exactly one kind of pool, a tag, and flags that exist: anything else fails the call. */
static PVOID allocate_by_flags(
	const char *function, POOL_FLAGS flags, SIZE_T size, ULONG tag, const void *site)
{
	POOL_FLAGS kind = flags & POOL_KINDS;
	struct ex_request request = { .size = size,
		.tag = tag,
		.is_zeroed = !(flags & POOL_FLAG_UNINITIALIZED),
		.is_cache_aligned = (flags & POOL_FLAG_CACHE_ALIGNED) != 0,
		.is_paged = kind == POOL_FLAG_PAGED };
	bool is_right = kind != 0 && (kind & (kind - 1)) == 0 && !(flags & ~POOL_SUPPORTED) && tag;
	PVOID memory = is_right ? allocate(function, &request, site) : NULL;

	if (!memory && flags & POOL_FLAG_RAISE_ON_FAILURE)
		ex_raise(function,
			is_right ? STATUS_INSUFFICIENT_RESOURCES : STATUS_INVALID_PARAMETER, site);
	return memory;
}

PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag)
{
	return allocate_by_flags("ExAllocatePool2", Flags, NumberOfBytes, Tag, SITE);
}

static bool is_possible(const POOL_EXTENDED_PARAMETER *parameter)
{
	return parameter->Optional || parameter->Type == PoolExtendedParameterPriority ||
	       parameter->Type == PoolExtendedParameterNumaNode;
}

PVOID ExAllocatePool3(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag,
	PCPOOL_EXTENDED_PARAMETER ExtendedParameters, ULONG ExtendedParametersCount)
{
	for (ULONG i = 0; i < ExtendedParametersCount; i++) {
		if (is_possible(&ExtendedParameters[i]))
			continue;
		if (Flags & POOL_FLAG_RAISE_ON_FAILURE)
			ex_raise("ExAllocatePool3", STATUS_NOT_SUPPORTED, SITE);
		return NULL;
	}
	return allocate_by_flags("ExAllocatePool3", Flags, NumberOfBytes, Tag, SITE);
}

/* An entry of a lookaside list goes back to its list; here that is no more than a mistake. */
static void check_owner(const struct ex_block *block, const struct ex_release *release)
{
	struct io_breach breach = { io_driver_calling(release->site), "release-to-other-list",
		release->function, release->memory, release->site };

	if (ex_block_resource(block)->owner)
		io_violation(&breach, "the block at %p is an entry of the lookaside list at %p",
			release->memory, ex_block_resource(block)->owner);
}

static void free_pool(const struct ex_release *release, ULONG tag)
{
	struct ex_block *block = ex_block_to_free(release);
	ULONG own_tag = ex_block_resource(block)->tag;

	check_owner(block, release);
	if (tag != 0 && tag != own_tag) {
		struct io_breach breach = { io_driver_calling(release->site),
			"release-with-wrong-tag", release->function, release->memory,
			release->site };

		io_stop(&breach, "the block at %p has the tag '%.4s', not '%.4s'", release->memory,
			(const char *)&own_tag, (const char *)&tag);
	}
	ex_block_free(block, release);
}

VOID ExFreePool(PVOID P)
{
	free_pool(&(struct ex_release){ "ExFreePool", P, SITE, EX_POOL }, 0);
}

/* Tag 0 frees whatever the tag is. */
VOID ExFreePoolWithTag(PVOID P, ULONG Tag)
{
	free_pool(&(struct ex_release){ "ExFreePoolWithTag", P, SITE, EX_POOL }, Tag);
}

VOID ExFreePool2(PVOID P, ULONG Tag, PCPOOL_EXTENDED_PARAMETER ExtendedParameters,
	ULONG ExtendedParametersCount)
{
	UNREFERENCED_PARAMETER(ExtendedParameters);
	UNREFERENCED_PARAMETER(ExtendedParametersCount);
	free_pool(&(struct ex_release){ "ExFreePool2", P, SITE, EX_POOL }, Tag);
}
