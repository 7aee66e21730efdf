#include "tests/unit/framework/support.h"

#include <drvtrace/fault.h>
#include <string.h>

#include "drivers/framework/wdm/guard.h"

static PVOID results[12];
static NTSTATUS statuses[4];

static NTSTATUS use_priorities(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	POOL_EXTENDED_PARAMETER priority = { 0 };
	POOL_EXTENDED_PARAMETER secure = { 0 };

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	priority.Type = PoolExtendedParameterPriority;
	priority.Priority = HighPoolPriority;
	secure.Type = PoolExtendedParameterSecurePool;
	results[0] = ExAllocatePool3(POOL_FLAG_PAGED, 8, 'tseT', &priority, 1);
	results[1] = ExAllocatePool3(POOL_FLAG_PAGED, 8, 'tseT', &secure, 1);
	secure.Optional = 1;
	results[2] = ExAllocatePool3(POOL_FLAG_PAGED, 8, 'tseT', &secure, 1);
	results[3] = ExAllocatePoolPriorityZero(PagedPool, 8, 'tseT', LowPoolPriority);
	results[4] = ExAllocatePoolWithTagPriority(PagedPool, 8, 'tseT', LowPoolPriority);
	ExFreePool2(results[0], 'tseT', NULL, 0);
	ExFreePool(results[2]);
	ExFreePool(results[3]);
	ExFreePool(results[4]);
	return STATUS_SUCCESS;
}

static void a_parameter_that_is_not_possible_fails_the_call_unless_it_is_optional(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_priorities), STATUS_SUCCESS);
	assert_non_null(results[0]);
	assert_null(results[1]);
	assert_non_null(results[2]);
	assert_non_null(results[3]);
	assert_non_null(results[4]);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS map_registers(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PHYSICAL_ADDRESS where = { .QuadPart = 0xfed00010 };
	UCHAR *first = MmMapIoSpaceEx(where, 64, PAGE_READWRITE | PAGE_NOCACHE);
	UCHAR *second = MmMapIoSpace(where, 64, MmNonCached);
	UCHAR own = 0;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	statuses[0] = first && MmGetPhysicalAddress(first).QuadPart == where.QuadPart;
	statuses[1] = second && MmGetPhysicalAddress(second + 63).QuadPart == where.QuadPart + 63;
	statuses[2] = (PVOID)(ULONG_PTR)MmGetPhysicalAddress(&own).QuadPart == (PVOID)&own;
	MmUnmapIoSpace(second, 64);
	MmUnmapIoSpace(first, 64);
	statuses[3] = MmGetPhysicalAddress(first).QuadPart == (LONGLONG)(ULONG_PTR)first;
	return STATUS_SUCCESS;
}

static void a_mapped_register_is_where_its_device_is(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(map_registers), STATUS_SUCCESS);
	for (size_t i = 0; i < 4; i++)
		assert_true(statuses[i]);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS count_ports(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	IoGetConfigurationInformation()->SerialCount++;
	return STATUS_SUCCESS;
}

static void drivers_count_what_the_machine_has(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(count_ports), STATUS_SUCCESS);
	assert_int_equal(IoGetConfigurationInformation()->SerialCount, 1);
	assert_int_equal(
		IoGetConfigurationInformation()->Version, sizeof(CONFIGURATION_INFORMATION));
	assert_int_equal(MmQuerySystemSize(), MmLargeSystem);
}

static NTSTATUS use_quota(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	POOL_TYPE type = (POOL_TYPE)(PagedPool | POOL_QUOTA_FAIL_INSTEAD_OF_RAISE);

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	results[0] = ExAllocatePoolWithQuotaTag(type, 8, 'tseT');
	results[1] = ExAllocatePoolQuotaZero(type, 8, 'tseT');
	results[2] = ExAllocatePool2(POOL_FLAG_PAGED | POOL_FLAG_USE_QUOTA, 8, 'tseT');
	ExFreePool(results[0]);
	ExFreePool(results[2]);
	return STATUS_SUCCESS;
}

static void quota_can_be_told_to_fail(void **state)
{
	UNREFERENCED_PARAMETER(state);
	drvtrace_fault_arm("ExAllocatePoolQuotaZero", 1);
	assert_int_equal(enter(use_quota), STATUS_SUCCESS);
	assert_non_null(results[0]);
	assert_null(results[1]);
	assert_non_null(results[2]);
	assert_int_equal(outstanding(), 0);
}

static PVOID own_allocate(POOL_TYPE type, SIZE_T size, ULONG tag, PLOOKASIDE_LIST_EX list)
{
	results[8] = list;
	return ExAllocatePoolZero(type, size, tag);
}

static VOID own_free(PVOID memory, PLOOKASIDE_LIST_EX list)
{
	results[9] = list;
	ExFreePool(memory);
}

static LOOKASIDE_LIST_EX lists[4];
static NPAGED_LOOKASIDE_LIST non_paged;

