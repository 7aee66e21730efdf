#include "tests/unit/framework/support.h"

#include <ntstrsafe.h>
#include <string.h>

/* What is called does not need a driver, but for the pool. */

static void expect_wide(const WCHAR *text, const char *wanted)
{
	size_t i = 0;

	for (; wanted[i]; i++)
		assert_int_equal(text[i], (unsigned char)wanted[i]);
	assert_int_equal(text[i], 0);
}

static void strings_are_compared_with_case_and_without(void **state)
{
	UNICODE_STRING one;
	UNICODE_STRING other;
	UNICODE_STRING longer;
	STRING narrow;
	STRING capitals;

	UNREFERENCED_PARAMETER(state);
	RtlInitUnicodeString(&one, L"abc");
	RtlInitUnicodeString(&other, L"ABC");
	RtlInitUnicodeString(&longer, L"abcd");
	RtlInitString(&narrow, "abc");
	RtlInitAnsiString(&capitals, "ABC");
	assert_true(RtlCompareUnicodeString(&one, &other, FALSE) > 0);
	assert_int_equal(RtlCompareUnicodeString(&one, &other, TRUE), 0);
	assert_true(RtlCompareUnicodeString(&one, &longer, FALSE) < 0);
	assert_true(RtlEqualUnicodeString(&one, &other, TRUE));
	assert_true(RtlPrefixUnicodeString(&other, &longer, TRUE));
	assert_false(RtlPrefixUnicodeString(&other, &longer, FALSE));
	assert_false(RtlPrefixUnicodeString(&longer, &one, FALSE));
	assert_true(RtlEqualString(&narrow, &capitals, TRUE));
	assert_false(RtlEqualString(&narrow, &capitals, FALSE));
	assert_true(RtlCompareString(&narrow, &capitals, FALSE) > 0);
}

static void a_hash_is_that_of_windows(void **state)
{
	UNICODE_STRING one;
	UNICODE_STRING other;
	ULONG hash = 0;
	ULONG same = 0;

	UNREFERENCED_PARAMETER(state);
	RtlInitUnicodeString(&one, L"T");
	assert_int_equal(RtlHashUnicodeString(&one, FALSE, HASH_STRING_ALGORITHM_X65599, &hash),
		STATUS_SUCCESS);
	assert_int_equal(hash, 'T');
	RtlInitUnicodeString(&one, L"Te");
	RtlHashUnicodeString(&one, FALSE, HASH_STRING_ALGORITHM_DEFAULT, &hash);
	assert_int_equal(hash, 'T' * 65599 + 'e');
	RtlInitUnicodeString(&other, L"tE");
	RtlHashUnicodeString(&one, TRUE, HASH_STRING_ALGORITHM_DEFAULT, &hash);
	RtlHashUnicodeString(&other, TRUE, HASH_STRING_ALGORITHM_DEFAULT, &same);
	assert_int_equal(hash, same);
	assert_int_equal(RtlHashUnicodeString(&one, TRUE, 7, &hash), STATUS_INVALID_PARAMETER);
}

static UNICODE_STRING wide;
static ANSI_STRING narrow;
static size_t held;

static NTSTATUS convert(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	ANSI_STRING source;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	RtlInitAnsiString(&source, "caf\xe9");
	status = RtlAnsiStringToUnicodeString(&wide, &source, TRUE);
	if (!NT_SUCCESS(status) || wide.Length != 8 || wide.MaximumLength != 10 ||
		wide.Buffer[3] != 0xe9 || wide.Buffer[4] != 0)
		return STATUS_UNSUCCESSFUL;
	wide.Buffer[0] = 0x20ac;
	status = RtlUnicodeStringToAnsiString(&narrow, &wide, TRUE);
	if (!NT_SUCCESS(status) || strcmp(narrow.Buffer, "?af\xe9") != 0)
		return STATUS_UNSUCCESSFUL;
	status = RtlUpcaseUnicodeString(&wide, &wide, FALSE);
	if (!NT_SUCCESS(status) || wide.Buffer[1] != 'A' || wide.Buffer[3] != 0xc9)
		return STATUS_UNSUCCESSFUL;
	held = outstanding();
	RtlFreeUnicodeString(&wide);
	RtlFreeUnicodeString(&wide);
	RtlFreeAnsiString(&narrow);
	return STATUS_SUCCESS;
}

static void a_converted_string_is_pool_until_it_is_freed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(convert), STATUS_SUCCESS);
	assert_int_equal(held, 2);
	assert_int_equal(outstanding(), 0);
	assert_null(wide.Buffer);
}

