/* Prefixes, constants, and hostile text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/viewer/messages/message.h"
#include "viewer/model/escape.h"

#define DEFAULT "[3]0A3C.0A3D::11/21/2025-09:34:19.123 [nonpnp]"

static void the_default_prefix_is_tracefmts(void **state)
{
	struct message message;

	(void)state;
	message_init(&message, "%!STDPREFIX!entry");
	assert_string_equal(message_line(&message, NULL), DEFAULT "entry");
	message_init(&message, "entry");
	assert_string_equal(message_line(&message, NULL), DEFAULT "entry");
	message_init(&message, "%!FUNC!: %!STDPREFIX!entry");
	assert_string_equal(message_line(&message, NULL), "DriverEntry: " DEFAULT "entry");
	assert_string_equal(message_text(&message), "DriverEntry: entry");
}

static void a_prefix_of_ones_own_replaces_it(void **state)
{
	struct message message;

	(void)state;
	message_init(&message, "%!STDPREFIX!entry");
	assert_string_equal(message_line(&message, "%2!-12s!|%7!05d!|%3!x!.%8!d!|%9 "),
		"nonpnp_c97  |00005|a3d.2620|3 entry");
	assert_string_equal(message_line(&message, "%!FUNC! %!LEVEL! %!FLAGS! %1%5%6%%: "),
		"DriverEntry TRACE_LEVEL_ERROR INIT nonpnp00%: entry");
	assert_string_equal(message_line(&message, "%4!s! "), "11/21/2025-09:34:19.123 entry");
	assert_string_equal(message_line(&message, ""), "entry");
	assert_string_equal(message_line(&message, "%"), "%entry");
	assert_string_equal(message_line(&message, "%y%0%1!"), "%y%0nonpnp!entry");
	assert_string_equal(message_line(&message, "%3!!%3!STATUS!"), "2621!!2621!STATUS!entry");
	/* A prefix within itself would never end. */
	assert_string_equal(message_line(&message, "%!STDPREFIX!>"), ">entry");
	assert_string_equal(message_line(&message, "\033[1m%n\n"), "\\x1b[1m%n\\x0aentry");
}

static void constants_are_filled_in(void **state)
{
	struct message message;

	(void)state;
	message_init(&message,
		"%!FUNC! %!LEVEL! %!FLAGS! %!FILE!:%!LINE! %!MOD! %!TYP! %!TID! %!PID! %!CPU! "
		"%!SEQ! %!NOW!%!SPACE!%!COMPNAME!%!SUBCOMP!%d");
	message_add_signed(&message, 4, 1);
	assert_string_equal(message_text(&message),
		"DriverEntry TRACE_LEVEL_ERROR INIT nonpnp.c:97 nonpnp nonpnp_c97 a3d a3c 3 5 "
		"11/21/2025-09:34:19.123 1");
}

static void a_level_of_the_event_has_its_name(void **state)
{
	struct message message;

	(void)state;
	message_init(&message, "%!LEVEL!");
	message.class.level = MESSAGE_LEVEL_OF_EVENT;
	message.class.level_name = "a ? b : c";
	message.event.message.level = 3;
	assert_string_equal(message_text(&message), "TRACE_LEVEL_WARNING");
	message.event.message.level = 77;
	assert_string_equal(message_text(&message), "77");
	message.event.message.level = MESSAGE_LEVEL_OF_EVENT;
	assert_string_equal(message_text(&message), "a ? b : c");
}

static void hostile_text_stays_text(void **state)
{
	struct message message;

	(void)state;
	message_init(&message, "\033]0;x\007%s|%s|%!GUID!\x9b");
	message_add_text(&message, "\"q\" \\ \n\r\t\033[31m\xff\xe2\x80\xae");
	message_add_text(&message, "%s%n%p");
	message_add_bytes(&message, "\033", 1);
	message.class.driver = "a\nb";
	assert_string_equal(message_line(&message, "%1 "),
		"a\\x0ab \\x1b]0;x\\x07\"q\" \\ "
		"\\x0a\\x0d\\x09\\x1b[31m\\xff\\u{202e}|%s%n%p|1b\\x9b");
}

static void a_long_text_is_written_whole(void **state)
{
	static char text[64 * 1024 + 1];
	struct message message;

	(void)state;
	memset(text, '\033', sizeof(text) - 1);
	message_init(&message, "%s");
	message_add_text(&message, text);
	assert_int_equal(strlen(message_text(&message)), 4 * (sizeof(text) - 1));
	assert_true(escape_is_clean(message_text(&message)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_prefix_is_tracefmts),
		cmocka_unit_test(a_prefix_of_ones_own_replaces_it),
		cmocka_unit_test(constants_are_filled_in),
		cmocka_unit_test(a_level_of_the_event_has_its_name),
		cmocka_unit_test(hostile_text_stays_text),
		cmocka_unit_test(a_long_text_is_written_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
