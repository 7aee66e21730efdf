/* Every rule, broken and kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/script.h"

static struct script script;

static void expect_findings(size_t count)
{
	struct lifetime *lifetime = script_analyse(&script, NULL);

	assert_int_equal(lifetime_results(lifetime)->finding_count, count);
	lifetime_destroy(lifetime);
}

static void expect_finding(const char *rule, enum rule_severity severity, uint64_t site)
{
	struct lifetime *lifetime = script_analyse(&script, NULL);
	const struct lifetime_finding *finding = script_finding(lifetime, rule);

	assert_non_null(finding);
	assert_int_equal(finding->severity, severity);
	assert_int_equal(sites_get(lifetime_results(lifetime)->sites, finding->site)->offset, site);
	lifetime_destroy(lifetime);
}

static void expect_no_finding(const char *rule)
{
	struct lifetime *lifetime = script_analyse(&script, NULL);

	assert_null(script_finding(lifetime, rule));
	lifetime_destroy(lifetime);
}

static void every_rule_has_an_id_and_a_title_of_one_line(void **state)
{
	(void)state;
	for (const struct rule *rule = rule_table(); rule->id; rule++) {
		assert_ptr_equal(rule_find(rule->id), rule);
		assert_true(strlen(rule->title) > 10);
		assert_null(strchr(rule->title, '\n'));
		assert_int_not_equal(rule->title[strlen(rule->title) - 1], '.');
	}
	assert_null(rule_find("no-such-rule"));
}

static void leaked_by_failed_entry(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_fail_entry(&script, -5);
	script_unload(&script);
	expect_finding("leaked-by-failed-entry", RULE_ERROR, 0x10);
	expect_findings(1);
}

static void leaked_at_unload(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script_unload(&script);
	expect_finding("leaked-at-unload", RULE_ERROR, 0x10);
	expect_findings(1);
}

static void a_device_that_outlives_its_driver_has_a_rule_of_its_own(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_DEVICE, 0xd0, 0, 0, 0x10);
	script_start(&script);
	script_unload(&script);
	expect_finding("device-left-behind", RULE_ERROR, 0x10);
	expect_findings(1);
}

static void a_wdm_driver_that_frees_on_both_ways_is_right(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_release(&script, KIND_POOL, 0xa0, 0x30);
	script_fail_entry(&script, -5);
	script_unload(&script);
	script_load(&script, 2);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
	script_begin_span(&script, "DriverUnload");
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	script_end_span(&script, "DriverUnload", 0);
	script_unload(&script);
	expect_findings(0);
}

/* The pattern of the WDFDRIVER's cleanup callback; `fails`: DriverEntry does, after its creation. */
static void write_good_kmdf(uint32_t driver, bool fails)
{
	script_load(&script, driver);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_wpp_init(&script, 0x14);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_acquire(&script, KIND_WDFMEMORY, 0xe0, 64, 0xd0, 0x1c);
	if (fails)
		script_fail_entry(&script, -5);
	else
		script_start(&script);
	script_stage(&script, EVENT_STAGE_CLEANUP, EVENT_PHASE_BEGIN, KIND_WDFDRIVER, 0xd0);
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	script_wpp_cleanup(&script, EVENT_HOW_CALLED, 0x44);
	script_stage(&script, EVENT_STAGE_CLEANUP, EVENT_PHASE_END, KIND_WDFDRIVER, 0xd0);
	script_release(&script, KIND_WDFMEMORY, 0xe0, 0);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0);
	script_unload(&script);
}

static void a_kmdf_driver_that_cleans_up_in_the_callback_is_right(void **state)
{
	(void)state;
	script_begin(&script);
	write_good_kmdf(1, true);
	write_good_kmdf(2, false);
	expect_findings(0);
}

static void cleanup_only_in_unload(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_start(&script);
	script_begin_span(&script, "EvtDriverUnload");
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	script_end_span(&script, "EvtDriverUnload", 0);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0);
	script_unload(&script);
	expect_finding("cleanup-only-in-unload", RULE_WARNING, 0x18);
	expect_findings(1);

	/* On the way out of a failing entry it is released as well: the author has thought of it. */
	script_load(&script, 2);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_release(&script, KIND_POOL, 0xa0, 0x30);
	script_fail_entry(&script, -5);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0);
	script_unload(&script);
	expect_findings(0);
}

static void what_comes_after_entry_may_go_in_unload(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_start(&script);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_begin_span(&script, "EvtDriverUnload");
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	script_end_span(&script, "EvtDriverUnload", 0);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0);
	script_unload(&script);
	expect_findings(0);
}

