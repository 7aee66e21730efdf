/* The engine when memory runs out: every allocation fails once, in turn. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/support/fail_allocation.h"
#include "tests/support/script.h"

static struct script script;

/* A bit of everything. */
static void write_script(void)
{
	script_begin(&script);
	script_load(&script, 1);
	script_wpp_init(&script, 0x08);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_acquire(&script, KIND_WDFDRIVER, 0xd0, 0, 0, 0x10);
	script_acquire(&script, KIND_WDFDEVICE, 0xd1, 0, 0xd0, 0x10);
	script_acquire(&script, KIND_WDFMEMORY, 0xe0, 32, 0xd1, 0x14);
	script_reference(&script, EVENT_REFERENCE, KIND_WDFMEMORY, 0xe0, 5, 2);
	script_fault(&script, "WdfDriverCreate", 0x44);
	script_fail_entry(&script, -5);
	script_stage(&script, EVENT_STAGE_CLEANUP, EVENT_PHASE_BEGIN, KIND_WDFDRIVER, 0xd0);
	script_stage(&script, EVENT_STAGE_CLEANUP, EVENT_PHASE_END, KIND_WDFDRIVER, 0xd0);
	script_release(&script, KIND_WDFDEVICE, 0xd1, 0x20);
	script_release(&script, KIND_WDFDEVICE, 0xd1, 0x20);
	script_lose(&script, script.time_ns, 2);
	script_violation(&script, "some-rule", "some text", 0x50);
	script_wpp_cleanup(&script, EVENT_HOW_TIED, 0);
	script_unload(&script);
	script_load(&script, 2);
	script_acquire(&script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(&script);
}

static int run(void)
{
	struct lifetime *lifetime = NULL;
	int status = lifetime_create(&lifetime, &script.list);

	for (size_t i = 0; i < script.count && status == 0; i++)
		status = lifetime_feed(lifetime, &script.events[i]);
	if (status == 0)
		status = lifetime_end(lifetime);
	lifetime_destroy(lifetime);
	return status;
}

static void any_allocation_may_fail(void **state)
{
	size_t failures = 0;

	(void)state;
	write_script();
	for (;;) {
		int status;

		fail_allocation(failures + 1);
		status = run();
		if (!has_failed_allocation())
			break;
		assert_int_equal(status, -ENOMEM);
		failures++;
	}
	fail_allocation(0);
	assert_int_equal(run(), 0);
	assert_true(failures > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
