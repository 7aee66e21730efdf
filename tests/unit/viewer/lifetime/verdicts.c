/* Which verdict an object gets that was not released. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/support/script.h"

static struct script script;

static void expect_entries(size_t count)
{
	struct lifetime *lifetime = script_analyse(&script, NULL);

	assert_int_equal(lifetime_results(lifetime)->entry_count, count);
	lifetime_destroy(lifetime);
}

static void expect_only(enum lifetime_verdict verdict, enum lifetime_cause cause)
{
	struct lifetime *lifetime = script_analyse(&script, NULL);
	const struct lifetime_results *results = lifetime_results(lifetime);

	assert_int_equal(results->entry_count, 1);
	assert_int_equal(results->entries[0]->verdict, verdict);
	assert_int_equal(results->entries[0]->cause, cause);
	lifetime_destroy(lifetime);
}

static void what_a_failed_entry_leaves_behind_has_leaked(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_fail_entry(&script, -5);
	script_unload(&script);
	expect_only(LIFETIME_LEAKED, LIFETIME_CAUSE_FAILED_ENTRY);
}

static void a_failed_entry_is_an_end_without_a_state_unloaded_too(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_fail_entry(&script, -5);
	script_add(&script, EVENT_PROCESS_END);
	expect_only(LIFETIME_LEAKED, LIFETIME_CAUSE_FAILED_ENTRY);
}

static void what_is_left_at_unload_has_leaked(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script_unload(&script);
	expect_only(LIFETIME_LEAKED, LIFETIME_CAUSE_UNLOAD);
}

static void what_was_released_is_no_entry(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_fail_entry(&script, -5);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	script_unload(&script);
	expect_entries(0);
}

static void a_release_after_the_owners_end_still_counts(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script_state(&script, EVENT_STATE_UNLOADED, 0);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	expect_entries(0);
}

static void what_a_loaded_driver_holds_is_alive(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	expect_only(LIFETIME_ALIVE, LIFETIME_CAUSE_NONE);
}

static void a_process_that_ended_first_abandons(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_add(&script, EVENT_PROCESS_END);
	expect_only(LIFETIME_ABANDONED, LIFETIME_CAUSE_NONE);
}

static void a_crash_abandons(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_state(&script, EVENT_STATE_CRASHED, -1);
	expect_only(LIFETIME_ABANDONED, LIFETIME_CAUSE_NONE);
}

static void a_process_that_no_longer_ran_abandons(void **state)
{
	int32_t others[] = { 7, 8 };

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script.traces[0].running_pids = others;
	script.traces[0].running_pid_count = 2;
	expect_only(LIFETIME_ABANDONED, LIFETIME_CAUSE_NONE);

	others[1] = 100;
	expect_only(LIFETIME_ALIVE, LIFETIME_CAUSE_NONE);
}

static void a_pid_that_is_used_again_is_another_process(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_results *results;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_process(&script, 100);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	lifetime = script_analyse(&script, NULL);
	results = lifetime_results(lifetime);
	assert_int_equal(results->processes->count, 2);
	assert_int_equal(results->entry_count, 1);
	assert_int_equal(results->entries[0]->verdict, LIFETIME_ABANDONED);
	assert_int_equal(results->entries[0]->process, 1);
	lifetime_destroy(lifetime);
}

static void a_pid_is_told_by_its_sequence_when_the_start_was_not_seen(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script.last_seq[100] = 0;
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->processes->count, 2);
	assert_null(script_finding(lifetime, "acquired-twice"));
	lifetime_destroy(lifetime);
}

static void processes_of_different_hosts_do_not_mix(void **state)
{
	char other[] = "other";

	(void)state;
	script_begin(&script);
	script.list.trace_count = 2;
	script.traces[1].host = other;
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script_unload(&script);
	script.trace = 1;
	script_process(&script, 100);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	expect_only(LIFETIME_LEAKED, LIFETIME_CAUSE_UNLOAD);
}

static void a_recording_in_two_traces_is_one(void **state)
{
	(void)state;
	script_begin(&script);
	script.list.trace_count = 2;
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script.trace = 1;
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	script_unload(&script);
	expect_entries(0);
}

static void an_event_that_comes_twice_counts_once(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	script.events[script.count] = script.events[script.count - 1];
	script.count++;
	script_start(&script);
	script_unload(&script);
	expect_entries(0);
}

static void an_address_may_be_used_any_number_of_times(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	for (int i = 0; i < 100; i++) {
		script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
		script_release(&script, KIND_POOL, 0xa0, 0x20);
	}
	script_start(&script);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->entry_count, 0);
	assert_int_equal(lifetime_results(lifetime)->finding_count, 0);
	lifetime_destroy(lifetime);
}

static void a_leaked_address_that_is_used_again_stays_leaked(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	for (uint32_t cycle = 1; cycle <= 3; cycle++) {
		script_load(&script, cycle);
		script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
		script_fail_entry(&script, -5);
		script_unload(&script);
	}
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->entry_count, 1);
	assert_int_equal(lifetime_results(lifetime)->entries[0]->count, 3);
	assert_null(script_finding(lifetime, "acquired-twice"));
	lifetime_destroy(lifetime);
}

static void a_transferred_resource_is_charged_to_its_receiver(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_results *results;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script_load(&script, 2);
	script_start(&script);
	script.driver = 1;
	script_transfer(&script, KIND_POOL, 0xa0, 0, 2);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	results = lifetime_results(lifetime);
	assert_int_equal(results->entry_count, 1);
	assert_int_equal(results->entries[0]->verdict, LIFETIME_ALIVE);
	assert_int_equal(results->finding_count, 0);
	lifetime_destroy(lifetime);

	script.driver = 2;
	script_unload(&script);
	expect_only(LIFETIME_LEAKED, LIFETIME_CAUSE_UNLOAD);
}

static void a_child_whose_parent_went_has_leaked(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFMEMORY, 0xe0, 32, 0xd0, 0x14);
	script_start(&script);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0x20);
	expect_only(LIFETIME_LEAKED, LIFETIME_CAUSE_PARENT);
}

static void objects_that_own_each_other_are_no_trap(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 1, 0xa1, 0x10);
	script_acquire(&script, KIND_POOL, 0xa1, 1, 0xa0, 0x14);
	script_transfer(&script, KIND_POOL, 0xa0, 0xa1, 0);
	script_start(&script);
	script_unload(&script);
	expect_entries(2);
}

static void what_belongs_to_no_driver_is_only_alive(void **state)
{
	(void)state;
	script_begin(&script);
	script_acquire(&script, KIND_MEMORY, 0xa0, 1, 0, 0x10);
	expect_only(LIFETIME_ALIVE, LIFETIME_CAUSE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_failed_entry_leaves_behind_has_leaked),
		cmocka_unit_test(a_failed_entry_is_an_end_without_a_state_unloaded_too),
		cmocka_unit_test(what_is_left_at_unload_has_leaked),
		cmocka_unit_test(what_was_released_is_no_entry),
		cmocka_unit_test(a_release_after_the_owners_end_still_counts),
		cmocka_unit_test(what_a_loaded_driver_holds_is_alive),
		cmocka_unit_test(a_process_that_ended_first_abandons),
		cmocka_unit_test(a_crash_abandons),
		cmocka_unit_test(a_process_that_no_longer_ran_abandons),
		cmocka_unit_test(a_pid_that_is_used_again_is_another_process),
		cmocka_unit_test(a_pid_is_told_by_its_sequence_when_the_start_was_not_seen),
		cmocka_unit_test(processes_of_different_hosts_do_not_mix),
		cmocka_unit_test(a_recording_in_two_traces_is_one),
		cmocka_unit_test(an_event_that_comes_twice_counts_once),
		cmocka_unit_test(an_address_may_be_used_any_number_of_times),
		cmocka_unit_test(a_leaked_address_that_is_used_again_stays_leaked),
		cmocka_unit_test(a_transferred_resource_is_charged_to_its_receiver),
		cmocka_unit_test(a_child_whose_parent_went_has_leaked),
		cmocka_unit_test(objects_that_own_each_other_are_no_trap),
		cmocka_unit_test(what_belongs_to_no_driver_is_only_alive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
