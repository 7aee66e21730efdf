/* A report is the same, byte for byte, whether it is made of events, of records, or of slices. */
#include "tests/support/records.h"
#include "tests/support/random_script.h"
#include "tests/unit/viewer/report/report.h"
#include "viewer/lifetime/released.h"
#include "viewer/lifetime/slice.h"

enum {
	EVENT_COUNT = 3900
};

static struct script script;
static struct script_records records;
static size_t combined_count;
static size_t spoilt_count;

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

static uint64_t state_of_chance;

static size_t chance(size_t below)
{
	state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state_of_chance >> 33) % below;
}

/* What the slice could not take is fed as it is. NULL when all is to be done again. */
static bool feed_slice(
	struct analysis *analysis, struct lifetime_slicer *slicer, size_t begin, size_t count)
{
	struct lifetime_slice *slice;
	uint64_t taken = 0;
	int status = lifetime_slicer_feed(slicer, records.records + begin, count);

	assert_true(status >= 0);
	assert_int_equal(lifetime_slicer_end(slicer, &slice), 0);
	if (status == 0)
		status = analysis_feed_slice(analysis, slice, &taken);
	lifetime_slice_destroy(slice);
	if (status == LIFETIME_SLICE_SPOILT)
		return false;
	assert_true(status >= 0);
	if (status != 0)
		assert_int_equal(analysis_feed_records(
					 analysis, records.records + begin + taken, count - taken),
			0);
	combined_count += status == 0;
	return true;
}

/* Cut anywhere. */
static char *render_slices(const struct report_options *options)
{
	struct lifetime_slicer *slicer;
	struct analysis *analysis;
	enum verdict_status status;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	bool is_spoilt = false;

	assert_non_null(out);
	assert_int_equal(lifetime_slicer_create(&slicer, &script.list), 0);
	assert_int_equal(analysis_create(&analysis, "leaks", options, &script.list), 0);
	for (size_t i = 0, count; i < records.count && !is_spoilt; i += count) {
		count = 1 + chance(chance(3) ? 1500 : 20);
		if (count > records.count - i)
			count = records.count - i;
		is_spoilt = !feed_slice(analysis, slicer, i, count);
	}
	if (!is_spoilt)
		assert_int_equal(analysis_end(analysis, out, &status), 0);
	analysis_destroy(analysis);
	lifetime_slicer_destroy(slicer);
	fclose(out);
	if (is_spoilt) {
		free(text);
		return NULL;
	}
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
	for (int i = 0; i < 4; i++) {
		text = render_slices(&options);
		if (text)
			assert_string_equal(text, expected);
		spoilt_count += !text;
		free(text);
	}
	free(expected);
}

static void what_is_usual_makes_no_difference(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 80; seed++) {
		busy_script(&script, seed, EVENT_COUNT);
		expect_same(1 + seed * 37 % 600);
	}
	/* Or there would be nothing to see. */
	assert_true(combined_count > 800);
	assert_true(spoilt_count < 260);
}

static void what_is_released_twice_makes_no_difference(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		crowded_script(&script, seed, EVENT_COUNT);
		expect_same(1 + seed * 37 % 600);
	}
}

/* As a whole up to the first cut, and by slices from one to the next; NULL as above. */
static char *render_cuts(const struct report_options *options, const size_t cuts[3])
{
	struct lifetime_slicer *slicer;
	struct analysis *analysis;
	enum verdict_status status;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	bool is_whole;

	assert_non_null(out);
	assert_int_equal(lifetime_slicer_create(&slicer, &script.list), 0);
	assert_int_equal(analysis_create(&analysis, "leaks", options, &script.list), 0);
	assert_int_equal(analysis_feed_records(analysis, records.records, cuts[0]), 0);
	is_whole = feed_slice(analysis, slicer, cuts[0], cuts[1] - cuts[0]) &&
		   feed_slice(analysis, slicer, cuts[1], cuts[2] - cuts[1]) &&
		   feed_slice(analysis, slicer, cuts[2], records.count - cuts[2]);
	if (is_whole)
		assert_int_equal(analysis_end(analysis, out, &status), 0);
	analysis_destroy(analysis);
	lifetime_slicer_destroy(slicer);
	fclose(out);
	if (is_whole)
		return text;
	free(text);
	return NULL;
}

/* Of another one it is forgotten where it was released last. */
static uint64_t other_of_place(uint64_t handle, uint32_t kind)
{
	uint64_t other = handle + 16;

	while (released_place(100, other, kind) != released_place(100, handle, kind))
		other += 16;
	return other;
}

static void write_mistakes(void)
{
	uint64_t other = other_of_place(0xa0, KIND_POOL);

	script_begin(&script);
	script_load(&script, 1);
	script_acquire(&script, KIND_POOL, 0xa0, 1, 0, 0x10);
	script_acquire(&script, KIND_POOL, 0xb0, 1, 0xa0, 0x11);
	script_release(&script, KIND_POOL, 0xb0, 0x21);
	script_release(&script, KIND_POOL, 0xb0, 0x22);
	script_release(&script, KIND_POOL, 0xa0, 0x20);
	script_release(&script, KIND_POOL, other, 0x23);
	script_release(&script, KIND_POOL, 0xa0, 0x24);
	script_acquire(&script, KIND_POOL, other, 1, 0, 0x12);
	script_release(&script, KIND_POOL, other, 0x25);
	script_release(&script, KIND_POOL, 0xa0, 0x26);
	script_acquire(&script, KIND_POOL, 0xa0, 1, 0, 0x13);
	script_release(&script, KIND_POOL, other, 0x27);
	script_release(&script, KIND_POOL, 0xa0, 0x28);
	script_start(&script);
}

static void mistakes_make_no_difference_wherever_the_cuts_are(void **state)
{
	const struct report_options options = { .format = REPORT_JSON };
	enum verdict_status status;
	char *expected;
	size_t cuts[3];

	(void)state;
	write_mistakes();
	script_to_records(&records, &script);
	expected = render(&script, "leaks", &options, &status);
	assert_non_null(strstr(expected, "double-release"));
	assert_non_null(strstr(expected, "release-of-unknown"));
	combined_count = 0;
	for (cuts[0] = 0; cuts[0] <= records.count; cuts[0]++)
		for (cuts[1] = cuts[0]; cuts[1] <= records.count; cuts[1]++)
			for (cuts[2] = cuts[1]; cuts[2] <= records.count; cuts[2]++) {
				char *text = render_cuts(&options, cuts);

				if (text)
					assert_string_equal(text, expected);
				free(text);
			}
	assert_true(combined_count > 1000);
	free(expected);
}

static void what_has_no_sense_makes_no_difference(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 80; seed++) {
		random_script(&script, seed, 1500);
		expect_same(1 + seed * 37 % 600);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_usual_makes_no_difference),
		cmocka_unit_test(what_is_released_twice_makes_no_difference),
		cmocka_unit_test(mistakes_make_no_difference_wherever_the_cuts_are),
		cmocka_unit_test(what_has_no_sense_makes_no_difference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
