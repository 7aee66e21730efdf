/* Memory follows what is alive and distinct call sites, not the length of the trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/script.h"
#include "viewer/lifetime/internal.h"

static struct script script;

/* Feeds one load of a driver that leaks nothing, again and again, as other loads. */
static void feed_cycles(struct lifetime *lifetime, uint32_t cycles, uint32_t per_cycle)
{
	uint32_t seq = (uint32_t)script.last_seq[100];

	for (uint32_t cycle = 0; cycle < cycles; cycle++) {
		for (size_t i = script.count - per_cycle; i < script.count; i++) {
			struct event event = script.events[i];

			event.driver += cycle;
			event.seq = ++seq;
			event.time_ns += (int64_t)cycle * SCRIPT_SECOND;
			assert_int_equal(lifetime_feed(lifetime, &event), 0);
		}
	}
}

static void cycles_that_release_everything_leave_nothing(void **state)
{
	struct lifetime *lifetime;
	size_t before;

	(void)state;
	script_begin(&script);
	assert_int_equal(lifetime_create(&lifetime, &script.list), 0);
	for (size_t i = 0; i < script.count; i++)
		assert_int_equal(lifetime_feed(lifetime, &script.events[i]), 0);
	before = script.count;
	script_load(&script, 1);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFMEMORY, 0xd2, 5, 0xd0, 0x14);
	script_reference(&script, EVENT_REFERENCE, KIND_WDFMEMORY, 0xd2, 1, 2);
	script_reference(&script, EVENT_DEREFERENCE, KIND_WDFMEMORY, 0xd2, 1, 1);
	script_start(&script);
	script_release(&script, KIND_WDFMEMORY, 0xd2, 0x20);
	script_release(&script, KIND_WDFDRIVER, 0xd0, 0x24);
	script_unload(&script);
	script.last_seq[100] = (uint32_t)before;
	feed_cycles(lifetime, 20000, (uint32_t)(script.count - before));
	assert_int_equal(lifetime->objects.count, 0);
	assert_int_equal(lifetime->references.count, 0);
	assert_int_equal(lifetime->drivers.count, 0);
	assert_int_equal(lifetime->sites.count, 6);
	assert_true(lifetime->drivers.capacity <= 64);
	assert_true(lifetime->strings.count < 30);
	assert_int_equal(lifetime_end(lifetime), 0);
	assert_int_equal(lifetime_results(lifetime)->entry_count, 0);
	lifetime_destroy(lifetime);
}

static void a_live_object_is_small(void **state)
{
	(void)state;
	/* With its slots in a table that is just a quarter full. */
	assert_true(sizeof(struct object) + 4 * sizeof(struct object_slot) <= 160);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cycles_that_release_everything_leave_nothing),
		cmocka_unit_test(a_live_object_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
