/* The reports as text. */
#include "tests/unit/viewer/report/report.h"

static struct script script;

static void expect_text(
	const char *report, const struct report_options *options, const char *expected)
{
	enum verdict_status status;
	char *text = render(&script, report, options, &status);

	assert_string_equal(text, expected);
	free(text);
}

static void expect_part(
	const char *report, const struct report_options *options, const char *part, bool is_there)
{
	enum verdict_status status;
	char *text = render(&script, report, options, &status);

	if (!strstr(text, part) == is_there)
		fail_msg("%s \"%s\" in:\n%s", is_there ? "no" : "there is", part, text);
	free(text);
}

static void expect_status(enum verdict_status expected, const char *part)
{
	const struct report_options options = { 0 };
	enum verdict_status status;
	char *text = render(&script, "leaks", &options, &status);

	assert_int_equal(status, expected);
	assert_non_null(strstr(text, part));
	free(text);
}

static void a_failed_entry_is_understood_at_once(void **state)
{
	struct report_options options = { .directory = "/src", .next_command = "drvtrace objects" };

	(void)state;
	write_seed(&script);
	assert_int_equal(symbols_create(&options.symbols), 0);
	expect_text("leaks", &options,
		"trace     22 events of 1 process, 21.000 us; complete\n"
		"verdict   LEAKED: 1 object, 64 bytes never released; left behind by the failed "
		"entry of bth\n"
		"\n"
		"VERDICT    COUNT         SIZE  WHAT          DRIVER  ACQUIRED BY\n"
		"leaked         1         64 B  pool 'btRP'   bth     DriverEntry "
		"drivers/bth.c:16\n"
		"          because DriverEntry failed with STATUS_INSUFFICIENT_RESOURCES "
		"(0xC000009A) in RegisterWithPortDriver (RegisterWithPortDriver was made to "
		"fail, at DriverEntry drivers/bth.c:20)\n"
		"          released by DriverUnload (drivers/bth.c:41) when entry succeeds; not "
		"run when entry fails\n"
		"\n"
		"unwind ladder of bth: DriverEntry failed with STATUS_INSUFFICIENT_RESOURCES "
		"(0xC000009A) in RegisterWithPortDriver (RegisterWithPortDriver was made to "
		"fail, at DriverEntry drivers/bth.c:20)\n"
		"what it then still held, in the order in which to release it:\n"
		"     1.        1         64 B  pool 'btRP'   as DriverUnload "
		"(drivers/bth.c:41) does; acquired by DriverEntry drivers/bth.c:16\n"
		"\n"
		"error     leaked-by-failed-entry: the driver's entry failed, its unload routine "
		"is not called then, and nothing else released this\n"
		"               1         64 B  pool 'btRP'   bth     DriverEntry "
		"drivers/bth.c:16\n"
		"\n"
		"SUMMARY: leaks leaked=1 leaked_bytes=64 uncertain=0 alive=0 abandoned=0 "
		"errors=1 warnings=0 notes=0 complete=yes\n"
		"next: drvtrace objects\n");
}

static void objects_are_listed_with_their_ends(void **state)
{
	const struct report_options options = { 0 };

	(void)state;
	write_seed(&script);
	expect_text("objects", &options,
		"trace     22 events of 1 process, 21.000 us; complete\n"
		"objects   2 lifetimes: 1 released, 1 not\n"
		"\n"
		"ACQUIRED         RELEASED                LIVED         SIZE  WHAT          "
		"DRIVER  HANDLE           ACQUIRED BY\n"
		"+0.000004000s    +0.000008000s        4.000 us         64 B  pool 'btRP'   "
		"bth     0xa0             bth.so+0x10  released by bth.so+0x29\n"
		"+0.000014000s    leaked                      -         64 B  pool 'btRP'   "
		"bth     0xa0             bth.so+0x10\n"
		"\n"
		"SUMMARY: objects shown=2 released=1 leaked=1 uncertain=0 alive=0 abandoned=0 "
		"complete=yes\n");
}

