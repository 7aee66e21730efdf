#include "tests/unit/framework/support.h"

static void a_moment_is_a_date_and_back(void **state)
{
	TIME_FIELDS fields = { .Year = 2024,
		.Month = 2,
		.Day = 29,
		.Hour = 23,
		.Minute = 59,
		.Second = 58,
		.Milliseconds = 7 };
	TIME_FIELDS back;
	LARGE_INTEGER time;
	ULONG seconds;

	UNREFERENCED_PARAMETER(state);
	assert_true(RtlTimeFieldsToTime(&fields, &time));
	assert_true(RtlTimeToSecondsSince1970(&time, &seconds));
	assert_int_equal(seconds, 1709251198);
	RtlTimeToTimeFields(&time, &back);
	assert_int_equal(back.Weekday, 4);
	back.Weekday = 0;
	assert_memory_equal(&fields, &back, sizeof(fields));
}

static void each_day_of_four_hundred_years_is_found_again(void **state)
{
	LARGE_INTEGER day = { .QuadPart = 0 };
	LARGE_INTEGER back;
	TIME_FIELDS fields;

	UNREFERENCED_PARAMETER(state);
	for (int i = 0; i <= 146097; i++) {
		RtlTimeToTimeFields(&day, &fields);
		assert_true(RtlTimeFieldsToTime(&fields, &back));
		assert_true(back.QuadPart == day.QuadPart);
		day.QuadPart += 864000000000ll;
	}
	assert_int_equal(fields.Year, 2001);
	assert_int_equal(fields.Month, 1);
	assert_int_equal(fields.Day, 1);
}

static void what_is_no_date_is_no_moment(void **state)
{
	TIME_FIELDS fields = { .Year = 2023, .Month = 2, .Day = 29 };
	LARGE_INTEGER time = { .QuadPart = 7 };

	UNREFERENCED_PARAMETER(state);
	assert_false(RtlTimeFieldsToTime(&fields, &time));
	assert_int_equal(time.QuadPart, 7);
	RtlSecondsSince1980ToTime(0, &time);
	RtlTimeToTimeFields(&time, &fields);
	assert_int_equal(fields.Year, 1980);
	time.QuadPart = 0;
	assert_false(RtlTimeToSecondsSince1970(&time, &(ULONG){ 0 }));
}

static void bits_and_bytes_are_what_the_compiler_of_windows_makes_of_them(void **state)
{
	ULONG index = 99;
	UCHAR buffer[9] = { 0 };
	ULONG number;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlUlongByteSwap(0x01020304), 0x04030201);
	assert_int_equal(_byteswap_ushort(0x0102), 0x0201);
	assert_false(BitScanForward(&index, 0));
	assert_int_equal(index, 99);
	assert_true(BitScanReverse(&index, 0x00010100));
	assert_int_equal(index, 16);
	assert_true(_BitScanForward64(&index, 1ull << 40));
	assert_int_equal(index, 40);
	assert_int_equal(RtlFindMostSignificantBit(0), -1);
	assert_int_equal(RtlFindLeastSignificantBit(0x50), 4);
	assert_int_equal(RotateLeft32(0x80000001, 1), 3);
	RtlStoreUlong(buffer + 1, 0x11223344);
	RtlRetrieveUlong(&number, buffer + 1);
	assert_int_equal(number, 0x11223344);
	assert_int_equal(ALIGN_UP_BY(9, 8), 16);
	assert_ptr_equal(ALIGN_DOWN_POINTER_BY(ULongToPtr(15), 8), ULongToPtr(8));
}

static void large_integers_are_divided_without_a_sign(void **state)
{
	LARGE_INTEGER value = RtlEnlargedUnsignedMultiply(0x80000000u, 10);
	ULONG rest;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlEnlargedUnsignedDivide(value, 0x80000000u, &rest), 10);
	assert_int_equal(rest, 0);
	value = RtlExtendedLargeIntegerDivide(RtlConvertUlongToLargeInteger(7), 2, &rest);
	assert_int_equal(value.QuadPart, 3);
	assert_int_equal(rest, 1);
	assert_int_equal(RtlEnlargedIntegerMultiply(-3, 5).QuadPart, -15);
}

