#include "viewer/reader/reader.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/viewer/reader/fixture.h"
#include "viewer/model/kind.h"

static char *scratch;

static int set_up(void **state)
{
	(void)state;
	scratch = scratch_create();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_destroy(scratch);
	return 0;
}

static void a_trace_is_read_to_its_last_event(void **state)
{
	struct reading reading;

	(void)state;
	reading_run_one(&reading, TRACE("leaky"));
	assert_int_equal(reading.count, 16);
	assert_int_equal(reading.list.event_count, 16);
	assert_int_equal(reading.list.own_event_count, 16);
	assert_int_equal(reading.list.problem_count, 0);
	assert_int_equal(reading.list.other_count, 0);
	assert_int_equal(reading.list.discarded_events, 0);
	assert_int_equal(reading.events[0].type, EVENT_PROCESS_START);
	assert_int_equal(reading.events[15].type, EVENT_PROCESS_END);
	assert_true(reading.list.begin_ns == reading.events[0].time_ns);
	assert_true(reading.list.end_ns == reading.events[15].time_ns);
	for (size_t i = 0; i < reading.count; i++) {
		assert_int_equal(reading.events[i].seq, i + 1);
		assert_int_equal(reading.events[i].pid, reading.events[0].pid);
		assert_int_equal(reading.events[i].tid, reading.events[0].pid);
	}
	reading_finish(&reading);
}

static void a_trace_says_where_it_comes_from(void **state)
{
	struct reading reading;

	(void)state;
	reading_run_one(&reading, TRACE("leaky"));
	assert_int_equal(reading.list.trace_count, 1);
	assert_string_equal(reading.list.traces[0].path, TRACE("leaky") "/ust/uid/0/64-bit");
	assert_string_equal(reading.list.traces[0].host, "station");
	assert_int_equal(strlen(reading.list.traces[0].start_time), strlen("20261121T095139+0000"));
	assert_true(reading.list.traces[0].has_all_events);
	assert_null(reading.list.traces[0].running_pids);
	reading_finish(&reading);
}

static void fields_are_where_the_schema_puts_them(void **state)
{
	struct reading reading;
	const struct event *acquire;
	const struct event *ended;

	(void)state;
	reading_run_one(&reading, TRACE("leaky"));
	acquire = &reading.events[7];
	assert_int_equal(acquire->type, EVENT_ACQUIRE);
	assert_int_equal(acquire->driver, 1);
	assert_int_equal(acquire->kind, KIND_MEMORY);
	assert_int_equal(acquire->acquire.size_bytes, 4096);
	assert_int_equal(acquire->acquire.tag, 'r' | 'i' << 8 | 'n' << 16 | 'g' << 24);
	assert_true(acquire->acquire.owner == reading.events[6].handle);
	assert_true(acquire->site != 0);
	assert_int_equal(reading.events[8].type, EVENT_RELEASE);
	assert_true(reading.events[8].handle == acquire->handle);

	ended = &reading.events[9];
	assert_int_equal(ended->type, EVENT_SPAN_END);
	assert_int_equal(ended->span.status, -5);
	assert_int_equal(reading.events[10].type, EVENT_STATE);
	assert_int_equal(reading.events[10].state.state, EVENT_STATE_ENTRY_FAILED);
	assert_int_equal(reading.events[10].state.status, -5);
	reading_finish(&reading);
}

