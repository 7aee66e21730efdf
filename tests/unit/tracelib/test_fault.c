#include <drvtrace/fault.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* How many of `count` points of that name fail; *nth is the last that did, from 1. */
static int failures(const char *name, int count, int *nth)
{
	int failed = 0;

	for (int i = 1; i <= count; i++)
		if (DRVTRACE_FAULT_POINT(NULL, name)) {
			failed++;
			*nth = i;
		}
	return failed;
}

static void nothing_fails_and_nothing_is_counted_when_nothing_is_chosen(void **state)
{
	int nth = 0;

	(void)state;
	drvtrace_fault_arm(NULL, 0);
	assert_int_equal(drvtrace_fault_armed, 0);
	assert_int_equal(failures("a", 5, &nth), 0);
	assert_int_equal(drvtrace_fault_count(), 0);
}

static void the_nth_point_fails_once(void **state)
{
	int nth = 0;

	(void)state;
	drvtrace_fault_arm(NULL, 3);
	assert_int_equal(failures("a", 10, &nth), 1);
	assert_int_equal(nth, 3);
	assert_int_equal(drvtrace_fault_count(), 10);
}

static void a_chosen_name_counts_its_own_points_only(void **state)
{
	int nth = 0;

	(void)state;
	drvtrace_fault_arm("b", 2);
	assert_int_equal(failures("a", 4, &nth), 0);
	assert_int_equal(failures("b", 4, &nth), 1);
	assert_int_equal(nth, 2);
	assert_int_equal(failures("bb", 4, &nth), 0);
	assert_int_equal(drvtrace_fault_count(), 12);
}

static void arming_again_starts_over(void **state)
{
	int nth = 0;

	(void)state;
	drvtrace_fault_arm("a", 2);
	assert_int_equal(failures("a", 1, &nth), 0);
	drvtrace_fault_arm("a", 2);
	assert_int_equal(failures("a", 2, &nth), 1);
	assert_int_equal(nth, 2);
	drvtrace_fault_arm(NULL, 0);
	assert_int_equal(failures("a", 2, &nth), 0);
}

static void a_point_without_a_name_never_fails(void **state)
{
	(void)state;
	drvtrace_fault_arm(NULL, 1);
	assert_int_equal(drvtrace_fault_point(NULL, NULL, NULL), 0);
	assert_int_equal(drvtrace_fault_count(), 0);
	drvtrace_fault_arm(NULL, 0);
}

/* What a program started with these variables makes of 5 points "a" and then 5 points "b:c". */
static int failed_in_child(const char *variable, const char *value)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		unsetenv("DRVTRACE_FAIL");
		unsetenv("DRVTRACE_FAIL_AT");
		setenv(variable, value, 1);
		execl("/proc/self/exe", "test_fault", "count", (char *)NULL);
		_exit(99);
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static void the_environment_chooses_before_main(void **state)
{
	(void)state;
	assert_int_equal(failed_in_child("DRVTRACE_FAIL", "4"), 4);
	assert_int_equal(failed_in_child("DRVTRACE_FAIL", "7"), 12);
	assert_int_equal(failed_in_child("DRVTRACE_FAIL_AT", "a"), 1);
	assert_int_equal(failed_in_child("DRVTRACE_FAIL_AT", "a:5"), 5);
	assert_int_equal(failed_in_child("DRVTRACE_FAIL_AT", "b:c"), 11);
	assert_int_equal(failed_in_child("DRVTRACE_FAIL_AT", "b:c:3"), 13);
}

static void what_cannot_be_understood_chooses_nothing(void **state)
{
	static const char *const values[] = { "", "0", "-1", "x", "1x", " 1",
		"99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_int_equal(failed_in_child("DRVTRACE_FAIL", values[i]), 0);
	assert_int_equal(failed_in_child("DRVTRACE_FAIL_AT", ""), 0);
	assert_int_equal(failed_in_child("DRVTRACE_FAIL_AT", "a:99"), 0);
}

static int count_in_child(void)
{
	int nth = 0;

	if (failures("a", 5, &nth))
		return nth;
	return failures("b:c", 5, &nth) ? nth + 10 : 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_fails_and_nothing_is_counted_when_nothing_is_chosen),
		cmocka_unit_test(the_nth_point_fails_once),
		cmocka_unit_test(a_chosen_name_counts_its_own_points_only),
		cmocka_unit_test(arming_again_starts_over),
		cmocka_unit_test(a_point_without_a_name_never_fails),
		cmocka_unit_test(the_environment_chooses_before_main),
		cmocka_unit_test(what_cannot_be_understood_chooses_nothing),
	};

	if (argc == 2 && strcmp(argv[1], "count") == 0)
		return count_in_child();
	return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
