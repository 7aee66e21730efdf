/* A report is the same, byte for byte, whether it is made of events or of records. */
#include "tests/support/records.h"
#include "tests/support/random_script.h"
#include "tests/unit/viewer/report/report.h"

enum {
	EVENT_COUNT = 3900
};

static struct script script;
static struct script_records records;

/* In pieces, as a reader gives them. */
static char *render_records(const struct report_options *options, size_t piece)
{
	struct analysis *analysis;
	enum verdict_status status;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(analysis_create(&analysis, "leaks", options, &script.list), 0);
	assert_true(analysis_takes_records(analysis));
	for (size_t i = 0; i < records.count; i += piece) {
		size_t left = records.count - i;

		assert_int_equal(analysis_feed_records(analysis, records.records + i,
					 left < piece ? left : piece),
			0);
	}
	assert_int_equal(analysis_end(analysis, out, &status), 0);
	analysis_destroy(analysis);
	fclose(out);
	return text;
}

static void expect_same(size_t piece)
{
	const struct report_options options = { .format = REPORT_JSON };
	enum verdict_status status;
	char *expected = render(&script, "leaks", &options, &status);
	char *text;

	script_to_records(&records, &script);
	text = render_records(&options, piece);
	assert_string_equal(text, expected);
	free(text);
	free(expected);
}

static void what_is_usual_makes_no_difference(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		busy_script(&script, seed, EVENT_COUNT);
		expect_same(1 + seed * 37 % 600);
	}
}

static void what_has_no_sense_makes_no_difference(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		random_script(&script, seed, 1500);
		expect_same(1 + seed * 37 % 600);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_usual_makes_no_difference),
		cmocka_unit_test(what_has_no_sense_makes_no_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