/* babeltrace2 2.0.4 would give the string read before it. */
static void an_empty_string_is_empty(void **state)
{
	const char *path = TRACE("leaky");
	const struct event *events;
	struct trace_list list;
	struct reader *reader;
	size_t count;
	size_t found = 0;

	(void)state;
	trace_list_init(&list);
	assert_int_equal(reader_create(&reader, &path, 1, &list), 0);
	while (reader_next(reader, &events, &count) == 0) {
		for (size_t i = 0; i < count; i++) {
			if (events[i].type == EVENT_VIOLATION) {
				assert_string_equal(events[i].violation.rule, "sample-rule");
				assert_string_equal(events[i].violation.text, "");
				found++;
			} else if (events[i].type == EVENT_DRIVER_INIT) {
				assert_string_equal(events[i].driver_init.name, "sample");
				assert_string_equal(events[i].driver_init.control_guid, "");
				assert_string_equal(events[i].driver_init.flag_names, "");
				found++;
			} else if (events[i].type == EVENT_MODULE) {
				assert_int_equal(strlen(events[i].module.build_id), 40);
				found++;
			}
		}
	}
	assert_int_equal(found, 3);
	reader_destroy(reader);
	trace_list_finish(&list);
}

static void traces_of_several_processes_are_one_sequence(void **state)
{
	struct reading reading;

	(void)state;
	reading_run_one(&reading, TRACE("processes"));
	assert_int_equal(reading.list.trace_count, 2);
	assert_int_equal(reading.count, 33);
	for (size_t i = 1; i < reading.count; i++)
		assert_true(reading.events[i].time_ns >= reading.events[i - 1].time_ns);
	assert_int_equal(reading.events[0].trace, 0);
	assert_int_equal(reading.events[32].trace, 1);
	assert_true(reading.events[0].pid != reading.events[32].pid);
	reading_finish(&reading);
}

static void several_paths_are_merged_by_time(void **state)
{
	const char *const paths[] = { TRACE("mixed"), TRACE("lost"), TRACE("clean") };
	struct reading reading;

	(void)state;
	reading_run(&reading, paths, 3);
	assert_int_equal(reading.list.trace_count, 3);
	assert_int_equal(reading.list.event_count, 23 + 923 + 17);
	for (size_t i = 1; i < reading.count; i++)
		assert_true(reading.events[i].time_ns >= reading.events[i - 1].time_ns);
	/* clean was recorded first, but given last. */
	assert_int_equal(reading.events[0].trace, 2);
	reading_finish(&reading);
}

static void losses_are_counted_as_reported(void **state)
{
	struct reading reading;
	int64_t sum = 0;

	(void)state;
	reading_run_one(&reading, TRACE("lost"));
	assert_int_equal(reading.list.event_count, 923);
	assert_int_equal(reading.list.discarded_events, 5086);
	assert_int_equal(reading_count(&reading, EVENT_LOST), 11);
	for (size_t i = 0; i < reading.count; i++) {
		if (reading.events[i].type != EVENT_LOST)
			continue;
		sum += reading.events[i].lost.count;
		assert_true(reading.events[i].lost.begin_ns <= reading.events[i].lost.end_ns);
		assert_true(reading.events[i].time_ns == reading.events[i].lost.begin_ns);
	}
	assert_int_equal(sum, 5086);
	reading_finish(&reading);
}

static void events_of_other_providers_are_counted_by_name(void **state)
{
	struct reading reading;

	(void)state;
	reading_run_one(&reading, TRACE("foreign"));
	assert_int_equal(reading.list.problem_count, 0);
	assert_int_equal(reading.list.event_count, 5);
	assert_int_equal(reading.list.own_event_count, 0);
	assert_int_equal(reading.list.other_count, 1);
	assert_string_equal(reading.list.others[0].name, "lttng_ust_tracef:event");
	assert_int_equal(reading.list.others[0].count, 5);
	assert_false(reading.list.traces[0].has_all_events);
	for (size_t i = 0; i < reading.count; i++) {
		assert_int_equal(reading.events[i].type, EVENT_OTHER);
		assert_true(reading.events[i].pid > 0);
		assert_int_equal(reading.events[i].tid, reading.events[i].pid);
		assert_int_equal(reading.events[i].seq, 0);
	}
	reading_finish(&reading);
}

static void ours_and_others_in_one_stream_are_told_apart(void **state)
{
	struct reading reading;

	(void)state;
	reading_run_one(&reading, TRACE("mixed"));
	assert_int_equal(reading.list.event_count, 23);
	assert_int_equal(reading.list.own_event_count, 18);
	assert_int_equal(reading_count(&reading, EVENT_OTHER), 5);
	assert_int_equal(reading_count(&reading, EVENT_PROCESS_START), 2);
	reading_finish(&reading);
}

