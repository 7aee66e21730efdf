/* A trace is input: no sequence of events may break the engine, however senseless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/support/random_script.h"

static struct script script;
static int count_unreleased(void *data, const struct lifetime_object *object)
{
	uint64_t *count = data;

	*count += object->verdict != LIFETIME_RELEASED;
	return 0;
}

/* Every unreleased object is counted in exactly one entry: as itself, or as held. */
static void no_sequence_of_events_breaks_the_engine(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 300; seed++) {
		uint64_t unreleased = 0;
		uint64_t counted = 0;
		const struct lifetime_observer observer = { .data = &unreleased,
			.object = count_unreleased };
		const struct lifetime_results *results;
		struct lifetime *lifetime;

		random_script(&script, seed, 800);
		lifetime = script_analyse(&script, &observer);
		results = lifetime_results(lifetime);
		for (size_t i = 0; i < results->entry_count; i++)
			counted += results->entries[i]->count + results->entries[i]->held_count;
		assert_int_equal(counted, unreleased);
		lifetime_destroy(lifetime);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_sequence_of_events_breaks_the_engine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
