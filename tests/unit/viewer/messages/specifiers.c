/* The plain specifiers, with the meaning that they have on Windows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/viewer/messages/message.h"

static void expect(struct message *message, const char *text)
{
	assert_string_equal(message_text(message), text);
}

static void expect_signed(const char *format, uint8_t size_bytes, int64_t number, const char *text)
{
	struct message message;

	message_init(&message, format);
	message_add_signed(&message, size_bytes, number);
	expect(&message, text);
}

static void expect_unsigned(
	const char *format, uint8_t size_bytes, uint64_t number, const char *text)
{
	struct message message;

	message_init(&message, format);
	message_add_unsigned(&message, size_bytes, number);
	expect(&message, text);
}

static void expect_text(const char *format, const char *argument, const char *text)
{
	struct message message;

	message_init(&message, format);
	message_add_text(&message, argument);
	expect(&message, text);
}

static void expect_real(const char *format, double number, const char *text)
{
	struct message message;

	message_init(&message, format);
	message_add_real(&message, number);
	expect(&message, text);
}

static void numbers_have_the_sizes_of_windows(void **state)
{
	(void)state;
	expect_signed("%d", 4, -7, "-7");
	expect_signed("%i", 4, INT32_MIN, "-2147483648");
	expect_signed("%ld", 4, -7, "-7");
	expect_signed("%li", 8, 0x100000007, "7");
	expect_signed("%hd", 2, -1, "-1");
	expect_signed("%hi", 4, 0x18000, "-32768");
	expect_signed("%hhd", 1, -128, "-128");
	expect_signed("%I64d", 8, INT64_MIN, "-9223372036854775808");
	expect_signed("%lld", 8, INT64_MAX, "9223372036854775807");
	expect_signed("%Id", 8, -5, "-5");
	expect_signed("%I32d", 8, 0xffffffff, "-1");
	expect_unsigned("%u", 4, 4294967295, "4294967295");
	expect_signed("%u", 4, -1, "4294967295");
	expect_unsigned("%lu", 4, 4294967295, "4294967295");
	expect_unsigned("%hu", 2, 65535, "65535");
	expect_unsigned("%I64u", 8, UINT64_MAX, "18446744073709551615");
	expect_unsigned("%llu", 8, 0, "0");
	expect_unsigned("%Iu", 8, 12, "12");
	expect_unsigned("%zu", 8, 12, "12");
	expect_signed("%x", 4, -1, "ffffffff");
	expect_signed("%lx", 4, -1, "ffffffff");
	expect_signed("%hx", 2, -1, "ffff");
	expect_unsigned("%X", 4, 0xabc, "ABC");
	expect_unsigned("%lX", 4, 0xabc, "ABC");
	expect_unsigned("%hX", 2, 0xabc, "ABC");
	expect_unsigned("%I64x", 8, 0xdeadbeefcafe, "deadbeefcafe");
	expect_unsigned("%I64X", 8, 0xdeadbeefcafe, "DEADBEEFCAFE");
	expect_unsigned("%llx", 8, 0xf, "f");
	expect_unsigned("%llX", 8, 0xf, "F");
	expect_unsigned("%Ix", 8, 0xf, "f");
	expect_unsigned("%IX", 8, 0xf, "F");
	expect_unsigned("%o", 4, 8, "10");
	expect_unsigned("%lo", 4, 8, "10");
	expect_unsigned("%ho", 2, 8, "10");
	expect_unsigned("%I64o", 8, 8, "10");
	expect_unsigned("%Io", 8, 8, "10");
}

static void flags_width_and_precision_are_those_of_printf(void **state)
{
	(void)state;
	expect_signed("[%5d]", 4, 42, "[   42]");
	expect_signed("[%-5d]", 4, 42, "[42   ]");
	expect_signed("[%05d]", 4, -42, "[-0042]");
	expect_signed("[%+d]", 4, 42, "[+42]");
	expect_signed("[% d]", 4, 42, "[ 42]");
	expect_signed("[%.4d]", 4, 42, "[0042]");
	expect_signed("[%8.4d]", 4, -42, "[   -0042]");
	expect_signed("[%-08d]", 4, 42, "[42      ]");
	expect_signed("[%.0d]", 4, 0, "[]");
	expect_unsigned("%#x", 4, 0x1f, "0x1f");
	expect_unsigned("%#X", 4, 0x1f, "0X1F");
	expect_unsigned("%#x", 4, 0, "0");
	expect_unsigned("%#o", 4, 8, "010");
	expect_unsigned("%#010x", 4, 0x1f, "0x0000001f");
	expect_unsigned("0x%02x", 1, 7, "0x07");
	expect_unsigned("%08lX", 4, 0xbeef, "0000BEEF");
	expect_unsigned("%02.2X", 4, 5, "05");
}

static void a_pointer_has_all_of_its_digits(void **state)
{
	(void)state;
	expect_unsigned("%p", 8, 0xffffe18072c39b10, "FFFFE18072C39B10");
	expect_unsigned("0x%p", 8, 0x10, "0x0000000000000010");
	expect_unsigned("%#p", 8, 0, "0000000000000000");
	expect_unsigned("%p", 4, 0x10, "00000010");
	expect_unsigned("[%18p]", 8, 1, "[  0000000000000001]");
}

static void characters_are_of_one_byte_or_two(void **state)
{
	(void)state;
	expect_signed("%c", 1, 'x', "x");
	expect_signed("%hc", 1, 'x', "x");
	expect_unsigned("%C", 2, 0xe9, "\xc3\xa9");
	expect_unsigned("%wc", 2, 0x20ac, "\xe2\x82\xac");
	expect_unsigned("%lc", 2, 0xd800, "\xef\xbf\xbd");
	expect_signed("%c", 1, '\n', "\\x0a");
	expect_signed("%c", 1, '\0', "\\x00");
	expect_signed("[%3c]", 1, 'x', "[  x]");
}

static void texts_are_cut_and_filled_by_characters(void **state)
{
	(void)state;
	expect_text("%s", "text", "text");
	expect_text("%S %", "text", "text %");
	expect_text("%hs", "text", "text");
	expect_text("%ls", "text", "text");
	expect_text("%ws", "text", "text");
	expect_text("%Z", "text", "text");
	expect_text("%wZ", "text", "text");
	expect_text("%hZ", "text", "text");
	expect_text("%z", "text", "text");
	expect_text("[%6s]", "text", "[  text]");
	expect_text("[%-6s]", "text", "[text  ]");
	expect_text("[%.2s]", "text", "[te]");
	expect_text("[%5.1ws]", "\xc3\xa9t\xc3\xa9", "[    \xc3\xa9]");
	expect_text("%s", "", "");
}

static void reals_are_those_of_printf(void **state)
{
	(void)state;
	expect_real("%f", 0.5, "0.500000");
	expect_real("%.2f", -1.005, "-1.00");
	expect_real("%e", 12345.678, "1.234568e+04");
	expect_real("%E", 12345.678, "1.234568E+04");
	expect_real("%g", 0.0001, "0.0001");
	expect_real("%G", 1e-10, "1E-10");
	expect_real("[%8.3f]", 3.14159, "[   3.142]");
	expect_real("[%-8.1f]", 3.14159, "[3.1     ]");
	expect_real("%lf", 1, "1.000000");
	expect_real("%f", INFINITY, "inf");
}

static void percents_stay_where_they_are_no_specifiers(void **state)
{
	(void)state;
	expect_signed("100%% of %d", 4, 5, "100% of 5");
	expect_signed("%d %", 4, 5, "5 %");
	expect_signed("%d %y %!x", 4, 5, "5 %y %!x");
	expect_signed("%", 4, 5, "%");
	expect_signed("%%d", 4, 5, "%d");
	expect_signed("%d\n", 4, 5, "5");
	expect_signed("%d\r\n\n", 4, 5, "5");
	expect_signed("a\nb\t%d", 4, 5, "a\\x0ab\t5");
}

static void nonsense_widths_are_bounded(void **state)
{
	struct message message;

	(void)state;
	message_init(&message, "%999999999999d%.999999999999f%99999s");
	message_add_signed(&message, 4, 1);
	message_add_real(&message, 1e300);
	message_add_text(&message, "x");
	assert_true(strlen(message_text(&message)) < 20000);
}

static void arguments_are_taken_in_their_order(void **state)
{
	struct message message;

	(void)state;
	message_init(&message, "%d %s %p %I64u %x %c");
	message_add_signed(&message, 4, -1);
	message_add_text(&message, "two");
	message_add_unsigned(&message, 8, 3);
	message_add_unsigned(&message, 8, 4);
	message_add_unsigned(&message, 4, 5);
	message_add_signed(&message, 1, '6');
	expect(&message, "-1 two 0000000000000003 4 5 6");
}

static void what_does_not_fit_is_written_as_what_it_is(void **state)
{
	(void)state;
	expect_text("%d", "no number", "no number");
	expect_signed("%s", 4, -3, "-3");
	expect_real("%d", 1.5, "1.5");
	expect_signed("%f", 4, 2, "2");
	expect_signed("%d and %d", 4, 1, "1 and <no value>");
	expect_signed("nothing", 4, 1, "nothing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_the_sizes_of_windows),
		cmocka_unit_test(flags_width_and_precision_are_those_of_printf),
		cmocka_unit_test(a_pointer_has_all_of_its_digits),
		cmocka_unit_test(characters_are_of_one_byte_or_two),
		cmocka_unit_test(texts_are_cut_and_filled_by_characters),
		cmocka_unit_test(reals_are_those_of_printf),
		cmocka_unit_test(percents_stay_where_they_are_no_specifiers),
		cmocka_unit_test(nonsense_widths_are_bounded),
		cmocka_unit_test(arguments_are_taken_in_their_order),
		cmocka_unit_test(what_does_not_fit_is_written_as_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
