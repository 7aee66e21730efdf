#include "tests/unit/tracelib/wpp_guids.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static DRVTRACE_DEFINE_DRIVER(opened, "opened");
static int object;

static void guids_and_flags_are_numbered_as_windows_does(void **state)
{
	(void)state;
	assert_int_equal(WPP_CTL_FirstGuid, 0);
	assert_int_equal(WPP_CTL_SecondGuid, 1);
	assert_int_equal(WPP_LAST_CTL, 2);
	assert_int_equal(WPP_BIT_FLAG_INIT, 0x00001);
	assert_int_equal(WPP_BIT_FLAG_IOCTL, 0x00002);
	assert_int_equal(WPP_BIT_FLAG_OTHER, 0x10001);
}

static void the_descriptor_holds_the_texts(void **state)
{
	(void)state;
	assert_string_equal(drvtrace_wpp_driver.name, "FirstGuid");
	assert_string_equal(drvtrace_wpp_driver.control_guid,
		"d23a0c5a-d307-4f0e-ae8e-E2A355AD5DAB,00000000-0000-0000-0000-000000000001");
	assert_string_equal(drvtrace_wpp_driver.flag_names, ",FLAG_INIT,FLAG_IOCTL;,FLAG_OTHER");
}

static void all_sources_of_a_module_share_one_descriptor(void **state)
{
	(void)state;
	assert_ptr_equal(second_descriptor(), &drvtrace_wpp_driver);
}

static void init_and_cleanup_are_expressions(void **state)
{
	(void)state;
	if (drvtrace_wpp_driver.id == 0)
		WPP_INIT_TRACING(&object, NULL);
	else
		WPP_CLEANUP(&object);
	assert_int_not_equal(drvtrace_wpp_driver.id, 0);
	(void)0, WPP_CLEANUP(&object);
	assert_int_equal(drvtrace_wpp_driver.id, 0);
}

static void a_second_init_changes_nothing(void **state)
{
	uint32_t id;

	(void)state;
	WPP_INIT_TRACING(&object, NULL);
	id = drvtrace_wpp_driver.id;
	second_init(&object);
	assert_int_equal(drvtrace_wpp_driver.id, id);
	WPP_CLEANUP(&object);
	assert_int_equal(drvtrace_wpp_driver.id, 0);
	WPP_CLEANUP(&object);
	WPP_CLEANUP(NULL);
}

static void the_number_is_that_of_the_driver_opened_under_the_object(void **state)
{
	(void)state;
	assert_int_equal(drvtrace_driver_open(&opened, &object, &object), 0);
	WPP_INIT_TRACING(&object, NULL);
	assert_int_equal(drvtrace_wpp_driver.id, opened.id);
	WPP_CLEANUP(&object);
	assert_int_equal(drvtrace_wpp_driver.id, 0);
	assert_int_not_equal(opened.id, 0);
	drvtrace_driver_close(&opened);
}

static void the_tie_ends_the_registration_and_a_later_cleanup_is_harmless(void **state)
{
	(void)state;
	assert_int_equal(drvtrace_driver_open(&opened, &object, &object), 0);
	WPP_INIT_TRACING(&object, NULL);
	drvtrace_driver_object_cleanup(&object, DRVTRACE_CLEANUP_TIED);
	assert_int_equal(drvtrace_wpp_driver.id, 0);
	drvtrace_driver_object_cleanup(&object, DRVTRACE_CLEANUP_UNLOAD);
	WPP_CLEANUP(&object);
	WPP_INIT_TRACING(&object, NULL);
	assert_int_equal(drvtrace_wpp_driver.id, opened.id);
	WPP_CLEANUP(&opened);
	assert_int_equal(drvtrace_wpp_driver.id, 0);
	drvtrace_driver_close(&opened);
}

static void closing_ends_what_was_left(void **state)
{
	(void)state;
	assert_int_equal(drvtrace_driver_open(&opened, &object, &object), 0);
	WPP_INIT_TRACING(&object, NULL);
	drvtrace_driver_close(&opened);
	assert_int_equal(drvtrace_wpp_driver.id, 0);
}

static void no_descriptor_is_no_crash(void **state)
{
	(void)state;
	drvtrace_wpp_init(NULL, &object, NULL);
	drvtrace_wpp_cleanup(NULL, &object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(guids_and_flags_are_numbered_as_windows_does),
		cmocka_unit_test(the_descriptor_holds_the_texts),
		cmocka_unit_test(all_sources_of_a_module_share_one_descriptor),
		cmocka_unit_test(init_and_cleanup_are_expressions),
		cmocka_unit_test(a_second_init_changes_nothing),
		cmocka_unit_test(the_number_is_that_of_the_driver_opened_under_the_object),
		cmocka_unit_test(the_tie_ends_the_registration_and_a_later_cleanup_is_harmless),
		cmocka_unit_test(closing_ends_what_was_left),
		cmocka_unit_test(no_descriptor_is_no_crash),
	};

	return cmocka_run_group_tests_name("wpp", tests, NULL, NULL);
}