static void write_early(bool fails)
{
	script_load(&script, 1);
	script_wpp_init(&script, 0x14);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	if (fails) {
		script_fault(&script, "WdfDriverCreate", 0x1c);
		script_fail_entry(&script, -5);
		script_unload(&script);
		return;
	}
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x1c);
	script_start(&script);
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	script_wpp_cleanup(&script, EVENT_HOW_CALLED, 0x44);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0);
	script_unload(&script);
}

static void acquired_before_driver_create(void **state)
{
	(void)state;
	script_begin(&script);
	write_early(true);
	expect_finding("acquired-before-driver-create", RULE_ERROR, 0x18);
	expect_finding("wpp-init-before-driver-create", RULE_ERROR, 0x14);
	expect_finding("wpp-not-cleaned-up", RULE_ERROR, 0x14);
	expect_finding("leaked-by-failed-entry", RULE_ERROR, 0x18);
	expect_findings(4);

	script_begin(&script);
	write_early(false);
	expect_finding("acquired-before-driver-create", RULE_WARNING, 0x18);
	expect_finding("wpp-init-before-driver-create", RULE_NOTE, 0x14);
	expect_findings(2);
}

static void scratch_memory_before_driver_create_is_right(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x1c);
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	script_start(&script);
	expect_findings(0);
}

static void a_wdm_driver_is_not_asked_for_a_wdfdriver(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_fail_entry(&script, -5);
	script_unload(&script);
	expect_no_finding("acquired-before-driver-create");
}

static void wpp_not_cleaned_up(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_wpp_init(&script, 0x14);
	script_start(&script);
	script_wpp_cleanup(&script, EVENT_HOW_TIED, 0);
	script_unload(&script);
	expect_finding("wpp-not-cleaned-up", RULE_WARNING, 0x14);
	expect_findings(1);

	script_begin(&script);
	script_load(&script, 1);
	script_wpp_init(&script, 0x14);
	script_start(&script);
	script_wpp_cleanup(&script, EVENT_HOW_UNLOAD, 0);
	script_unload(&script);
	expect_finding("wpp-not-cleaned-up", RULE_ERROR, 0x14);
	expect_findings(1);
}

static void wpp_init_twice(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_wpp_init(&script, 0x14);
	script_wpp_cleanup(&script, EVENT_HOW_CALLED, 0x20);
	script_wpp_init(&script, 0x14);
	expect_no_finding("wpp-init-twice");
	script_add(&script, EVENT_DRIVER_INIT);
	script.events[script.count - 1].site = SCRIPT_BASE + 0x18;
	script.events[script.count - 1].driver_init.name = "bth";
	script.events[script.count - 1].driver_init.control_guid = "x";
	expect_finding("wpp-init-twice", RULE_ERROR, 0x18);
}

static void wpp_cleanup_without_init(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_add(&script, EVENT_DRIVER_CLEANUP)->site = SCRIPT_BASE + 0x24;
	expect_finding("wpp-cleanup-without-init", RULE_ERROR, 0x24);

	/* Once more, after the init of a driver, does no harm. */
	script_begin(&script);
	script_load(&script, 1);
	script_wpp_init(&script, 0x14);
	script_wpp_cleanup(&script, EVENT_HOW_CALLED, 0x20);
	script_add(&script, EVENT_DRIVER_CLEANUP)->site = SCRIPT_BASE + 0x24;
	expect_findings(0);
}

static void double_release(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_finding *finding;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	script_release(&script, KIND_POOL, 0xa0, 0x44);
	expect_findings(1);
	lifetime = script_analyse(&script, NULL);
	finding = script_finding(lifetime, "double-release");
	assert_non_null(finding);
	assert_int_equal(sites_get(lifetime_results(lifetime)->sites, finding->site)->offset, 0x44);
	assert_int_equal(
		sites_get(lifetime_results(lifetime)->sites, finding->other_site)->offset, 0x40);
	lifetime_destroy(lifetime);
}

static void release_of_unknown(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	expect_finding("release-of-unknown", RULE_ERROR, 0x40);
	expect_findings(1);

	/* Another kind at the same address is another object. */
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_release(&script, KIND_MEMORY, 0xa0, 0x40);
	expect_finding("release-of-unknown", RULE_ERROR, 0x40);
}

static void an_unknown_release_is_no_finding_when_acquires_were_not_recorded(void **state)
{
	(void)state;
	script_begin(&script);
	script.traces[0].has_all_events = false;
	script_load(&script, 1);
	script_release(&script, KIND_POOL, 0xa0, 0x40);
	expect_findings(0);
}

static void a_forked_child_may_release_what_its_parent_acquired(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_MEMORY, 0xa0, 64, 0, 0x18);
	script_process(&script, 200);
	script.events[script.count - 2].process_start.ppid = 100;
	script_release(&script, KIND_MEMORY, 0xa0, 0x40);
	expect_findings(0);
}