static void a_buffer_of_ones_own_must_be_large_enough(void **state)
{
	WCHAR space[4];
	char small[3];
	UNICODE_STRING target = { 0, sizeof(space), space };
	ANSI_STRING cut = { 0, sizeof(small), small };
	ANSI_STRING source;

	UNREFERENCED_PARAMETER(state);
	RtlInitAnsiString(&source, "abcd");
	assert_int_equal(
		RtlAnsiStringToUnicodeString(&target, &source, FALSE), STATUS_BUFFER_OVERFLOW);
	RtlInitAnsiString(&source, "abc");
	assert_int_equal(RtlAnsiStringToUnicodeString(&target, &source, FALSE), STATUS_SUCCESS);
	expect_wide(space, "abc");
	assert_int_equal(
		RtlUnicodeStringToAnsiString(&cut, &target, FALSE), STATUS_BUFFER_OVERFLOW);
	assert_string_equal(small, "ab");
}

static void expect_number(PCWSTR text, ULONG base, ULONG wanted)
{
	UNICODE_STRING string;
	ULONG number = 99;

	RtlInitUnicodeString(&string, text);
	assert_int_equal(RtlUnicodeStringToInteger(&string, base, &number), STATUS_SUCCESS);
	assert_int_equal(number, wanted);
}

static void numbers_are_written_and_read(void **state)
{
	WCHAR space[12];
	UNICODE_STRING string = { 0, sizeof(space), space };

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlIntegerToUnicodeString(48879, 16, &string), STATUS_SUCCESS);
	expect_wide(space, "BEEF");
	assert_int_equal(RtlIntegerToUnicodeString(0, 0, &string), STATUS_SUCCESS);
	expect_wide(space, "0");
	assert_int_equal(RtlIntegerToUnicodeString(5, 7, &string), STATUS_INVALID_PARAMETER);
	assert_int_equal(RtlInt64ToUnicodeString(1ull << 40, 10, &string), STATUS_BUFFER_OVERFLOW);
	expect_number(L" 0x1fG", 0, 31);
	expect_number(L"-12", 10, (ULONG)-12);
	expect_number(L"+0b101", 0, 5);
	expect_number(L"0", 0, 0);
	expect_number(L"777", 8, 511);
	expect_number(L"", 0, 0);
}

static void what_does_not_fit_is_cut(void **state)
{
	char text[5] = "ab";
	WCHAR wide_text[5];
	size_t length;

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlStringCchCatA(text, 5, "cd"), STATUS_SUCCESS);
	assert_string_equal(text, "abcd");
	assert_int_equal(RtlStringCchCatA(text, 5, "e"), STATUS_BUFFER_OVERFLOW);
	assert_string_equal(text, "abcd");
	assert_int_equal(RtlStringCbCopyA(text, 3, "xyz"), STATUS_BUFFER_OVERFLOW);
	assert_string_equal(text, "xy");
	assert_int_equal(RtlStringCchCopyNA(text, 5, "abcdef", 3), STATUS_SUCCESS);
	assert_string_equal(text, "abc");
	assert_int_equal(RtlStringCchCopyA(text, 0, "x"), STATUS_INVALID_PARAMETER);
	assert_int_equal(
		RtlStringCbCopyW(wide_text, sizeof(wide_text), L"abcdef"), STATUS_BUFFER_OVERFLOW);
	expect_wide(wide_text, "abcd");
	assert_int_equal(RtlStringCchLengthA(text, 5, &length), STATUS_SUCCESS);
	assert_int_equal(length, 3);
	assert_int_equal(RtlStringCchLengthA(text, 3, &length), STATUS_INVALID_PARAMETER);
	assert_int_equal(RtlStringCbLengthW(wide_text, sizeof(wide_text), &length), STATUS_SUCCESS);
	assert_int_equal(length, 8);
}

static void text_is_printed_as_the_kernel_does(void **state)
{
	char text[32];
	WCHAR wide_text[32];
	WCHAR space[8];
	UNICODE_STRING counted = { 0, sizeof(space), space };
	UNICODE_STRING name;

	UNREFERENCED_PARAMETER(state);
	RtlInitUnicodeString(&name, L"name");
	assert_int_equal(
		RtlStringCchPrintfA(text, 32, "%s-%ws-%wZ-%I64x", "a", L"b", &name, 255ull),
		STATUS_SUCCESS);
	assert_string_equal(text, "a-b-name-ff");
	assert_int_equal(RtlStringCbPrintfW(wide_text, sizeof(wide_text), L"%s-%S-%hs-%5.2d%%",
				 L"a", "b", "c", 7),
		STATUS_SUCCESS);
	expect_wide(wide_text, "a-b-c-   07%");
	assert_int_equal(RtlStringCchPrintfW(wide_text, 4, L"%c%C%d", L'x', 'y', 123),
		STATUS_BUFFER_OVERFLOW);
	expect_wide(wide_text, "xy1");
	assert_int_equal(RtlUnicodeStringPrintf(&counted, L"%wZ%d", &name, 1234), STATUS_SUCCESS);
	assert_int_equal(counted.Length, 16);
	assert_int_equal(
		RtlUnicodeStringPrintf(&counted, L"%wZ%d", &name, 12345), STATUS_BUFFER_OVERFLOW);
	assert_int_equal(counted.Length, 16);
	assert_int_equal(RtlUnicodeStringCopyString(&counted, L"ab"), STATUS_SUCCESS);
	assert_int_equal(RtlUnicodeStringCat(&counted, &name), STATUS_SUCCESS);
	assert_int_equal(counted.Length, 12);
	counted.Length = 3;
	assert_int_equal(RtlUnicodeStringValidate(&counted), STATUS_INVALID_PARAMETER);
}

