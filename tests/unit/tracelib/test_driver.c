#include <drvtrace/driver.h>
#include <drvtrace/lifetime.h>
#include <drvtrace/span.h>

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static DRVTRACE_DEFINE_DRIVER(driver, "driver");
static DRVTRACE_DEFINE_DRIVER(other, "other");
static DRVTRACE_DEFINE_DRIVER(nameless, NULL);
static int object;
static int other_object;

static void a_driver_that_is_initialised_gets_a_number_of_its_own(void **state)
{
	uint32_t first;

	(void)state;
	assert_int_equal(drvtrace_driver_init(&driver), 0);
	first = driver.id;
	assert_int_not_equal(first, 0);
	assert_int_equal(drvtrace_driver_init(&other), 0);
	assert_true(other.id > first);
	drvtrace_driver_cleanup(&driver);
	assert_int_equal(driver.id, 0);
	assert_int_equal(drvtrace_driver_init(&driver), 0);
	assert_true(driver.id > other.id);
	drvtrace_driver_cleanup(&driver);
	drvtrace_driver_cleanup(&other);
}

static void a_second_init_leaves_the_first_in_place(void **state)
{
	uint32_t first;

	(void)state;
	assert_int_equal(drvtrace_driver_init(&driver), 0);
	first = driver.id;
	assert_int_equal(drvtrace_driver_init(&driver), -EALREADY);
	assert_int_equal(driver.id, first);
	drvtrace_driver_cleanup(&driver);
	assert_int_equal(driver.id, 0);
}

static void a_driver_needs_a_name_to_be_initialised_or_opened(void **state)
{
	(void)state;
	assert_int_equal(drvtrace_driver_init(NULL), -EINVAL);
	assert_int_equal(drvtrace_driver_init(&nameless), -EINVAL);
	assert_int_equal(drvtrace_driver_open(NULL, &object, &object), -EINVAL);
	assert_int_equal(drvtrace_driver_open(&nameless, &object, &object), -EINVAL);
	assert_int_equal(drvtrace_driver_open(&driver, NULL, &object), -EINVAL);
	assert_int_equal(nameless.id, 0);
	assert_int_equal(driver.id, 0);
}

static void the_switches_are_never_null_and_off_without_a_session(void **state)
{
	(void)state;
	for (size_t i = 0; i < DRVTRACE_SWITCH_COUNT; i++)
		assert_false(DRVTRACE_ON(&driver, i));
	assert_int_equal(drvtrace_driver_init(&driver), 0);
	for (size_t i = 0; i < DRVTRACE_SWITCH_COUNT; i++) {
		assert_non_null(driver.on[i]);
		assert_false(DRVTRACE_ON(&driver, i));
	}
	drvtrace_driver_cleanup(&driver);
	for (size_t i = 0; i < DRVTRACE_SWITCH_COUNT; i++)
		assert_non_null(driver.on[i]);
}

static void an_object_belongs_to_one_open_driver(void **state)
{
	(void)state;
	assert_int_equal(drvtrace_driver_open(&driver, &object, &object), 0);
	assert_int_equal(drvtrace_driver_open(&driver, &other_object, &object), -EALREADY);
	assert_int_equal(drvtrace_driver_open(&other, &object, &object), -EALREADY);
	assert_int_equal(other.id, 0);
	assert_int_equal(drvtrace_driver_open(&other, &other_object, &object), 0);
	drvtrace_driver_close(&other);
	drvtrace_driver_close(&driver);
	assert_int_equal(driver.id, 0);
	assert_int_equal(drvtrace_driver_open(&other, &object, &object), 0);
	drvtrace_driver_close(&other);
}