static void the_tree_shows_owners_above_what_they_own(void **state)
{
	const struct report_options options = { .tree = true };

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_POOL, 0xa0, 8, 0, 0x10);
	script_acquire(&script, KIND_WDFDEVICE, 0xd1, 0, 0xd0, 0x10);
	script_acquire(&script, KIND_WDFMEMORY, 0xd2, 5, 0xd1, 0x10);
	expect_part("objects", &options,
		"bth, load 1, in drvhost (pid 100)\n"
		"  WDFDRIVER                                     -  +0.000004000s    alive      "
		"      0xd0             bth.so+0x10\n"
		"    WDFDEVICE                                   -  +0.000006000s    alive      "
		"      0xd1             bth.so+0x10\n"
		"      WDFMEMORY                               5 B  +0.000007000s    alive      "
		"      0xd2             bth.so+0x10\n"
		"  pool 'btRP'                                 8 B  +0.000005000s    alive      "
		"      0xa0             bth.so+0x10\n",
		true);
}

static void only_what_was_live_at_a_moment_is_shown(void **state)
{
	struct report_options options = { .at = { MOMENT_BEGIN, 5000 } };

	(void)state;
	write_seed(&script);
	expect_part("objects", &options, "SUMMARY: objects shown=1 released=1 ", true);
	options.at.ns = 9000;
	expect_part("objects", &options, "SUMMARY: objects shown=0 ", true);
	options.at = (struct moment){ MOMENT_EPOCH, SCRIPT_SECOND + 15000 };
	expect_part("objects", &options, "SUMMARY: objects shown=1 released=0 leaked=1 ", true);
}

static void phases_are_a_tree_that_marks_where_it_failed(void **state)
{
	const struct report_options options = { 0 };

	(void)state;
	write_seed(&script);
	expect_text("init", &options,
		"trace     22 events of 1 process, 21.000 us; complete\n"
		"phases    3 phases, 1 failure\n"
		"\n"
		"PHASE                        CALLS        TOTAL         SELF  HELD               "
		"  STATUS                                                     BEGUN BY\n"
		"bth\n"
		"  DriverEntry                    2     7.000 us     5.000 us  +2 obj +128 B      "
		"  STATUS_INSUFFICIENT_RESOURCES (0xC000009A), 1 of 2         bth.so+0x800\n"
		"    RegisterWithPortDriver       1     2.000 us     2.000 us  -                  "
		"  STATUS_INSUFFICIENT_RESOURCES (0xC000009A) <- failed here  bth.so+0x800\n"
		"  DriverUnload                   1     2.000 us     2.000 us  -1 obj -64 B       "
		"  0                                                          bth.so+0x800\n"
		"\n"
		"SUMMARY: init phases=3 failures=1 unfinished=0 complete=yes\n");
}

static void blame_puts_the_costliest_phase_last(void **state)
{
	const struct report_options options = { .blame = true };
	enum verdict_status status;
	char *text;

	(void)state;
	write_seed(&script);
	text = render(&script, "init", &options, &status);
	assert_true(strstr(text, "bth: RegisterWithPortDriver") < strstr(text, "bth: DriverEntry"));
	free(text);
}

static void filters_leave_out_what_does_not_match(void **state)
{
	struct report_options options = { .kind = "pool" };

	(void)state;
	write_seed(&script);
	expect_part("leaks", &options, "leaked=1", true);
	options = (struct report_options){ .kind = "memory" };
	expect_part("leaks", &options, "leaked=0", true);
	expect_part("leaks", &options, "CLEAN", true);
	options = (struct report_options){ .tag = "btRP", .driver = "bth", .module = "bth.so" };
	expect_part("leaks", &options, "leaked=1", true);
	options = (struct report_options){ .tag = "abcd" };
	expect_part("leaks", &options, "leaked=0", true);
	options = (struct report_options){ .driver = "other" };
	expect_part("leaks", &options, "leaked=0", true);
	expect_part("init", &options, "phases=0", true);
	options = (struct report_options){ .module = "/lib/other.so" };
	expect_part("leaks", &options, "leaked=0", true);
	options = (struct report_options){ .site = "+0x10" };
	expect_part("leaks", &options, "leaked=1", true);
	options = (struct report_options){ .site = "bth.c:99" };
	expect_part("leaks", &options, "leaked=0", true);
	options = (struct report_options){ .since = { MOMENT_BEGIN, 15000 } };
	expect_part("leaks", &options, "leaked=0", true);
	options = (struct report_options){ .until = { MOMENT_BEGIN, 13000 } };
	expect_part("leaks", &options, "leaked=0", true);
	expect_part("init", &options, "failures=0", true);
}