static void a_trace_given_twice_is_read_once(void **state)
{
	const char *const paths[] = { TRACE("leaky"), TRACE("leaky") "/ust" };
	struct reading reading;

	(void)state;
	reading_run(&reading, paths, 2);
	assert_int_equal(reading.list.trace_count, 1);
	assert_int_equal(reading.count, 16);
	assert_int_equal(reading.list.problem_count, 0);
	reading_finish(&reading);
}

static void a_link_that_leads_back_is_not_followed_for_ever(void **state)
{
	struct reading reading;

	(void)state;
	scratch_copy_trace(scratch, TRACE("leaky"));
	assert_int_equal(symlink("..", scratch_file(scratch, "back")), 0);
	assert_int_equal(symlink("nowhere", scratch_file(scratch, "dangling")), 0);
	reading_run_one(&reading, scratch);
	assert_int_equal(reading.list.trace_count, 1);
	assert_int_equal(reading.count, 16);
	assert_int_equal(reading.list.problem_count, 0);
	reading_finish(&reading);
}

static void a_trace_inside_another_is_a_trace_of_its_own(void **state)
{
	char command[256];
	struct reading reading;

	(void)state;
	scratch_copy_trace(scratch, TRACE("leaky"));
	(void)snprintf(command, sizeof(command),
		"cp -r '%s/trace' '%s/in' && mv '%s/in' '%s/trace/'", scratch, scratch, scratch,
		scratch);
	assert_int_equal(system(command), 0);
	reading_run_one(&reading, scratch);
	assert_int_equal(reading.list.trace_count, 2);
	assert_int_equal(reading.count, 32);
	reading_finish(&reading);
}

static void assert_only_problem(const char *path, const char *text)
{
	struct reading reading;

	reading_run_one(&reading, path);
	assert_int_equal(reading.count, 0);
	assert_int_equal(reading.list.trace_count, 0);
	assert_int_equal(reading.list.problem_count, 1);
	assert_string_equal(reading.list.problems[0].path, path);
	assert_string_equal(reading.list.problems[0].text, text);
	reading_finish(&reading);
}

static void what_is_no_trace_is_said(void **state)
{
	char path[256];

	(void)state;
	assert_only_problem(scratch, "holds no CTF trace");
	assert_only_problem("", "no such folder");
	(void)snprintf(path, sizeof(path), "%s/nowhere", scratch);
	assert_only_problem(path, "no such folder");
	file_save(path, "text", 4);
	assert_only_problem(path, "not a folder");
	assert_only_problem(scratch, "holds no CTF trace");
}

