/* Reports when memory runs out: every allocation of ours fails once, in turn. */
#include <errno.h>

#include "tests/support/fail_allocation.h"
#include "tests/unit/viewer/report/report.h"

static struct script script;

static int run(const char *report, const struct report_options *options, FILE *out)
{
	struct analysis *analysis = NULL;
	enum verdict_status verdict;
	int status = analysis_create(&analysis, report, options, &script.list);

	if (status == 0)
		status = analysis_feed(analysis, script.events, script.count);
	if (status == 0)
		status = analysis_end(analysis, out, &verdict);
	analysis_destroy(analysis);
	return status;
}

static void try_all(const char *report, const struct report_options *options)
{
	FILE *out = fopen("/dev/null", "w");
	size_t failures = 0;

	assert_non_null(out);
	for (;;) {
		int status;

		fail_allocation(failures + 1);
		status = run(report, options, out);
		if (!has_failed_allocation())
			break;
		assert_int_equal(status, -ENOMEM);
		failures++;
	}
	fail_allocation(0);
	assert_int_equal(run(report, options, out), 0);
	assert_true(failures > 20);
	fclose(out);
}

static void any_allocation_may_fail(void **state)
{
	static const char *const reports[] = { "leaks", "objects", "init" };
	struct report_options options = { .color = true, .tree = true };

	(void)state;
	write_seed(&script);
	assert_int_equal(symbols_create(&options.symbols), 0);
	for (size_t i = 0; i < 3; i++) {
		options.format = REPORT_TEXT;
		try_all(reports[i], &options);
		options.format = REPORT_JSON;
		try_all(reports[i], &options);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