static void calls_without_a_driver_do_nothing(void **state)
{
	(void)state;
	drvtrace_driver_cleanup(NULL);
	drvtrace_driver_cleanup(&driver);
	drvtrace_driver_cleanup(&driver);
	drvtrace_driver_close(NULL);
	drvtrace_driver_close(&driver);
	drvtrace_driver_state(NULL, DRVTRACE_STATE_STARTED, 0);
	drvtrace_driver_state(&driver, DRVTRACE_STATE_STARTED, 0);
	drvtrace_driver_object_cleanup(NULL, DRVTRACE_CLEANUP_TIED);
	drvtrace_driver_object_cleanup(&object, DRVTRACE_CLEANUP_UNLOAD);
	drvtrace_violation(NULL, "rule", NULL, NULL, "text");
	drvtrace_violation(&driver, NULL, NULL, NULL, NULL);
	drvtrace_acquire(NULL, DRVTRACE_KIND_POOL, &object, 1, 0, NULL, NULL);
	drvtrace_acquire(&driver, DRVTRACE_KIND_POOL, NULL, 1, 0, NULL, NULL);
	drvtrace_release(NULL, DRVTRACE_KIND_POOL, &object, NULL);
	drvtrace_transfer(NULL, DRVTRACE_KIND_POOL, &object, NULL, NULL, NULL);
	drvtrace_reference(NULL, DRVTRACE_KIND_POOL, &object, NULL, 1, 0, NULL, NULL);
	drvtrace_dereference(NULL, DRVTRACE_KIND_POOL, &object, NULL, 1, 0, NULL, NULL);
	drvtrace_stage(NULL, DRVTRACE_KIND_POOL, &object, DRVTRACE_STAGE_CLEANUP,
		DRVTRACE_PHASE_BEGIN, NULL);
	drvtrace_span_begin(NULL, "name", NULL);
	drvtrace_span_begin(&driver, NULL, NULL);
	drvtrace_span_end(NULL, NULL, 0, NULL);
	assert_int_equal(driver.id, 0);
	assert_int_equal(drvtrace_in_probe(), 0);
}

static void a_span_status_is_the_value_that_it_was_given(void **state)
{
	DRVTRACE_SPAN(&driver, "span");

	(void)state;
	assert_int_equal(DRVTRACE_SPAN_STATUS(-EIO), -EIO);
}

static void one_name_is_one_kind(void **state)
{
	char long_name[1000];
	uint32_t own = drvtrace_kind("own");

	(void)state;
	assert_true(own >= DRVTRACE_KIND_FIRST_OWN);
	assert_int_equal(drvtrace_kind("own"), own);
	assert_int_not_equal(drvtrace_kind("Own"), own);
	assert_int_equal(drvtrace_kind(NULL), DRVTRACE_KIND_NONE);
	assert_int_equal(drvtrace_kind(""), DRVTRACE_KIND_NONE);
	assert_int_equal(drvtrace_kind("WDFMEMORY"), DRVTRACE_KIND_WDFMEMORY);

	for (size_t i = 0; i < sizeof(long_name); i++)
		long_name[i] = 'x';
	long_name[sizeof(long_name) - 1] = '\0';
	assert_int_equal(drvtrace_kind(long_name), drvtrace_kind(long_name));
}

static void *open_and_close(void *unused)
{
	(void)unused;
	for (int i = 0; i < 500; i++) {
		struct drvtrace_driver *own = malloc(sizeof(*own));

		if (!own)
			return NULL;
		*own = (struct drvtrace_driver){ "own", NULL, NULL, DRVTRACE_ALL_OFF, 0, 0, NULL,
			NULL, NULL };
		if (drvtrace_driver_open(own, own, own) != 0)
			return NULL;
		drvtrace_kind(i % 2 ? "odd" : "even");
		drvtrace_acquire(own, DRVTRACE_KIND_POOL, own, 1, 0, NULL, NULL);
		drvtrace_driver_close(own);
		free(own);
	}
	return &object;
}

static void drivers_come_and_go_on_several_threads(void **state)
{
	pthread_t threads[4];

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, open_and_close, NULL), 0);
	for (size_t i = 0; i < 4; i++) {
		void *result;

		assert_int_equal(pthread_join(threads[i], &result), 0);
		assert_ptr_equal(result, &object);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_driver_that_is_initialised_gets_a_number_of_its_own),
		cmocka_unit_test(a_second_init_leaves_the_first_in_place),
		cmocka_unit_test(a_driver_needs_a_name_to_be_initialised_or_opened),
		cmocka_unit_test(the_switches_are_never_null_and_off_without_a_session),
		cmocka_unit_test(an_object_belongs_to_one_open_driver),
		cmocka_unit_test(calls_without_a_driver_do_nothing),
		cmocka_unit_test(a_span_status_is_the_value_that_it_was_given),
		cmocka_unit_test(one_name_is_one_kind),
		cmocka_unit_test(drivers_come_and_go_on_several_threads),
	};

	return cmocka_run_group_tests_name("driver", tests, NULL, NULL);
}
