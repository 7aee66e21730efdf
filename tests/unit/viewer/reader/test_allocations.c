/* The native reader when memory runs out: every allocation of ours fails once, in turn. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/fail_allocation.h"
#include "viewer/reader/reader.h"

static const char *path;
static int64_t middle_ns;

static int read_events(struct reader *reader)
{
	const struct event *events;
	size_t count;
	int status;

	while ((status = reader_next(reader, &events, &count)) == 0)
		continue;
	return status;
}

static int read_records(struct reader *reader)
{
	const struct record *records;
	size_t count;
	int status;

	while ((status = reader_next_records(reader, &records, &count)) == 0)
		continue;
	return status;
}

static int read_window(struct reader *reader)
{
	int64_t begin_ns;
	int status = reader_begin(reader, &begin_ns);

	if (status == 0)
		status = reader_narrow(reader, middle_ns, INT64_MAX);
	return status == 0 ? read_events(reader) : status;
}

static int read_slice(struct reader *whole, int64_t begin_ns, int64_t end_ns)
{
	struct trace_list list;
	struct reader *slice;
	int status = reader_create_slice(&slice, &list, whole, begin_ns, end_ns);

	if (status < 0)
		return status;
	status = read_records(slice);
	if (status == READER_END) {
		reader_continue_slice(slice, INT64_MAX);
		status = read_records(slice);
	}
	reader_finish_slice(slice, &list);
	return status;
}

static int read_slices(struct reader *reader)
{
	int64_t *cuts = NULL;
	size_t count;
	int status = reader_cut(reader, &cuts, &count, 8, 1);

	if (status == 0)
		status = read_slice(reader, INT64_MIN, middle_ns);
	if (status == READER_END)
		status = read_slice(reader, middle_ns, middle_ns);
	free(cuts);
	return status;
}

typedef int reading(struct reader *reader);

static int run(reading *read)
{
	struct reader *reader = NULL;
	struct trace_list list;
	int status;

	trace_list_init(&list);
	status = read == read_window
			 ? reader_create_for_window(&reader, READER_NATIVE, &path, 1, &list)
			 : reader_create_chosen(&reader, READER_NATIVE, &path, 1, &list);
	if (status == 0)
		status = read(reader);
	if (status == READER_END && middle_ns == 0)
		middle_ns = list.begin_ns + (list.end_ns - list.begin_ns) / 2;
	reader_destroy(reader);
	trace_list_finish(&list);
	return status;
}

static void try_all(reading *read)
{
	size_t failures = 0;

	for (;;) {
		int status;

		fail_allocation(failures + 1);
		status = run(read);
		if (!has_failed_allocation())
			break;
		assert_int_equal(status, -ENOMEM);
		failures++;
	}
	fail_allocation(0);
	assert_int_equal(run(read), READER_END);
	assert_true(failures > 50);
}

static void any_allocation_may_fail(void **state)
{
	static const char *const traces[] = { "leaky", "lost", "messages", "mixed" };
	static reading *const readings[] = { read_events, read_records, read_window, read_slices };

	(void)state;
	for (size_t i = 0; i < sizeof(traces) / sizeof(*traces); i++) {
		char *name = NULL;

		assert_true(asprintf(&name, DRVTRACE_TRACES "/%s", traces[i]) > 0);
		path = name;
		middle_ns = 0;
		assert_int_equal(run(read_events), READER_END);
		for (size_t k = 0; k < sizeof(readings) / sizeof(*readings); k++)
			try_all(readings[k]);
		free(name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
