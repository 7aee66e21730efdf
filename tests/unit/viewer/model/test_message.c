/* The dictionary in the URI of a message's class. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "viewer/model/message.h"

static struct message_class *parse(const char *uri)
{
	struct message_class *class;

	assert_int_equal(message_class_create(&class, "nonpnp:DBG_INIT.nonpnp.c(97)", uri), 0);
	return class;
}

static void a_dictionary_is_taken_apart(void **state)
{
	struct message_class *class = parse(
		"wpp:1?m=100%25%25%20%25d%26%3d%3b%0a&f=DBG_INIT&l=TRACE_LEVEL_ERROR&v=2"
		"&fn=DriverEntry&s=nonpnp.c&n=97&g=d23a&a=d;I64x;%21set%21%3aa%2cb&x=n%3b;%22q%22");

	(void)state;
	assert_null(class->problem);
	assert_string_equal(class->name, "nonpnp:DBG_INIT.nonpnp.c(97)");
	assert_string_equal(class->driver, "nonpnp");
	assert_string_equal(class->text, "100%% %d&=;\n");
	assert_string_equal(class->flag, "DBG_INIT");
	assert_string_equal(class->level_name, "TRACE_LEVEL_ERROR");
	assert_int_equal(class->level, 2);
	assert_string_equal(class->function, "DriverEntry");
	assert_string_equal(class->file, "nonpnp.c");
	assert_int_equal(class->line, 97);
	assert_string_equal(class->control_guid, "d23a");
	assert_int_equal(class->parameter_count, 3);
	assert_string_equal(class->parameters[0].specifier, "d");
	assert_string_equal(class->parameters[0].expression, "n;");
	assert_string_equal(class->parameters[1].specifier, "I64x");
	assert_string_equal(class->parameters[1].expression, "\"q\"");
	assert_string_equal(class->parameters[2].specifier, "!set!:a,b");
	assert_string_equal(class->parameters[2].expression, "");
	message_class_destroy(class);
}

static void what_is_not_there_is_empty(void **state)
{
	struct message_class *class = parse("wpp:1?m=");

	(void)state;
	assert_null(class->problem);
	assert_string_equal(class->text, "");
	assert_string_equal(class->flag, "");
	assert_int_equal(class->level, MESSAGE_LEVEL_OF_EVENT);
	assert_int_equal(class->parameter_count, 0);
	message_class_destroy(class);
}

static void keys_of_later_days_are_passed_over(void **state)
{
	struct message_class *class = parse("wpp:1?z=1&zz=%20&m=text&m=other&q=&fnord=3");

	(void)state;
	assert_null(class->problem);
	assert_string_equal(class->text, "text");
	message_class_destroy(class);
}

static void nonsense_is_a_problem_and_no_crash(void **state)
{
	static const char *const uris[] = { "wpp:", "wpp:1", "wpp:2?m=a", "wpp:1?", "wpp:1?m",
		"wpp:1?m=%", "wpp:1?m=%2", "wpp:1?m=%zz", "wpp:1?m=%00", "wpp:1?=", "wpp:1?&&",
		"wpp:1?m=a&v=", "wpp:1?m=a&v=x", "wpp:1?m=a&v=256", "wpp:1?m=a&v=-1",
		"wpp:1?m=a&n=1234567890", "wpp:1?f=a", "wpp:1?m=a&a=%", "wpp:1?m=a&m",
		"wpp:11?m=a" };

	(void)state;
	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		struct message_class *class = parse(uris[i]);

		if (!class->problem)
			fail_msg("%s has no problem", uris[i]);
		assert_non_null(class->text);
		assert_non_null(class->file);
		message_class_destroy(class);
	}
}

static void more_parameters_than_there_can_be_are_a_problem(void **state)
{
	char uri[16 + 2 * MESSAGE_PARAMETER_MAX + 8] = "wpp:1?m=a&a=";
	struct message_class *class;

	(void)state;
	for (size_t i = 0; i <= MESSAGE_PARAMETER_MAX; i++)
		strcat(uri, "d;");
	class = parse(uri);
	assert_non_null(class->problem);
	message_class_destroy(class);
}

static void only_wpp_is_a_dictionary(void **state)
{
	(void)state;
	assert_true(message_is_uri("wpp:1?m=a"));
	assert_false(message_is_uri("http://example.org"));
	assert_false(message_is_uri("wpp"));
	assert_false(message_is_uri(""));
}

static void levels_have_names_and_numbers(void **state)
{
	(void)state;
	assert_int_equal(message_level_find("error"), 2);
	assert_int_equal(message_level_find("TRACE_LEVEL_INFORMATION"), 4);
	assert_int_equal(message_level_find("fatal"), 1);
	assert_int_equal(message_level_find("7"), 7);
	assert_int_equal(message_level_find("loud"), -1);
	assert_int_equal(message_level_find(""), -1);
	assert_int_equal(message_level_find("255"), -1);
	assert_string_equal(message_level_name(1), "CRITICAL");
	assert_null(message_level_name(9));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dictionary_is_taken_apart),
		cmocka_unit_test(what_is_not_there_is_empty),
		cmocka_unit_test(keys_of_later_days_are_passed_over),
		cmocka_unit_test(nonsense_is_a_problem_and_no_crash),
		cmocka_unit_test(more_parameters_than_there_can_be_are_a_problem),
		cmocka_unit_test(only_wpp_is_a_dictionary),
		cmocka_unit_test(levels_have_names_and_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
