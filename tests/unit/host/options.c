#include "drivers/host/options.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct options options;
static char error[256];

#define PARSE(...) parse((const char *[]){ "drvhost", __VA_ARGS__, NULL })

static int parse(const char **arguments)
{
	static char storage[16][64];
	static char *argv[17];
	int argc = 0;

	for (; arguments[argc]; argc++) {
		strncpy(storage[argc], arguments[argc], sizeof(storage[argc]) - 1);
		argv[argc] = storage[argc];
	}
	argv[argc] = NULL;
	error[0] = '\0';
	return options_parse(&options, argc, argv, error, sizeof(error));
}

static void drivers_are_loaded_in_the_order_given(void **state)
{
	(void)state;
	assert_int_equal(PARSE("one.so", "--no-start", "two.so"), 0);
	assert_int_equal(options.driver_count, 2);
	assert_string_equal(options.drivers[0], "one.so");
	assert_string_equal(options.drivers[1], "two.so");
	assert_true(options.no_start);
	assert_false(options.special_pool);
	assert_int_equal(options.repeat, 1);
	assert_int_equal(options.fail_nth, 0);
	assert_null(options.books);
}

static void pool_can_be_guarded(void **state)
{
	(void)state;
	assert_int_equal(PARSE("--special-pool", "one.so"), 0);
	assert_true(options.special_pool);
	assert_int_equal(PARSE("--special-pool=yes", "one.so"), -EINVAL);
}

static void one_call_can_be_made_to_fail(void **state)
{
	(void)state;
	assert_int_equal(PARSE("--fail", "7", "one.so"), 0);
	assert_int_equal(options.fail_nth, 7);
	assert_null(options.fail_point);

	assert_int_equal(PARSE("--fail-at", "ExAllocatePool2", "one.so"), 0);
	assert_string_equal(options.fail_point, "ExAllocatePool2");
	assert_int_equal(options.fail_nth, 1);

	assert_int_equal(PARSE("--fail-at=ExAllocatePool2:3", "one.so"), 0);
	assert_string_equal(options.fail_point, "ExAllocatePool2");
	assert_int_equal(options.fail_nth, 3);

	assert_int_equal(PARSE("--fail", "1", "--fail-at", "x", "one.so"), -EINVAL);
}

static void clocks_go_faster_or_slower(void **state)
{
	(void)state;
	assert_int_equal(PARSE("one.so"), 0);
	assert_int_equal(options.clock_rate, 1);
	assert_int_equal(options.clock_per, 1);
	assert_int_equal(PARSE("--clock-rate", "1000", "one.so"), 0);
	assert_int_equal(options.clock_rate, 1000);
	assert_int_equal(options.clock_per, 1);
	assert_int_equal(PARSE("--clock-rate", "3/20", "one.so"), 0);
	assert_int_equal(options.clock_rate, 3);
	assert_int_equal(options.clock_per, 20);

	assert_int_equal(PARSE("--clock-rate", "1/", "one.so"), -EINVAL);
	assert_string_equal(error, "--clock-rate: '' is not a number from 1 on");
	assert_int_equal(PARSE("--clock-rate", "/2", "one.so"), -EINVAL);
	assert_int_equal(PARSE("--clock-rate", "0/2", "one.so"), -EINVAL);
	assert_int_equal(PARSE("--clock-rate", "1/2/3", "one.so"), -EINVAL);
	assert_int_equal(PARSE("--clock-rate", "0000000000000000000001/2", "one.so"), -EINVAL);
}

static void wrong_values_are_named(void **state)
{
	(void)state;
	assert_int_equal(PARSE("--fail", "0", "one.so"), -EINVAL);
	assert_string_equal(error, "--fail: '0' is not a number from 1 on");
	assert_int_equal(PARSE("--fail", "-1", "one.so"), -EINVAL);
	assert_int_equal(PARSE("--repeat", "4294967296", "one.so"), -EINVAL);
	assert_int_equal(PARSE("--repeat", "3x", "one.so"), -EINVAL);
	assert_int_equal(PARSE("--fail-at", ":2", "one.so"), -EINVAL);
	assert_string_equal(error, "--fail-at: ':2' does not name a call");
	assert_int_equal(PARSE("--fail-at", "x:", "one.so"), -EINVAL);
	assert_int_equal(PARSE("--books"), -EINVAL);
	assert_string_equal(error, "--books: its value is missing");
	assert_int_equal(PARSE("--scenery", "one.so"), -EINVAL);
	assert_string_equal(error, "--scenery: no such option");
}

static void a_driver_must_be_given(void **state)
{
	(void)state;
	assert_int_equal(PARSE("--no-start"), -EINVAL);
	assert_string_equal(error, "no driver is given");
	assert_int_equal(PARSE("--help"), 0);
	assert_true(options.wants_help);
	assert_int_equal(PARSE("--version"), 0);
	assert_true(options.wants_version);
}

static void the_other_options_are_kept(void **state)
{
	(void)state;
	assert_int_equal(PARSE("--repeat", "5", "--books", "file", "--list-points", "one.so"), 0);
	assert_int_equal(options.repeat, 5);
	assert_string_equal(options.books, "file");
	assert_true(options.list_points);
	assert_false(options.no_start);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drivers_are_loaded_in_the_order_given),
		cmocka_unit_test(pool_can_be_guarded),
		cmocka_unit_test(one_call_can_be_made_to_fail),
		cmocka_unit_test(clocks_go_faster_or_slower),
		cmocka_unit_test(wrong_values_are_named),
		cmocka_unit_test(a_driver_must_be_given),
		cmocka_unit_test(the_other_options_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
