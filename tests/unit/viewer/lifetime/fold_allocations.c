/* Folds and slices when memory runs out: every allocation fails once, in turn. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/support/fail_allocation.h"
#include "tests/support/random_script.h"
#include "tests/support/records.h"
#include "viewer/lifetime/lifetime.h"
#include "viewer/lifetime/slice.h"

enum {
	EVENT_COUNT = 1200,
	PIECE = 240,
};

static struct script script;
static struct script_records records;

/* By a slicer that was used before. */
static int make_slice(
	struct lifetime_slice **out, struct lifetime_slicer *slicer, size_t begin, size_t count)
{
	int status = lifetime_slicer_feed(slicer, records.records, PIECE / 4);

	*out = NULL;
	if (status >= 0)
		status = lifetime_slicer_end(slicer, out);
	lifetime_slice_destroy(*out);
	*out = NULL;
	if (status == 0)
		status = lifetime_slicer_feed(slicer, records.records + begin, count);
	return status == 0 ? lifetime_slicer_end(slicer, out) : status;
}

static int feed_slice(struct lifetime *lifetime, size_t begin, size_t count)
{
	struct lifetime_slicer *slicer = NULL;
	struct lifetime_slice *slice = NULL;
	uint64_t taken = 0;
	int status = lifetime_slicer_create(&slicer, &script.list);

	if (status == 0)
		status = make_slice(&slice, slicer, begin, count);
	if (status == 0)
		status = lifetime_feed_slice(lifetime, slice, &taken);
	lifetime_slice_destroy(slice);
	lifetime_slicer_destroy(slicer);
	return status;
}

/* A slice that cannot be put to the rest makes no difference here. */
static int feed(struct lifetime *lifetime, bool has_slices)
{
	int status = 0;

	for (size_t i = 0; i < records.count && status == 0; i += PIECE) {
		size_t count = records.count - i < PIECE ? records.count - i : PIECE;

		if (has_slices && i / PIECE % 2)
			status = feed_slice(lifetime, i, count);
		else
			status = lifetime_feed_records(lifetime, records.records + i, count);
		if (status > 0)
			status = 0;
	}
	return status;
}

static int run(bool has_slices)
{
	struct lifetime *lifetime = NULL;
	int status = lifetime_create(&lifetime, &script.list);

	if (status == 0)
		status = feed(lifetime, has_slices);
	if (status == 0)
		status = lifetime_end(lifetime);
	lifetime_destroy(lifetime);
	return status;
}

static void try_all(bool has_slices)
{
	size_t failures = 0;

	for (;;) {
		int status;

		fail_allocation(failures + 1);
		status = run(has_slices);
		if (!has_failed_allocation())
			break;
		assert_int_equal(status, -ENOMEM);
		failures++;
	}
	fail_allocation(0);
	assert_int_equal(run(has_slices), 0);
	assert_true(failures > 50);
}

static void any_allocation_may_fail(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 2; seed++) {
		busy_script(&script, seed, EVENT_COUNT);
		script_to_records(&records, &script);
		try_all(false);
		try_all(true);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
