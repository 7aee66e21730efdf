/* Hostile text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "viewer/model/escape.h"

static void expect(const char *text, const char *escaped)
{
	char *copy = escape_text(text);

	assert_non_null(copy);
	assert_string_equal(copy, escaped);
	assert_true(escape_is_clean(copy));
	free(copy);
}

static void plain_text_stays(void **state)
{
	(void)state;
	assert_true(escape_is_clean("bth.c:23 \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"));
	expect("bth.c:23 \xc3\xa9", "bth.c:23 \xc3\xa9");
	expect("", "");
}

static void control_characters_are_shown(void **state)
{
	(void)state;
	expect("\033[31mred", "\\x1b[31mred");
	expect("a\nb\tc\rd\x7f", "a\\x0ab\\x09c\\x0dd\\x7f");
	/* CSI as one character of C1 */
	expect("\xc2\x9b", "\\xc2\\x9b");
}

static void what_is_not_utf8_is_shown_byte_by_byte(void **state)
{
	(void)state;
	expect("a\xff", "a\\xff");
	expect("\xc3", "\\xc3");
	expect("\xe2\x82", "\\xe2\\x82");
	expect("\xc0\xaf", "\\xc0\\xaf");          /* too long a form of '/' */
	expect("\xed\xa0\x80", "\\xed\\xa0\\x80"); /* a surrogate */
	expect("\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80");
}

static void what_turns_text_around_is_shown(void **state)
{
	(void)state;
	expect("a\xe2\x80\xae"
	       "b",
		"a\\u{202e}b");
	expect("\xe2\x81\xa6", "\\u{2066}");
	expect("\xef\xbb\xbf", "\\u{feff}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_stays),
		cmocka_unit_test(control_characters_are_shown),
		cmocka_unit_test(what_is_not_utf8_is_shown_byte_by_byte),
		cmocka_unit_test(what_turns_text_around_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
