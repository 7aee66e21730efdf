/* Numbers of every length, against what printf() makes of them. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/unit/viewer/messages/message.h"
#include "viewer/messages/digits.h"

enum {
	RANDOM_COUNT = 20000,
	LENGTH_MAX = 64,
};

static uint64_t random_state = 88172645463325252;

/* Of any number of bits, the odd ones at the borders among them. */
static uint64_t next_number(unsigned int i)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	if (i < 40)
		return digits_powers[i / 2] - i % 2;
	if (i < 168)
		return (UINT64_C(1) << (i - 40) / 2) - i % 2;
	return random_state >> i % 64;
}

static void digits_are_those_of_printf(void **state)
{
	char written[LENGTH_MAX];
	char expected[LENGTH_MAX];

	(void)state;
	for (unsigned int i = 0; i < RANDOM_COUNT; i++) {
		uint64_t number = next_number(i);
		unsigned int least = 1 + i % 16;

		*digits_put_decimal(written, number) = '\0';
		(void)snprintf(expected, sizeof(expected), "%" PRIu64, number);
		assert_string_equal(written, expected);
		*digits_put_signed(written, (int64_t)number) = '\0';
		(void)snprintf(expected, sizeof(expected), "%" PRId64, (int64_t)number);
		assert_string_equal(written, expected);
		*digits_put_hexadecimal(written, number, least, false) = '\0';
		(void)snprintf(expected, sizeof(expected), "%0*" PRIx64, (int)least, number);
		assert_string_equal(written, expected);
		*digits_put_hexadecimal(written, number, least, true) = '\0';
		(void)snprintf(expected, sizeof(expected), "%0*" PRIX64, (int)least, number);
		assert_string_equal(written, expected);
	}
}

/* `size_bytes` is what the specifier means on Windows. */
static void expect_like_printf(
	const char *specifier, uint8_t size_bytes, const char *format, uint64_t number)
{
	unsigned int unused = 64 - 8u * size_bytes;
	char expected[LENGTH_MAX];
	struct message message;

	message_init(&message, specifier);
	message_add_unsigned(&message, 8, number);
	number = strchr(format, 'd') ? (uint64_t)((int64_t)(number << unused) >> unused)
				     : number << unused >> unused;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	(void)snprintf(expected, sizeof(expected), format, number);
#pragma GCC diagnostic pop
	assert_string_equal(message_text(&message), expected);
}

static void every_way_of_writing_a_number_is_that_of_printf(void **state)
{
	static const struct {
		const char *specifier;
		uint8_t size_bytes;
		const char *format;
	} rows[] = {
		{ "%d", 4, "%ld" },
		{ "%u", 4, "%lu" },
		{ "%x", 4, "%lx" },
		{ "%X", 4, "%lX" },
		{ "%o", 4, "%lo" },
		{ "%I64d", 8, "%ld" },
		{ "%I64u", 8, "%lu" },
		{ "%I64x", 8, "%lx" },
		{ "%hu", 2, "%lu" },
		{ "%hhd", 1, "%ld" },
		{ "%hhX", 1, "%lX" },
		{ "%08x", 4, "%08lx" },
		{ "%08X", 4, "%08lX" },
		{ "%016I64x", 8, "%016lx" },
		{ "%017I64x", 8, "%017lx" },
		{ "%.3x", 4, "%.3lx" },
		{ "%.0x", 4, "%.0lx" },
		{ "%.20x", 4, "%.20lx" },
		{ "%5x", 4, "%5lx" },
		{ "%-5x|", 4, "%-5lx|" },
		{ "%-05x|", 4, "%-05lx|" },
		{ "%05.2x", 4, "%05.2lx" },
		{ "%#x", 4, "%#lx" },
		{ "%#010X", 4, "%#010lX" },
		{ "%05d", 4, "%05ld" },
		{ "%-12d|", 4, "%-12ld|" },
		{ "%12I64d", 8, "%12ld" },
		{ "%+d", 4, "%+ld" },
		{ "% d", 4, "% ld" },
		{ "%.5d", 4, "%.5ld" },
		{ "%p", 8, "%016lX" },
	};

	(void)state;
	for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++)
		for (unsigned int i = 0; i < 400; i++)
			expect_like_printf(rows[row].specifier, rows[row].size_bytes,
				rows[row].format, next_number(i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_are_those_of_printf),
		cmocka_unit_test(every_way_of_writing_a_number_is_that_of_printf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
