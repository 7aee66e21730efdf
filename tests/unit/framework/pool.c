#include "tests/unit/framework/support.h"

#include <drvtrace/fault.h>
#include <string.h>

static PVOID blocks[8];
static BOOLEAN answers[8];

static BOOLEAN is_filled(const void *memory, UCHAR with, size_t size)
{
	const UCHAR *bytes = memory;

	for (size_t i = 0; i < size; i++) {
		if (bytes[i] != with)
			return FALSE;
	}
	return TRUE;
}

static NTSTATUS allocate_all_ways(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	blocks[0] = ExAllocatePool2(POOL_FLAG_PAGED, 24, 'tseT');
	blocks[1] = ExAllocatePoolZero(NonPagedPoolNx, 24, 'tseT');
	blocks[2] = ExAllocatePoolWithTag(PagedPool, 24, 'tseT');
	blocks[3] = ExAllocatePool(NonPagedPool, 8192);
	blocks[4] = ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_CACHE_ALIGNED, 8, 'tseT');
	answers[0] = is_filled(blocks[0], 0, 24);
	answers[1] = is_filled(blocks[1], 0, 24);
	answers[2] = is_filled(blocks[2], 0, 24);
	answers[3] = (uintptr_t)blocks[3] % 4096 == 0;
	answers[4] = (uintptr_t)blocks[4] % 64 == 0;
	answers[5] = outstanding() == 5;
	ExFreePool(blocks[0]);
	ExFreePoolWithTag(blocks[1], 'tseT');
	ExFreePoolWithTag(blocks[2], 0);
	ExFreePool(blocks[3]);
	ExFreePoolWithTag(blocks[4], 'tseT');
	return STATUS_SUCCESS;
}

static void each_family_gives_the_memory_that_it_documents(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(allocate_all_ways), STATUS_SUCCESS);
	assert_true(answers[0]);
	assert_true(answers[1]);
	assert_false(answers[2]);
	assert_true(answers[3]);
	assert_true(answers[4]);
	assert_true(answers[5]);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS ask_wrongly(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	blocks[0] = ExAllocatePool2(POOL_FLAG_PAGED, 8, 0);
	blocks[1] = ExAllocatePool2(0, 8, 'tseT');
	blocks[2] = ExAllocatePool2(POOL_FLAG_PAGED | POOL_FLAG_NON_PAGED, 8, 'tseT');
	blocks[3] = ExAllocatePool2(POOL_FLAG_PAGED | 0x800, 8, 'tseT');
	return STATUS_SUCCESS;
}

static void pool_2_needs_a_tag_and_one_kind_of_pool(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(ask_wrongly), STATUS_SUCCESS);
	for (size_t i = 0; i < 4; i++)
		assert_null(blocks[i]);
}

static NTSTATUS allocate_two(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	blocks[0] = ExAllocatePoolWithTag(PagedPool, 8, 'tseT');
	blocks[1] = ExAllocatePoolWithTag(PagedPool, 8, 'tseT');
	return STATUS_SUCCESS;
}

static void the_call_that_is_chosen_fails_and_no_other(void **state)
{
	UNREFERENCED_PARAMETER(state);
	drvtrace_fault_arm("ExAllocatePoolWithTag", 2);
	assert_int_equal(enter(allocate_two), STATUS_SUCCESS);
	assert_non_null(blocks[0]);
	assert_null(blocks[1]);
	assert_int_equal(outstanding(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_family_gives_the_memory_that_it_documents),
		TEST(pool_2_needs_a_tag_and_one_kind_of_pool),
		TEST(the_call_that_is_chosen_fails_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