/* Root may read everything: the reading is done by a child that is nobody. */
static void what_may_not_be_read_is_said(void **state)
{
	mode_t usual = umask(022);
	int status;
	pid_t child;

	(void)state;
	scratch_copy_trace(scratch, TRACE("leaky"));
	(void)umask(usual);
	assert_int_equal(chmod(scratch, 0755), 0);
	assert_int_equal(chmod(scratch_file(scratch, "c_0"), 0), 0);
	(void)fflush(NULL);
	child = fork();
	if (child == 0) {
		struct reading reading;
		int is_right;

		if (geteuid() == 0 && seteuid(65534) != 0)
			_exit(2);
		reading_run_one(&reading, scratch);
		is_right = reading.list.trace_count == 1 && reading.list.problem_count == 1 &&
			   reading_has_problem(&reading, "/c_0") &&
			   reading_has_problem(&reading, "cannot be read: Permission denied") &&
			   reading_count(&reading, EVENT_LOST) == 1;
		_exit(is_right ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void the_recorder_tells_which_processes_still_ran(void **state)
{
	static const char note[] =
		"{\"schema\":\"drvtrace.recording/1\",\"running_pids\":[17,4711]}";
	char path[256];
	struct reading reading;

	(void)state;
	scratch_copy_trace(scratch, TRACE("leaky"));
	(void)snprintf(path, sizeof(path), "%s/drvtrace-recording.json", scratch);
	file_save(path, note, strlen(note));
	reading_run_one(&reading, scratch);
	assert_int_equal(reading.list.problem_count, 0);
	assert_int_equal(reading.list.traces[0].running_pid_count, 2);
	assert_int_equal(reading.list.traces[0].running_pids[0], 17);
	assert_int_equal(reading.list.traces[0].running_pids[1], 4711);
	reading_finish(&reading);

	/* Beside the streams it is no foreign file. */
	assert_int_equal(rename(path, scratch_file(scratch, "drvtrace-recording.json")), 0);
	reading_run_one(&reading, scratch);
	assert_int_equal(reading.list.problem_count, 0);
	assert_int_equal(reading.count, 16);
	assert_int_equal(reading.list.traces[0].running_pid_count, 2);
	reading_finish(&reading);
}

static void a_recorder_s_note_that_is_not_valid_says_nothing(void **state)
{
	static const char *const notes[] = {
		"",
		"{",
		"[]",
		"{\"schema\":null,\"running_pids\":[1]}",
		"{\"schema\":\"drvtrace.recording/1\",\"running_pids\":5}",
		"{\"schema\":\"another/1\",\"running_pids\":[1]}",
	};
	struct reading reading;

	(void)state;
	scratch_copy_trace(scratch, TRACE("leaky"));
	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		file_save(scratch_file(scratch, "drvtrace-recording.json"), notes[i],
			strlen(notes[i]));
		reading_run_one(&reading, scratch);
		assert_int_equal(reading.count, 16);
		assert_null(reading.list.traces[0].running_pids);
		reading_finish(&reading);
	}
}

/*
 * There are more streams than that, and whoever starts a viewer may leave files open in it: the soft
 * limit would not let any more be open.
 */
static void more_streams_than_files_may_be_open_are_read(void **state)
{
	int inherited[20];
	struct reading reading;
	struct rlimit limit;
	rlim_t usual;

	(void)state;
	for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++) {
		inherited[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
		assert_true(inherited[i] >= 0);
	}
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	usual = limit.rlim_cur;
	limit.rlim_cur = 20;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	reading_run_one(&reading, DRVTRACE_TRACES);
	assert_true(reading.list.trace_count >= 7);
	assert_int_equal(reading.list.problem_count, 0);
	reading_finish(&reading);
	limit.rlim_cur = usual;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++)
		assert_int_equal(close(inherited[i]), 0);
}

static void nothing_given_is_nothing_read(void **state)
{
	struct reading reading;

	(void)state;
	reading_run(&reading, NULL, 0);
	assert_int_equal(reading.count, 0);
	assert_int_equal(reading.list.problem_count, 0);
	reading_finish(&reading);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_trace_is_read_to_its_last_event),
		TEST(a_trace_says_where_it_comes_from),
		TEST(fields_are_where_the_schema_puts_them),
		TEST(an_empty_string_is_empty),
		TEST(traces_of_several_processes_are_one_sequence),
		TEST(several_paths_are_merged_by_time),
		TEST(losses_are_counted_as_reported),
		TEST(events_of_other_providers_are_counted_by_name),
		TEST(ours_and_others_in_one_stream_are_told_apart),
		TEST(a_trace_given_twice_is_read_once),
		TEST(a_link_that_leads_back_is_not_followed_for_ever),
		TEST(a_trace_inside_another_is_a_trace_of_its_own),
		TEST(what_is_no_trace_is_said),
		TEST(what_may_not_be_read_is_said),
		TEST(the_recorder_tells_which_processes_still_ran),
		TEST(a_recorder_s_note_that_is_not_valid_says_nothing),
		TEST(more_streams_than_files_may_be_open_are_read),
		TEST(nothing_given_is_nothing_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