static NTSTATUS use_lists(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	statuses[0] = ExInitializeLookasideListEx(
		&lists[0], own_allocate, own_free, NonPagedPoolNx, 0, 24, 'tseT', 0);
	statuses[1] = ExInitializeLookasideListEx(&lists[1], NULL, NULL, PagedPool,
		EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE, 24, 'tseT', 0);
	statuses[2] =
		ExInitializeLookasideListEx(&lists[2], NULL, NULL, PagedPool, 3, 24, 'tseT', 0);
	ExInitializeNPagedLookasideList(&non_paged, NULL, NULL, 0, 48, 'tseT', 0);
	results[0] = ExAllocateFromLookasideListEx(&lists[0]);
	results[1] = ExAllocateFromLookasideListEx(&lists[1]);
	results[2] = ExAllocateFromNPagedLookasideList(&non_paged);
	results[3] = ExAllocateFromNPagedLookasideList(&non_paged);
	results[4] = outstanding() == 7 ? object : NULL;
	ExFreeToNPagedLookasideList(&non_paged, results[2]);
	ExFreeToNPagedLookasideList(&non_paged, results[3]);
	ExFreeToLookasideListEx(&lists[1], results[1]);
	ExFreeToLookasideListEx(&lists[0], results[0]);
	ExFlushLookasideListEx(&lists[0]);
	ExDeleteNPagedLookasideList(&non_paged);
	ExDeleteLookasideListEx(&lists[1]);
	ExDeleteLookasideListEx(&lists[0]);
	return STATUS_SUCCESS;
}

static void lists_and_their_entries_are_resources(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_lists), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_INVALID_PARAMETER_5);
	assert_non_null(results[4]);
	assert_int_equal(outstanding(), 0);
}

static void a_list_calls_its_own_routines(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_lists), STATUS_SUCCESS);
	assert_ptr_equal(results[8], &lists[0]);
	assert_ptr_equal(results[9], &lists[0]);
}

static NTSTATUS use_memory_manager(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PHYSICAL_ADDRESS low = { .QuadPart = 0x1000 };
	PHYSICAL_ADDRESS high = { .QuadPart = 0x2fff };
	PHYSICAL_ADDRESS none = { .QuadPart = 0 };

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	results[0] = MmAllocateNonCachedMemory(1);
	results[1] = MmAllocateNonCachedMemory(0);
	results[2] = MmAllocateContiguousMemory(0x3000, high);
	results[3] = MmAllocateContiguousMemory(0x3001, high);
	results[4] = MmAllocateContiguousMemorySpecifyCache(0x2000, low, high, none, MmNonCached);
	results[5] = MmAllocateContiguousMemorySpecifyCache(0x2001, low, high, none, MmNonCached);
	results[6] = MmAllocateContiguousMemorySpecifyCache(0x2000, low, high, low, MmCached);
	MmFreeNonCachedMemory(results[0], 1);
	MmFreeContiguousMemory(results[2]);
	MmFreeContiguousMemorySpecifyCache(results[4], 0x2000, MmNonCached);
	return STATUS_SUCCESS;
}

static void contiguous_memory_must_fit_between_its_addresses(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(use_memory_manager), STATUS_SUCCESS);
	assert_int_equal((uintptr_t)results[0] % 4096, 0);
	assert_non_null(results[0]);
	assert_null(results[1]);
	assert_non_null(results[2]);
	assert_null(results[3]);
	assert_non_null(results[4]);
	assert_null(results[5]);
	assert_null(results[6]);
	assert_int_equal(outstanding(), 0);
}

static struct ex_guard_place places[4];
static BOOLEAN answers[4];

static NTSTATUS use_guarded(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PUCHAR odd = ExAllocatePool2(POOL_FLAG_PAGED, 6, 'tseT');
	PUCHAR aligned = ExAllocatePool2(POOL_FLAG_PAGED | POOL_FLAG_CACHE_ALIGNED, 6, 'tseT');

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	answers[0] = (uintptr_t)(odd + 6) % 4096 == 0 && (uintptr_t)aligned % 64 == 0;
	answers[1] = ex_guard_find_now(&places[0], odd + 6);
	answers[2] = ex_guard_find_now(&places[1], odd + 9);
	ExFreePool(odd);
	answers[3] = ex_guard_find_now(&places[2], odd);
	ExFreePool(aligned);
	return STATUS_SUCCESS;
}

/* The last test: memory stays guarded. */
static void guarded_memory_is_known_by_any_address_in_it(void **state)
{
	UNREFERENCED_PARAMETER(state);
	ex_guard_enable();
	assert_int_equal(enter(use_guarded), STATUS_SUCCESS);
	for (size_t i = 0; i < 4; i++)
		assert_true(answers[i]);
	assert_int_equal(places[0].beyond, 0);
	assert_int_equal(places[1].beyond, 3);
	assert_int_equal(places[1].size, 6);
	assert_int_equal(places[1].tag, 'tseT');
	assert_false(places[1].is_freed);
	assert_true(places[2].is_freed);
	assert_non_null(places[2].freed_at);
	assert_int_equal(outstanding(), 0);
	ex_guard_finish();
	assert_false(ex_guard_find_now(&places[3], places[2].memory));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_parameter_that_is_not_possible_fails_the_call_unless_it_is_optional),
		TEST(a_mapped_register_is_where_its_device_is),
		TEST(drivers_count_what_the_machine_has),
		TEST(quota_can_be_told_to_fail),
		TEST(lists_and_their_entries_are_resources),
		TEST(a_list_calls_its_own_routines),
		TEST(contiguous_memory_must_fit_between_its_addresses),
		TEST(guarded_memory_is_known_by_any_address_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
