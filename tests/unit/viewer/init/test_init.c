/* The tree of phases. Every event of a script comes 1000 ns after the one before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/support/script.h"
#include "viewer/init/init.h"

static struct script script;
static struct init init;
static struct lifetime *lifetime;

static void analyse(void)
{
	lifetime = script_analyse(&script, &init.observer);
}

static int set_up(void **state)
{
	(void)state;
	init_begin(&init);
	script_begin(&script);
	script.driver = 1;
	script_state(&script, EVENT_STATE_LOADED, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	init_finish(&init);
	lifetime_destroy(lifetime);
	return 0;
}

static const char *name_of(const struct init_node *node)
{
	return strings_get(lifetime_results(lifetime)->strings, node->name);
}

static void phases_nest_and_their_own_time_excludes_what_is_nested(void **state)
{
	(void)state;
	script_begin_span(&script, "DriverEntry");
	script_begin_span(&script, "copy");
	script_end_span(&script, "copy", 0);
	script_begin_span(&script, "register");
	script_end_span(&script, "register", 0);
	script_end_span(&script, "DriverEntry", 0);
	analyse();
	assert_string_equal(name_of(init.first), "DriverEntry");
	assert_null(init.first->next);
	assert_int_equal(init.first->total_ns, 5000);
	assert_int_equal(init.first->self_ns, 3000);
	assert_string_equal(name_of(init.first->first), "copy");
	assert_string_equal(name_of(init.first->first->next), "register");
	assert_int_equal(init.first->first->self_ns, 1000);
}

static void repeated_phases_are_one_node(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		script_begin_span(&script, "AddDevice");
		if (i == 1)
			script_begin_span(&script, "inner");
		if (i == 1)
			script_end_span(&script, "inner", 0);
		script_end_span(&script, "AddDevice", i == 2 ? -7 : 0);
	}
	analyse();
	assert_null(init.first->next);
	assert_int_equal(init.first->calls, 3);
	assert_int_equal(init.first->failed, 1);
	assert_int_equal(init.first->last_status, -7);
	assert_int_equal(init.first->worst_status, -7);
	assert_int_equal(init.first->longest_ns, 3000);
	assert_int_equal(init.first->first->calls, 1);
}

static void the_innermost_failing_phase_is_the_origin(void **state)
{
	(void)state;
	script_begin_span(&script, "DriverEntry");
	script_begin_span(&script, "optional");
	script_end_span(&script, "optional", -2);
	script_begin_span(&script, "register");
	script_end_span(&script, "register", -22);
	script_end_span(&script, "DriverEntry", -22);
	analyse();
	assert_int_equal(init.first->failed, 1);
	assert_int_equal(init.first->origins, 0);
	assert_int_equal(init.first->first->origins, 1);
	assert_int_equal(init.first->first->next->origins, 1);
}

static void a_failure_of_its_own_is_not_blamed_on_an_inner_phase(void **state)
{
	(void)state;
	script_begin_span(&script, "DriverEntry");
	script_begin_span(&script, "optional");
	script_end_span(&script, "optional", -2);
	script_end_span(&script, "DriverEntry", -22);
	analyse();
	assert_int_equal(init.first->origins, 1);
}

static void a_phase_in_which_the_process_died_is_unfinished(void **state)
{
	(void)state;
	script_begin_span(&script, "DriverEntry");
	script_begin_span(&script, "copy");
	script_add(&script, EVENT_PROCESS_END);
	analyse();
	assert_int_equal(init.first->unfinished, 1);
	assert_true(init.first->has_died);
	assert_int_equal(init.first->total_ns, 2000);
	assert_int_equal(init.first->self_ns, 1000);
	assert_int_equal(init.first->first->unfinished, 1);
}

static void a_phase_that_runs_when_the_recording_ends_is_not_dead(void **state)
{
	(void)state;
	script_begin_span(&script, "DriverEntry");
	analyse();
	assert_int_equal(init.first->unfinished, 1);
	assert_false(init.first->has_died);
}

static void what_is_acquired_is_held_by_the_phase_and_those_around_it(void **state)
{
	int64_t objects;
	int64_t bytes;

	(void)state;
	script_begin_span(&script, "DriverEntry");
	script_acquire(&script, KIND_POOL, 0xa0, 100, 0, 0x10);
	script_begin_span(&script, "copy");
	script_acquire(&script, KIND_POOL, 0xa1, 10, 0, 0x10);
	script_acquire(&script, KIND_POOL, 0xa2, 1, 0, 0x10);
	script_release(&script, KIND_POOL, 0xa0, 0x14);
	script_end_span(&script, "copy", 0);
	script_end_span(&script, "DriverEntry", 0);
	analyse();
	init_held(init.first->first, &objects, &bytes);
	assert_int_equal(objects, 1);
	assert_int_equal(bytes, -89);
	init_held(init.first, &objects, &bytes);
	assert_int_equal(objects, 2);
	assert_int_equal(bytes, 11);
}

static void threads_do_not_nest_in_each_other(void **state)
{
	(void)state;
	script_begin_span(&script, "DriverEntry");
	script.tid = 101;
	script_begin_span(&script, "worker");
	script_end_span(&script, "worker", 0);
	script.tid = 100;
	script_end_span(&script, "DriverEntry", 0);
	analyse();
	assert_null(init.first->first);
	assert_string_equal(name_of(init.first->next), "worker");
	assert_int_equal(init.first->self_ns, init.first->total_ns);
}

static void drivers_that_call_each_other_have_trees_of_their_own(void **state)
{
	(void)state;
	script_begin_span(&script, "AddDevice");
	script.driver = 2;
	script_begin_span(&script, "AddDevice");
	script_end_span(&script, "AddDevice", 0);
	script.driver = 1;
	script_end_span(&script, "AddDevice", 0);
	analyse();
	assert_null(init.first->first);
	assert_non_null(init.first->next);
	assert_int_equal(init.first->self_ns, 2000);
}

static void an_end_without_a_begin_is_ignored_and_a_missing_end_is_skipped(void **state)
{
	(void)state;
	script_end_span(&script, "never begun", 0);
	script_begin_span(&script, "outer");
	script_begin_span(&script, "its end was lost");
	script_end_span(&script, "outer", 0);
	script_begin_span(&script, "next");
	script_end_span(&script, "next", 0);
	analyse();
	assert_string_equal(name_of(init.first), "outer");
	assert_string_equal(name_of(init.first->next), "next");
}

static void a_chain_of_any_depth_can_be_freed(void **state)
{
	(void)state;
	for (int i = 0; i < 2000; i++)
		script_begin_span(&script, "deeper");
	analyse();
	assert_non_null(init.first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(phases_nest_and_their_own_time_excludes_what_is_nested),
		TEST(repeated_phases_are_one_node),
		TEST(the_innermost_failing_phase_is_the_origin),
		TEST(a_failure_of_its_own_is_not_blamed_on_an_inner_phase),
		TEST(a_phase_in_which_the_process_died_is_unfinished),
		TEST(a_phase_that_runs_when_the_recording_ends_is_not_dead),
		TEST(what_is_acquired_is_held_by_the_phase_and_those_around_it),
		TEST(threads_do_not_nest_in_each_other),
		TEST(drivers_that_call_each_other_have_trees_of_their_own),
		TEST(an_end_without_a_begin_is_ignored_and_a_missing_end_is_skipped),
		TEST(a_chain_of_any_depth_can_be_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
