/* When the time stamp counter is taken as a clock, and at what speed. */
#include "viewer/cli/tsc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* A machine on which all is well. */
static struct tsc_facts good(void)
{
	return (struct tsc_facts){
		.is_there = true,
		.is_invariant = true,
		.measured_hz = { 2445426000, 2445425000 },
		.now_s = 1795252482,
	};
}

static void what_was_measured_twice_alike_is_taken(void **state)
{
	struct tsc_facts facts = good();
	uint64_t hz;

	(void)state;
	assert_null(tsc_refusal(&facts, &hz));
	assert_int_equal(hz, 2445425500);
}

static void what_the_processor_says_is_not_measured(void **state)
{
	struct tsc_facts facts = good();
	uint64_t hz;

	(void)state;
	facts.exact_hz = 2400000000;
	facts.measured_hz[0] = facts.measured_hz[1] = 0;
	assert_null(tsc_refusal(&facts, &hz));
	assert_int_equal(hz, 2400000000);
}

static void each_flaw_is_a_reason(void **state)
{
	static const struct {
		struct tsc_facts facts;
		const char *reason;
	} cases[] = {
		{ { 0 }, "this processor has none that is read in order" },
		{ { .is_there = true }, "that of this processor changes its speed" },
		{ { .is_there = true, .is_invariant = true, .is_distrusted = true },
			"the kernel does not trust that of this machine" },
		{ { .is_there = true,
			  .is_invariant = true,
			  .measured_hz = { 2400000000, 2400100000 } },
			"its speed was different in two measurements" },
		{ { .is_there = true, .is_invariant = true },
			"that of this processor is slower than nanoseconds" },
		{ { .is_there = true, .is_invariant = true, .exact_hz = 999999999 },
			"that of this processor is slower than nanoseconds" },
		{ { .is_there = true,
			  .is_invariant = true,
			  .exact_hz = 5200000000,
			  .now_s = 1795252482 },
			"that of this processor is too fast for the tracer" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t hz;

		assert_string_equal(tsc_refusal(&cases[i].facts, &hz), cases[i].reason);
	}
}

/* The speed is found out on the machine that runs this, or there is a reason not to. */
static void this_machine_is_judged(void **state)
{
	struct tsc_facts facts;
	uint64_t hz;

	(void)state;
	tsc_look(&facts);
	if (!tsc_refusal(&facts, &hz))
		assert_in_range(hz, 1000000000, 10000000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_measured_twice_alike_is_taken),
		cmocka_unit_test(what_the_processor_says_is_not_measured),
		cmocka_unit_test(each_flaw_is_a_reason),
		cmocka_unit_test(this_machine_is_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