static void child_outlives_parent(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFMEMORY, 0xe0, 32, 0xd0, 0x14);
	script_start(&script);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0x20);
	script_release(&script, KIND_WDFMEMORY, 0xe0, 0x24);
	script_unload(&script);
	expect_finding("child-outlives-parent", RULE_WARNING, 0x14);
	expect_findings(1);
}

static void a_child_with_a_new_parent_may_stay(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFDEVICE, 0xd1, 0, 0xd0, 0x14);
	script_acquire(&script, KIND_WDFMEMORY, 0xe0, 32, 0xd1, 0x18);
	script_start(&script);
	script_transfer(&script, KIND_WDFMEMORY, 0xe0, 0xd0, 0);
	script_release(&script, KIND_WDFDEVICE, 0xd1, 0x20);
	script_release(&script, KIND_WDFMEMORY, 0xe0, 0x20);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0x20);
	script_unload(&script);
	expect_findings(0);
}

static void reference_leaked(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_finding *finding;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFOBJECT, 0xe0, 32, 0xd0, 0x14);
	script_reference(&script, EVENT_REFERENCE, KIND_WDFOBJECT, 0xe0, 1, 2);
	script_reference(&script, EVENT_REFERENCE, KIND_WDFOBJECT, 0xe0, 2, 3);
	script_reference(&script, EVENT_DEREFERENCE, KIND_WDFOBJECT, 0xe0, 2, 2);
	script_start(&script);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0x20);
	script_unload(&script);
	lifetime = script_analyse(&script, NULL);
	finding = script_finding(lifetime, "reference-leaked");
	assert_non_null(finding);
	assert_int_equal(finding->line, 77);
	assert_string_equal(
		strings_get(lifetime_results(lifetime)->strings, finding->file), "queue.c");
	assert_int_equal(lifetime_results(lifetime)->finding_count, 1);
	lifetime_destroy(lifetime);
}

static void references_that_are_given_back_are_right(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFOBJECT, 0xe0, 32, 0, 0x14);
	script_reference(&script, EVENT_REFERENCE, KIND_WDFOBJECT, 0xe0, 1, 2);
	script_reference(&script, EVENT_DEREFERENCE, KIND_WDFOBJECT, 0xe0, 1, 1);
	script_start(&script);
	script_unload(&script);
	expect_no_finding("reference-leaked");
	expect_finding("leaked-at-unload", RULE_ERROR, 0x14);
}

static void acquired_twice_is_a_note(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x14);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x18);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	script_start(&script);
	script_unload(&script);
	expect_finding("acquired-twice", RULE_NOTE, 0x14);
	expect_findings(1);
}

static void violations_are_shown_as_they_come(void **state)
{
	struct lifetime *lifetime;
	const struct lifetime_finding *finding;

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_violation(&script, "my-own-rule", "do not do that", 0x50);
	script_violation(&script, "my-own-rule", "do not do that", 0x50);
	script_violation(&script, "wpp-cleanup-wrong-object", "another object", 0x54);
	expect_findings(2);
	expect_finding("wpp-cleanup-wrong-object", RULE_ERROR, 0x54);
	lifetime = script_analyse(&script, NULL);
	finding = script_finding(lifetime, "my-own-rule");
	assert_non_null(finding);
	assert_int_equal(finding->severity, RULE_ERROR);
	assert_int_equal(finding->count, 2);
	assert_string_equal(
		strings_get(lifetime_results(lifetime)->strings, finding->text), "do not do that");
	lifetime_destroy(lifetime);
}

static void reinitialise_never_runs(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0x1000, 64, 0, 0x20);
	script_acquire(&script, KIND_REINITIALISATION, 0x2000, 0, 0, 0x30);
	script_transfer(&script, KIND_POOL, 0x1000, 0x2000, 0);
	script_end_span(&script, "DriverEntry", -1);
	script_state(&script, EVENT_STATE_ENTRY_FAILED, -1);
	script_release(&script, KIND_REINITIALISATION, 0x2000, 0x40);
	script_state(&script, EVENT_STATE_UNLOADED, 0);
	expect_findings(1);
	expect_finding("reinitialise-never-runs", RULE_ERROR, 0x20);
}

static void what_a_reinitialisation_routine_forgets_is_an_ordinary_leak(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0x1000, 64, 0, 0x20);
	script_acquire(&script, KIND_REINITIALISATION, 0x2000, 0, 0, 0x30);
	script_transfer(&script, KIND_POOL, 0x1000, 0x2000, 0);
	script_start(&script);
	script_transfer(&script, KIND_POOL, 0x1000, 0, 0);
	script_release(&script, KIND_REINITIALISATION, 0x2000, 0x40);
	script_unload(&script);
	expect_findings(1);
	expect_finding("leaked-at-unload", RULE_ERROR, 0x20);
}