static void the_status_tells_the_verdict(void **state)
{
	struct event *event;

	(void)state;
	write_seed(&script);
	expect_status(VERDICT_LEAKED, "LEAKED");

	script_begin(&script);
	script_load(&script, 1);
	script_start(&script);
	script_unload(&script);
	expect_status(VERDICT_CLEAN, "CLEAN");

	script_violation(&script, "some-rule", "text", 0x10);
	expect_status(VERDICT_LEAKED, "BROKEN");

	script_begin(&script);
	script_load(&script, 1);
	script_lose(&script, script.time_ns, 5);
	expect_status(VERDICT_UNSURE, "UNSURE: nothing was found, but events were lost");

	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_lose(&script, script.time_ns, 5);
	script_start(&script);
	script_unload(&script);
	expect_status(VERDICT_UNSURE, "UNCERTAIN: no release of 1 object, 64 bytes was seen");

	script_begin_empty(&script);
	expect_status(VERDICT_UNSURE, "UNSURE: no driver is in the trace");
	event = script_add(&script, EVENT_PROCESS_START);
	event->process_start.name = event->process_start.path = "";
	expect_status(VERDICT_UNSURE, "UNSURE: no driver is in the trace");

	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	expect_status(VERDICT_CLEAN, "alive          1");
}

static void the_quality_of_the_traces_comes_first(void **state)
{
	const struct report_options options = { 0 };
	struct problem problem;
	char path[] = "/tmp/\033[2Jx";
	char text[] = "cut off";

	(void)state;
	script_begin(&script);
	script_load(&script, 1);
	script_lose(&script, script.time_ns, 12);
	problem = (struct problem){ path, text };
	script.list.problems = &problem;
	script.list.problem_count = 1;
	script.traces[0].has_all_events = false;
	expect_part("leaks", &options,
		"us; not complete\n"
		"          12 events were lost\n"
		"          not every event of drvtrace was recorded: losses that nobody reported "
		"cannot be excluded\n"
		"          /tmp/\\x1b[2Jx: cut off\n",
		true);
}

static void nothing_of_a_trace_reaches_the_terminal_as_it_is(void **state)
{
	const struct report_options options = { 0 };
	const char *const reports[] = { "leaks", "objects", "init" };

	(void)state;
	script_begin(&script);
	script.events[0].process_start.name = "a\033[1m";
	script.events[1].module.path = "/b\033[1m.so";
	script_load(&script, 1);
	for (size_t i = 0; i < script.count; i++)
		if (script.events[i].type == EVENT_STATE)
			script.events[i].state.name = "c\033[1m\xff";
	script_begin_span(&script, "d\n\033[1m");
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script.events[script.count - 1].acquire.tag = 0x0a1b0a1b;
	script_violation(&script, "e\033[1m", "f\nSUMMARY: forged", 0x10);
	for (size_t i = 0; i < 3; i++) {
		expect_part(reports[i], &options, "\033", false);
		expect_part(reports[i], &options, "\xff", false);
		expect_part(reports[i], &options, "\nSUMMARY: forged", false);
	}
}

static void colour_is_there_only_when_asked_for(void **state)
{
	const struct report_options plain = { 0 };
	const struct report_options colored = { .color = true };

	(void)state;
	write_seed(&script);
	expect_part("leaks", &plain, "\033[", false);
	expect_part("leaks", &colored, "\033[1;31mleaked", true);
}

static void an_unknown_report_is_refused(void **state)
{
	const struct report_options options = { 0 };
	struct analysis *analysis;

	(void)state;
	assert_true(analysis_create(&analysis, "nonsense", &options, &script.list) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failed_entry_is_understood_at_once),
		cmocka_unit_test(objects_are_listed_with_their_ends),
		cmocka_unit_test(the_tree_shows_owners_above_what_they_own),
		cmocka_unit_test(only_what_was_live_at_a_moment_is_shown),
		cmocka_unit_test(phases_are_a_tree_that_marks_where_it_failed),
		cmocka_unit_test(blame_puts_the_costliest_phase_last),
		cmocka_unit_test(filters_leave_out_what_does_not_match),
		cmocka_unit_test(the_status_tells_the_verdict),
		cmocka_unit_test(the_quality_of_the_traces_comes_first),
		cmocka_unit_test(nothing_of_a_trace_reaches_the_terminal_as_it_is),
		cmocka_unit_test(colour_is_there_only_when_asked_for),
		cmocka_unit_test(an_unknown_report_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
