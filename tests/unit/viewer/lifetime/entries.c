/* How unreleased objects are folded, held, laid out as ladders, and told of other runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/script.h"

static struct script script;

static const char *text_of(const struct lifetime *lifetime, uint32_t id)
{
	return strings_get(lifetime_results(lifetime)->strings, id);
}

static uint64_t offset_of(const struct lifetime *lifetime, uint32_t site)
{
	return sites_get(lifetime_results(lifetime)->sites, site)->offset;
}

static void write_failing_cycle(uint32_t driver)
{
	script_load(&script, driver);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_acquire(&script, KIND_DEVICE, 0xb0, 8, 0, 0x14);
	script_begin_span(&script, "RegisterWithPortDriver");
	script_fault(&script, "port", 0x18);
	script_end_span(&script, "RegisterWithPortDriver", -22);
	script_fail_entry(&script, -22);
	script_unload(&script);
}

static void like_leaks_are_one_entry(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_results *results;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	for (uint64_t i = 0; i < 10; i++)
		script_acquire(&script, KIND_POOL, 0xa0 + i, 64, 0, 0x10);
	script_acquire(&script, KIND_POOL, 0xc0, 4, 0, 0x14);
	script_start(&script);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	results = lifetime_results(lifetime);
	assert_int_equal(results->entry_count, 2);
	assert_int_equal(results->entries[1]->count, 10);
	assert_int_equal(results->entries[1]->size_bytes, 640);
	assert_int_equal(results->entries[0]->size_bytes, 4);
	lifetime_destroy(lifetime);
}

static void like_leaks_of_two_processes_are_one_entry(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	write_failing_cycle(1);
	script_process(&script, 200);
	write_failing_cycle(1);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->entry_count, 2);
	assert_int_equal(lifetime_results(lifetime)->entries[1]->count, 2);
	assert_int_equal(lifetime_results(lifetime)->failure_count, 1);
	lifetime_destroy(lifetime);
}

static void only_the_topmost_unreleased_object_is_an_entry(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_entry *entry;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFDEVICE, 0xd1, 10, 0xd0, 0x14);
	script_acquire(&script, KIND_WDFMEMORY, 0xd2, 20, 0xd1, 0x18);
	script_acquire(&script, KIND_WDFMEMORY, 0xd3, 30, 0xd1, 0x18);
	script_release(&script, KIND_WDFMEMORY, 0xd3, 0x1c);
	script_start(&script);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->entry_count, 1);
	entry = lifetime_results(lifetime)->entries[0];
	assert_string_equal(text_of(lifetime, entry->kind), "WDFDRIVER");
	assert_int_equal(entry->count, 1);
	assert_int_equal(entry->held_count, 2);
	assert_int_equal(entry->held_bytes, 30);
	assert_int_equal(lifetime_results(lifetime)->finding_count, 1);
	lifetime_destroy(lifetime);
}

static void owners_are_remembered_as_kinds(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFDEVICE, 0xd1, 0, 0xd0, 0x14);
	script_acquire(&script, KIND_WDFMEMORY, 0xd2, 20, 0xd1, 0x18);
	script_start(&script);
	script_release(&script, KIND_WDFDEVICE, 0xd1, 0);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->entry_count, 1);
	assert_string_equal(text_of(lifetime, lifetime_results(lifetime)->entries[0]->owner_path),
		"WDFDRIVER/WDFDEVICE");
	lifetime_destroy(lifetime);
}

static void the_ladder_undoes_in_reverse_order(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_failure *failure;

	(void)state;
	script_begin(&script);
	write_failing_cycle(1);
	write_failing_cycle(2);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->failure_count, 1);
	failure = lifetime_results(lifetime)->failures;
	assert_int_equal(failure->cycles, 2);
	assert_int_equal(failure->status, -22);
	assert_string_equal(text_of(lifetime, failure->entry), "DriverEntry");
	assert_string_equal(text_of(lifetime, failure->span), "RegisterWithPortDriver");
	assert_string_equal(text_of(lifetime, failure->fault_point), "port");
	assert_int_equal(failure->rung_count, 2);
	assert_string_equal(text_of(lifetime, failure->rungs[0].entry->kind), "device");
	assert_string_equal(text_of(lifetime, failure->rungs[1].entry->kind), "pool");
	lifetime_destroy(lifetime);
}

static void what_a_thread_does_meanwhile_does_not_fail_the_entry(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script.tid++;
	script_begin_span(&script, "ThreadStart");
	script.tid--;
	script_end_span(&script, "DriverEntry", -22);
	script.tid++;
	script_end_span(&script, "ThreadStart", 0);
	script.tid--;
	script_state(&script, EVENT_STATE_ENTRY_FAILED, -22);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->failure_count, 1);
	assert_string_equal(
		text_of(lifetime, lifetime_results(lifetime)->failures->entry), "DriverEntry");
	lifetime_destroy(lifetime);
}

static void a_failed_entry_that_left_nothing_has_no_ladder(void **state)
{
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_fail_entry(&script, -5);
	script_release(&script, KIND_POOL, 0xa0, 0x14);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	assert_int_equal(lifetime_results(lifetime)->failure_count, 0);
	lifetime_destroy(lifetime);
}

static void a_leak_names_where_a_good_run_releases_the_same(void **state)
{
	char other[] = "another recording";
	struct lifetime *lifetime;
	const struct lifetime_release *release;

	(void)state;
	script_begin(&script);
	write_failing_cycle(1);
	script.list.trace_count = 2;
	script.traces[1].start_time = other;
	script.trace = 1;
	script_process(&script, 100);
	/* Loaded elsewhere: the site is the same all the same. */
	script.events[script.count - 1].module.base = SCRIPT_BASE + 0x8000;
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x8010);
	script_start(&script);
	script_begin_span(&script, "DriverUnload");
	script_release(&script, KIND_POOL, 0xa0, 0x8040);
	script_end_span(&script, "DriverUnload", 0);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	release = lifetime_results(lifetime)->entries[1]->released_at;
	assert_non_null(release);
	assert_int_equal(offset_of(lifetime, release->site), 0x40);
	assert_string_equal(text_of(lifetime, release->context), "DriverUnload");
	assert_int_equal(release->good_count, 1);
	assert_int_equal(release->failed_count, 0);
	assert_null(lifetime_results(lifetime)->entries[0]->released_at);
	lifetime_destroy(lifetime);
}