static void expect_about(uint32_t tag, uint64_t size_bytes, uint64_t other_site)
{
	struct lifetime *lifetime = script_analyse(&script, NULL);
	const struct lifetime_finding *finding = script_finding(lifetime, "my-own-rule");
	const struct lifetime_results *results = lifetime_results(lifetime);

	assert_non_null(finding);
	assert_string_equal(strings_get(results->strings, finding->kind), "pool");
	assert_int_equal(finding->tag, tag);
	assert_int_equal(finding->size_bytes, size_bytes);
	assert_int_equal(sites_get(results->sites, finding->other_site)->offset, other_site);
	lifetime_destroy(lifetime);
}

static void a_violation_says_where_its_resource_came_from_or_went(void **state)
{
	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0x1000, 64, 0, 0x20);
	script.events[script.count - 1].acquire.tag = 0x50527462;
	script_violation(&script, "my-own-rule", "do not do that", 0x50);
	script.events[script.count - 1].handle = 0x1000;
	expect_about(0x50527462, 64, 0x20);

	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0x1000, 64, 0, 0x20);
	script_release(&script, KIND_POOL, 0x1000, 0x30);
	script_violation(&script, "my-own-rule", "do not do that", 0x50);
	script.events[script.count - 1].handle = 0x1000;
	expect_about(0, 0, 0x30);
}

/* An end of the driver with a thread that still runs, which a violation of `rule` names. */
static struct lifetime *outlive(const char *rule)
{
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_THREAD, 0x1000, 0, 0, 0x20);
	script_start(&script);
	script_violation(&script, rule, "it still runs", 0x20);
	script.events[script.count - 1].handle = 0x1000;
	script_unload(&script);
	return script_analyse(&script, NULL);
}

static void what_outlives_its_driver_is_told_by_that_rule_alone(void **state)
{
	struct lifetime *lifetime = outlive("thread-outlives-driver");
	const struct lifetime_finding *finding = script_finding(lifetime, "thread-outlives-driver");

	(void)state;
	assert_non_null(finding);
	/* The call that it came from is the one that is named already. */
	assert_int_equal(finding->other_site, 0);
	assert_null(script_finding(lifetime, "leaked-at-unload"));
	assert_int_equal(lifetime_results(lifetime)->entry_count, 1);
	lifetime_destroy(lifetime);

	lifetime = outlive("my-own-rule");
	assert_non_null(script_finding(lifetime, "my-own-rule"));
	assert_non_null(script_finding(lifetime, "leaked-at-unload"));
	lifetime_destroy(lifetime);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_has_an_id_and_a_title_of_one_line),
		cmocka_unit_test(leaked_by_failed_entry),
		cmocka_unit_test(leaked_at_unload),
		cmocka_unit_test(a_device_that_outlives_its_driver_has_a_rule_of_its_own),
		cmocka_unit_test(a_wdm_driver_that_frees_on_both_ways_is_right),
		cmocka_unit_test(a_kmdf_driver_that_cleans_up_in_the_callback_is_right),
		cmocka_unit_test(cleanup_only_in_unload),
		cmocka_unit_test(what_comes_after_entry_may_go_in_unload),
		cmocka_unit_test(acquired_before_driver_create),
		cmocka_unit_test(scratch_memory_before_driver_create_is_right),
		cmocka_unit_test(a_wdm_driver_is_not_asked_for_a_wdfdriver),
		cmocka_unit_test(wpp_not_cleaned_up),
		cmocka_unit_test(wpp_init_twice),
		cmocka_unit_test(wpp_cleanup_without_init),
		cmocka_unit_test(double_release),
		cmocka_unit_test(release_of_unknown),
		cmocka_unit_test(an_unknown_release_is_no_finding_when_acquires_were_not_recorded),
		cmocka_unit_test(a_forked_child_may_release_what_its_parent_acquired),
		cmocka_unit_test(child_outlives_parent),
		cmocka_unit_test(a_child_with_a_new_parent_may_stay),
		cmocka_unit_test(reference_leaked),
		cmocka_unit_test(references_that_are_given_back_are_right),
		cmocka_unit_test(acquired_twice_is_a_note),
		cmocka_unit_test(reinitialise_never_runs),
		cmocka_unit_test(what_a_reinitialisation_routine_forgets_is_an_ordinary_leak),
		cmocka_unit_test(violations_are_shown_as_they_come),
		cmocka_unit_test(a_violation_says_where_its_resource_came_from_or_went),
		cmocka_unit_test(what_outlives_its_driver_is_told_by_that_rule_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
