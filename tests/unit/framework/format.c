#include "drivers/framework/wdm/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <ntdef.h>

static char text[64];

static const char *format(const char *how, ...)
{
	va_list arguments;
	size_t length;

	va_start(arguments, how);
	length = io_format(text, sizeof(text), how, arguments);
	va_end(arguments);
	assert_int_equal(length, strlen(text));
	return text;
}

static void numbers_have_the_widths_of_windows(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_string_equal(format("%lx %x", 0xc000009aU, 1), "c000009a 1");
	assert_string_equal(format("%I64x", 0x123456789abcULL), "123456789abc");
	assert_string_equal(format("%I64d %lld", -5LL, 7LL), "-5 7");
	assert_string_equal(format("%ld %d %u", -1, -2, 3U), "-1 -2 3");
	assert_string_equal(format("%hd", 0x1ffff), "-1");
	assert_string_equal(format("%Iu %zu", (size_t)12, (size_t)13), "12 13");
	assert_string_equal(format("%I32u", 9U), "9");
	assert_string_equal(format("%I64d", INT64_MIN), "-9223372036854775808");
}

static void flags_and_widths_work(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_string_equal(format("[%5d|%-5d|%05d]", 42, 42, 42), "[   42|42   |00042]");
	assert_string_equal(format("%#x %08X %+d", 255, 0xabc, 5), "0xff 00000ABC +5");
	assert_string_equal(format("%.4x|%*d", 0x1f, 4, 7), "001f|   7");
	assert_string_equal(format("[%05d]", -42), "[-0042]");
	assert_string_equal(format("100%%"), "100%");
}

static void a_pointer_has_sixteen_digits(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_string_equal(format("%p", (void *)0xabc), "0000000000000ABC");
}

static void strings_may_be_wide_and_counted(void **state)
{
	WCHAR characters[] = { L'a', L'b', 0xe9, L'x' };
	UNICODE_STRING counted = { 6, 8, characters };
	STRING narrow = { 2, 3, (PCHAR)(uintptr_t) "xyz" };

	UNREFERENCED_PARAMETER(state);
	assert_string_equal(format("%wZ", &counted), "ab\xc3\xa9");
	assert_string_equal(format("%Z", &narrow), "xy");
	assert_string_equal(format("%S %ws %ls", L"one", L"two", L"three"), "one two three");
	assert_string_equal(format("%s %hs %hS", "a", "b", "c"), "a b c");
	assert_string_equal(format("[%6s|%-6S|%.2s]", "ab", L"cd", "efg"), "[    ab|cd    |ef]");
	assert_string_equal(format("%c%C%wc", 'x', L'y', L'z'), "xyz");
	assert_string_equal(format("%s %S %wZ", NULL, NULL, NULL), "(null) (null) (null)");
}

static void what_is_unknown_is_copied(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_string_equal(format("%!STATUS! %q"), "%!STATUS! %q");
	assert_string_equal(format("50%"), "50%");
}

static void a_long_message_is_cut_and_ended(void **state)
{
	char longer[100];

	UNREFERENCED_PARAMETER(state);
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(strlen(format("%s", longer)), sizeof(text) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_the_widths_of_windows),
		cmocka_unit_test(flags_and_widths_work),
		cmocka_unit_test(a_pointer_has_sixteen_digits),
		cmocka_unit_test(strings_may_be_wide_and_counted),
		cmocka_unit_test(what_is_unknown_is_copied),
		cmocka_unit_test(a_long_message_is_cut_and_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