static void the_cleanup_of_good_runs_is_named_before_ways_out_of_entry(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_release *release;

	(void)state;
	script_begin(&script);
	for (uint32_t cycle = 1; cycle <= 3; cycle++) {
		script_load(&script, cycle);
		script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
		script_release(&script, KIND_POOL, 0xa0, 0x30);
		script_fail_entry(&script, -1);
		script_unload(&script);
	}
	for (uint32_t cycle = 4; cycle <= 5; cycle++) {
		script_load(&script, cycle);
		script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
		script_start(&script);
		script_release(&script, KIND_POOL, 0xa0, 0x40);
		script_unload(&script);
	}
	write_failing_cycle(6);
	lifetime = script_analyse(&script, NULL);
	release = lifetime_results(lifetime)->entries[1]->released_at;
	assert_non_null(release);
	assert_int_equal(offset_of(lifetime, release->site), 0x40);
	assert_int_equal(release->good_count, 2);
	lifetime_destroy(lifetime);
}

static void a_leak_of_every_cycle_has_its_slope(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_results *results;

	(void)state;
	script_begin(&script);
	for (uint32_t cycle = 1; cycle <= 10; cycle++) {
		script_load(&script, cycle);
		if (cycle == 1)
			script_acquire(&script, KIND_MEMORY, 0xcace, 4096, 0, 0x20);
		script_acquire(&script, KIND_POOL, 0xa0 + 2 * cycle, 64, 0, 0x10);
		script_acquire(&script, KIND_POOL, 0xa1 + 2 * cycle, 64, 0, 0x10);
		script_start(&script);
		script_unload(&script);
	}
	lifetime = script_analyse(&script, NULL);
	results = lifetime_results(lifetime);
	assert_int_equal(results->entry_count, 2);
	assert_int_equal(results->entries[0]->count, 20);
	assert_int_equal(results->entries[0]->cycles, 10);
	assert_float_equal(results->entries[0]->objects_per_cycle, 2.0, 1e-9);
	assert_float_equal(results->entries[0]->bytes_per_cycle, 128.0, 1e-9);
	/* What only the first load leaves behind does not grow. */
	assert_float_equal(results->entries[1]->bytes_per_cycle, 0.0, 1e-9);
	lifetime_destroy(lifetime);
}

static void the_worst_entry_is_the_last(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_results *results;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 8, 0, 0x10);
	script_start(&script);
	script_load(&script, 2);
	script_acquire(&script, KIND_POOL, 0xa1, 100, 0, 0x14);
	script_acquire(&script, KIND_POOL, 0xa2, 10, 0, 0x18);
	script_fail_entry(&script, -1);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	results = lifetime_results(lifetime);
	assert_int_equal(results->entry_count, 3);
	assert_int_equal(results->entries[0]->verdict, LIFETIME_ALIVE);
	assert_int_equal(results->entries[1]->size_bytes, 10);
	assert_int_equal(results->entries[2]->size_bytes, 100);
	lifetime_destroy(lifetime);
}

static int released;
static int unreleased;

static int on_object(void *data, const struct lifetime_object *object)
{
	(void)data;
	if (object->verdict == LIFETIME_RELEASED) {
		assert_int_equal(object->ended_ns, object->acquired_ns + 1000);
		released++;
	} else {
		unreleased++;
	}
	return 0;
}

static void observers_are_told_every_lifetime_once(void **state)
{
	const struct lifetime_observer observer = { .object = on_object };
	struct lifetime *lifetime;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 8, 0, 0x10);
	for (int i = 0; i < 3; i++) {
		script_acquire(&script, KIND_POOL, 0xa1, 8, 0, 0x10);
		script_release(&script, KIND_POOL, 0xa1, 0x10);
	}
	script_start(&script);
	lifetime = script_analyse(&script, &observer);
	assert_int_equal(released, 3);
	assert_int_equal(unreleased, 1);
	lifetime_destroy(lifetime);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(like_leaks_are_one_entry),
		cmocka_unit_test(like_leaks_of_two_processes_are_one_entry),
		cmocka_unit_test(only_the_topmost_unreleased_object_is_an_entry),
		cmocka_unit_test(owners_are_remembered_as_kinds),
		cmocka_unit_test(the_ladder_undoes_in_reverse_order),
		cmocka_unit_test(what_a_thread_does_meanwhile_does_not_fail_the_entry),
		cmocka_unit_test(a_failed_entry_that_left_nothing_has_no_ladder),
		cmocka_unit_test(a_leak_names_where_a_good_run_releases_the_same),
		cmocka_unit_test(the_cleanup_of_good_runs_is_named_before_ways_out_of_entry),
		cmocka_unit_test(a_leak_of_every_cycle_has_its_slope),
		cmocka_unit_test(the_worst_entry_is_the_last),
		cmocka_unit_test(observers_are_told_every_lifetime_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