static void processors_are_in_one_group(void **state)
{
	PROCESSOR_NUMBER number;
	KAFFINITY active;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(KeQueryActiveProcessorCount(&active),
		KeQueryMaximumProcessorCountEx(ALL_PROCESSOR_GROUPS));
	assert_int_equal(PopulationCount64(active), KeQueryActiveProcessorCountEx(0));
	assert_int_equal(KeQueryActiveProcessorCountEx(1), 0);
	assert_in_range(
		KeGetCurrentProcessorNumberEx(&number), 0, KeQueryActiveProcessorCountEx(0) - 1);
	assert_int_equal(KeGetProcessorNumberFromIndex(0, &number), STATUS_SUCCESS);
	assert_int_equal(KeGetProcessorIndexFromNumber(&number), 0);
	assert_int_equal(
		KeGetProcessorNumberFromIndex(MAXULONG, &number), STATUS_INVALID_PARAMETER);
}

static void a_guarded_region_disables_all_apcs(void **state)
{
	UNREFERENCED_PARAMETER(state);
	KeEnterCriticalRegion();
	assert_true(KeAreApcsDisabled());
	assert_false(KeAreAllApcsDisabled());
	KeEnterGuardedRegion();
	assert_true(KeAreAllApcsDisabled());
	KeLeaveGuardedRegion();
	assert_false(KeAreAllApcsDisabled());
	KeLeaveCriticalRegion();
	assert_true(IoSetThreadHardErrorMode(FALSE));
	assert_false(IoSetThreadHardErrorMode(TRUE));
	assert_int_equal(ExGetPreviousMode(), KernelMode);
}

static void a_string_is_made_lower_case(void **state)
{
	DECLARE_CONST_UNICODE_STRING(source, L"\\Device\\ABC");
	DECLARE_CONST_UNICODE_STRING(wanted, L"\\device\\abc");
	DECLARE_UNICODE_STRING_SIZE(target, 16);

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlDowncaseUnicodeString(&target, &source, FALSE), STATUS_SUCCESS);
	assert_true(RtlEqualUnicodeString(&target, &wanted, FALSE));
	target.MaximumLength = 4;
	assert_int_equal(RtlDowncaseUnicodeString(&target, &source, FALSE), STATUS_BUFFER_OVERFLOW);
}

static void a_list_is_put_behind_another(void **state)
{
	LIST_ENTRY head;
	LIST_ENTRY entries[3];
	SINGLE_LIST_ENTRY stack = { NULL };
	SINGLE_LIST_ENTRY one;

	UNREFERENCED_PARAMETER(state);
	InitializeListHead(&head);
	InsertTailList(&head, &entries[0]);
	InitializeListHead(&entries[1]);
	InsertTailList(&entries[1], &entries[2]);
	AppendTailList(&head, &entries[1]);
	for (int i = 0; i < 3; i++)
		assert_ptr_equal(RemoveHeadList(&head), &entries[i]);
	assert_true(IsListEmpty(&head));
	PushEntryList(&stack, &one);
	assert_ptr_equal(PopEntryList(&stack), &one);
	assert_null(PopEntryList(&stack));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_moment_is_a_date_and_back),
		TEST(each_day_of_four_hundred_years_is_found_again),
		TEST(what_is_no_date_is_no_moment),
		TEST(bits_and_bytes_are_what_the_compiler_of_windows_makes_of_them),
		TEST(large_integers_are_divided_without_a_sign),
		TEST(a_list_is_put_behind_another),
		TEST(processors_are_in_one_group),
		TEST(a_guarded_region_disables_all_apcs),
		TEST(a_string_is_made_lower_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
