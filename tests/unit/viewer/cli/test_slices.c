/* Threads that make slices when memory runs out: every allocation of ours fails once, in turn. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/fail_allocation.h"
#include "viewer/cli/slices.h"
#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"

static const char *path;

/* How the reading ended, and the report if it did well. */
static int run(char **text)
{
	const struct report_options options = { .format = REPORT_JSON };
	struct analysis *analysis = NULL;
	struct reader *reader = NULL;
	struct trace_list list;
	enum verdict_status verdict;
	size_t size;
	FILE *out = open_memstream(text, &size);
	int status;

	assert_non_null(out);
	trace_list_init(&list);
	status = reader_create_chosen(&reader, READER_NATIVE, &path, 1, &list);
	if (status == 0)
		status = analysis_create(&analysis, "leaks", &options, &list);
	if (status == 0)
		status = slices_feed(reader, &list, analysis, 3, 1);
	if (status == 0)
		status = analysis_end(analysis, out, &verdict);
	analysis_destroy(analysis);
	reader_destroy(reader);
	trace_list_finish(&list);
	fclose(out);
	return status;
}

/* One that is only needed to share the work with another thread may fail without being missed. */
static size_t try_all(const char *expected)
{
	size_t failures = 0;

	for (;;) {
		char *text;
		int status;

		fail_allocation(failures + 1);
		status = run(&text);
		if (status == 0)
			assert_string_equal(text, expected);
		else
			assert_int_equal(status, -ENOMEM);
		free(text);
		if (!has_failed_allocation())
			return failures;
		failures++;
	}
}

static void any_allocation_may_fail(void **state)
{
	static const char *const traces[] = { "clean", "leaky" };

	(void)state;
	for (size_t i = 0; i < sizeof(traces) / sizeof(*traces); i++) {
		char *name = NULL;
		char *expected;

		assert_true(asprintf(&name, DRVTRACE_TRACES "/%s", traces[i]) > 0);
		path = name;
		fail_allocation(0);
		assert_int_equal(run(&expected), 0);
		assert_true(try_all(expected) > 100);
		fail_allocation(0);
		free(expected);
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