static void bits_are_found_in_runs(void **state)
{
	ULONG space[2] = { 0, 0 };
	RTL_BITMAP map;

	UNREFERENCED_PARAMETER(state);
	RtlInitializeBitMap(&map, space, 40);
	RtlSetAllBits(&map);
	assert_int_equal(space[1], 0xff);
	RtlClearBits(&map, 30, 4);
	assert_int_equal(RtlNumberOfClearBits(&map), 4);
	assert_int_equal(RtlFindClearBits(&map, 4, 0), 30);
	assert_int_equal(RtlFindClearBits(&map, 4, 31), 30);
	assert_int_equal(RtlFindClearBits(&map, 5, 0), 0xffffffff);
	assert_int_equal(RtlFindClearBitsAndSet(&map, 2, 0), 30);
	assert_true(RtlTestBit(&map, 31));
	assert_true(RtlAreBitsClear(&map, 32, 2));
	assert_false(RtlAreBitsSet(&map, 38, 3));
	assert_int_equal(RtlNumberOfSetBits(&map), 38);
	RtlClearBit(&map, 0);
	assert_int_equal(RtlCheckBit(&map, 0), 0);
}

static void clear_runs_are_found_forwards_backwards_and_by_length(void **state)
{
	ULONG space[2] = { 0, 0 };
	RTL_BITMAP_RUN runs[3];
	RTL_BITMAP map;
	ULONG start = 0;

	UNREFERENCED_PARAMETER(state);
	RtlInitializeBitMap(&map, space, 40);
	RtlSetAllBits(&map);
	assert_int_equal(RtlFindFirstRunClear(&map, &start), 0);
	assert_int_equal(RtlFindLongestRunClear(&map, &start), 0);
	assert_int_equal(RtlFindLastBackwardRunClear(&map, 39, &start), 0);
	assert_int_equal(RtlFindClearRuns(&map, runs, 3, TRUE), 0);
	RtlClearBits(&map, 2, 1);
	RtlClearBits(&map, 10, 2);
	RtlClearBits(&map, 30, 4);
	RtlClearBits(&map, 38, 2);
	assert_int_equal(RtlFindFirstRunClear(&map, &start), 1);
	assert_int_equal(start, 2);
	assert_int_equal(RtlFindNextForwardRunClear(&map, 11, &start), 1);
	assert_int_equal(start, 11);
	assert_int_equal(RtlFindNextForwardRunClear(&map, 34, &start), 2);
	assert_int_equal(start, 38);
	assert_int_equal(RtlFindNextForwardRunClear(&map, 40, &start), 0);
	assert_int_equal(RtlFindLastBackwardRunClear(&map, 37, &start), 4);
	assert_int_equal(start, 30);
	assert_int_equal(RtlFindLastBackwardRunClear(&map, 31, &start), 2);
	assert_int_equal(start, 30);
	assert_int_equal(RtlFindLongestRunClear(&map, &start), 4);
	assert_int_equal(start, 30);
	assert_int_equal(RtlFindClearRuns(&map, runs, 3, FALSE), 3);
	assert_int_equal(runs[0].StartingIndex, 2);
	assert_int_equal(runs[2].StartingIndex, 30);
	assert_int_equal(RtlFindClearRuns(&map, runs, 3, TRUE), 3);
	assert_int_equal(runs[0].StartingIndex, 30);
	assert_int_equal(runs[0].NumberOfBits, 4);
	assert_int_equal(runs[1].StartingIndex, 10);
	assert_int_equal(runs[2].StartingIndex, 38);
	assert_int_equal(RtlFindClearRuns(&map, runs, 0, TRUE), 0);
}

static void memory_is_compared_up_to_the_first_difference(void **state)
{
	char one[] = "abcdef";

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(RtlCompareMemory(one, "abcxef", 6), 3);
	assert_true(RtlEqualMemory(one, "abcdef", 6));
	RtlMoveMemory(one + 1, one, 4);
	assert_string_equal(one, "aabcdf");
	RtlFillMemory(one, 2, 'x');
	assert_string_equal(one, "xxbcdf");
	RtlSecureZeroMemory(one, sizeof(one));
	assert_int_equal(one[3], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(strings_are_compared_with_case_and_without),
		TEST(a_hash_is_that_of_windows),
		TEST(a_converted_string_is_pool_until_it_is_freed),
		TEST(a_buffer_of_ones_own_must_be_large_enough),
		TEST(numbers_are_written_and_read),
		TEST(what_does_not_fit_is_cut),
		TEST(text_is_printed_as_the_kernel_does),
		TEST(bits_are_found_in_runs),
		TEST(clear_runs_are_found_forwards_backwards_and_by_length),
		TEST(memory_is_compared_up_to_the_first_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
