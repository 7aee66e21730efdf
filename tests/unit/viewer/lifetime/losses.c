/* What lost events do to verdicts and findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/support/script.h"
#include "viewer/lifetime/loss.h"

static struct script script;

static void expect(enum lifetime_verdict verdict, int64_t lost)
{
	struct lifetime *lifetime = script_analyse(&script, NULL);
	const struct lifetime_results *results = lifetime_results(lifetime);

	assert_int_equal(results->entry_count, 1);
	assert_int_equal(results->entries[0]->verdict, verdict);
	assert_int_equal(results->entries[0]->lost_count, lost);
	if (verdict == LIFETIME_UNCERTAIN)
		assert_int_equal(results->finding_count, 0);
	lifetime_destroy(lifetime);
}

static void losses_while_it_lived_make_a_leak_uncertain(void **state)
{
	int64_t begin_ns;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	begin_ns = script.time_ns;
	script_lose(&script, begin_ns, 12);
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_UNCERTAIN, 12);
}

static void losses_that_are_reported_late_count_where_they_were(void **state)
{
	int64_t begin_ns;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	begin_ns = script.time_ns;
	script_start(&script);
	script_unload(&script);
	script_lose(&script, begin_ns, 12);
	expect(LIFETIME_UNCERTAIN, 12);
}

static void losses_before_and_after_its_life_change_nothing(void **state)
{
	int64_t begin_ns;

	(void)state;
	script_begin(&script);
	begin_ns = script.time_ns;
	script_lose(&script, begin_ns, 3);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script_unload(&script);
	begin_ns = script.time_ns;
	script_lose(&script, begin_ns, 3);
	expect(LIFETIME_LEAKED, 0);
}

static void a_gap_in_the_sequence_is_a_loss(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_skip(&script, 5);
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_UNCERTAIN, 5);
}

static void a_gap_says_nothing_when_not_all_events_were_recorded(void **state)
{
	(void)state;
	script_begin(&script);
	script.traces[0].has_all_events = false;
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_skip(&script, 5);
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_LEAKED, 0);
}

static void a_gap_in_another_thread_of_the_process_counts(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script.tid = 101;
	script_skip(&script, 2);
	script_acquire(&script, KIND_MEMORY, 0xb0, 1, 0, 0x14);
	script_release(&script, KIND_MEMORY, 0xb0, 0x18);
	script.tid = 100;
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_UNCERTAIN, 2);
}

static void the_loss_of_another_process_changes_nothing(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_process(&script, 200);
	script_skip(&script, 9);
	script_state(&script, EVENT_STATE_LOADED, 0);
	script.pid = 100;
	script.tid = 100;
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_LEAKED, 0);
}

static void the_loss_of_another_recording_changes_nothing(void **state)
{
	char other[] = "other";

	(void)state;
	script_begin(&script);
	script.list.trace_count = 2;
	script.traces[1].start_time = other;
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script.trace = 1;
	script_lose(&script, script.time_ns, 9);
	script.trace = 0;
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_LEAKED, 0);
}

static void negative_counts_add_up(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_lose(&script, script.time_ns, 10000);
	script_lose(&script, script.time_ns, -7512);
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_UNCERTAIN, 2488);
}

static void lost_packets_hold_an_unknown_number_of_events(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_lose(&script, script.time_ns, 3);
	script.events[script.count - 1].lost.is_packets = true;
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_UNCERTAIN, -1);
}

static void a_recording_that_began_late_has_lost_nothing(void **state)
{
	(void)state;
	script_begin_empty(&script);
	script_skip(&script, 500);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0);
	script_release(&script, KIND_POOL, 0xb0, 0);
	script_start(&script);
	script_unload(&script);
	expect(LIFETIME_LEAKED, 0);
}

static void an_unknown_release_is_no_finding_after_a_loss(void **state)
{
	struct lifetime *lifetime;
	int64_t begin_ns;

	(void)state;
	script_begin(&script);
	begin_ns = script.time_ns;
	script_load(&script, 1);
	script_release(&script, KIND_POOL, 0xb0, 0x20);
	script_lose(&script, begin_ns, 1);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->finding_count, 0);
	lifetime_destroy(lifetime);
}

static void an_address_that_comes_twice_is_no_finding_after_a_loss(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_skip(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	script_start(&script);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->entry_count, 0);
	assert_int_equal(lifetime_results(lifetime)->finding_count, 0);
	lifetime_destroy(lifetime);
}

static void a_log_that_overflows_still_covers_every_loss(void **state)
{
	struct loss_log log = { 0 };

	(void)state;
	for (int64_t i = 0; i < 100000; i++) {
		const struct loss loss = { i * 10, i * 10 + 1, 1 };

		assert_int_equal(loss_log_add(&log, &loss), 0);
	}
	assert_true(log.count <= 4096);
	assert_int_equal(loss_log_sort(&log), 0);
	for (int64_t i = 0; i < 100000; i += 997) {
		struct loss sum = { .begin_ns = 1 };

		assert_true(loss_log_overlaps(&log, i * 10 - 1, i * 10 + 2, &sum));
		assert_true(sum.begin_ns <= i * 10 && sum.end_ns >= i * 10 + 1);
	}
	loss_log_finish(&log);
}

static void a_long_loss_hides_behind_no_later_short_one(void **state)
{
	const struct loss losses[] = { { 10, 1000, 1 }, { 20, 30, 1 }, { 2000, 2010, 1 } };
	struct loss_log log = { 0 };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(loss_log_add(&log, &losses[i]), 0);
	assert_int_equal(loss_log_sort(&log), 0);
	assert_true(loss_log_overlaps(&log, 500, 600, NULL));
	assert_false(loss_log_overlaps(&log, 1000, 2000, NULL));
	assert_false(loss_log_overlaps(&log, 0, 10, NULL));
	assert_true(loss_log_overlaps(&log, 1999, 2001, NULL));
	assert_false(loss_log_overlaps(&log, 2010, 9999, NULL));
	loss_log_finish(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(losses_while_it_lived_make_a_leak_uncertain),
		cmocka_unit_test(losses_that_are_reported_late_count_where_they_were),
		cmocka_unit_test(losses_before_and_after_its_life_change_nothing),
		cmocka_unit_test(a_gap_in_the_sequence_is_a_loss),
		cmocka_unit_test(a_gap_says_nothing_when_not_all_events_were_recorded),
		cmocka_unit_test(a_gap_in_another_thread_of_the_process_counts),
		cmocka_unit_test(the_loss_of_another_process_changes_nothing),
		cmocka_unit_test(the_loss_of_another_recording_changes_nothing),
		cmocka_unit_test(negative_counts_add_up),
		cmocka_unit_test(lost_packets_hold_an_unknown_number_of_events),
		cmocka_unit_test(a_recording_that_began_late_has_lost_nothing),
		cmocka_unit_test(an_unknown_release_is_no_finding_after_a_loss),
		cmocka_unit_test(an_address_that_comes_twice_is_no_finding_after_a_loss),
		cmocka_unit_test(a_log_that_overflows_still_covers_every_loss),
		cmocka_unit_test(a_long_loss_hides_behind_no_later_short_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
