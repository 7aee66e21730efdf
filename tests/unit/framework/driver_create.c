#include "tests/unit/framework/support.h"

#include <drvtrace/fault.h>

static WDF_DRIVER_CONFIG config;
static WDF_OBJECT_ATTRIBUTES attributes;
static WDFDRIVER driver_handle;
static NTSTATUS second_status;

static VOID on_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("cleanup");
}

static VOID on_destroy(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("destroy");
}

static VOID on_unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	say("unload");
}

static NTSTATUS on_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	UNREFERENCED_PARAMETER(driver);
	UNREFERENCED_PARAMETER(init);
	say("add");
	return STATUS_SUCCESS;
}

/* Each test changes what it is about. */
static int set_up(void **state)
{
	UNREFERENCED_PARAMETER(state);
	WDF_DRIVER_CONFIG_INIT(&config, on_device_add);
	config.EvtDriverUnload = on_unload;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = on_cleanup;
	attributes.EvtDestroyCallback = on_destroy;
	driver_handle = NULL;
	return 0;
}

static NTSTATUS create(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return WdfDriverCreate(object, path, &attributes, &config, &driver_handle);
}

static NTSTATUS create_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create(object, path);

	second_status = WdfDriverCreate(object, path, &attributes, &config, NULL);
	return status;
}

static void unload_comes_before_cleanup(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(create), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_SUCCESS);
	unload();
	assert_string_equal(said(), "add unload cleanup destroy");
}

static void a_second_create_fails_and_changes_nothing(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(create_twice), STATUS_SUCCESS);
	assert_int_equal(second_status, STATUS_DRIVER_INTERNAL_ERROR);
	unload();
	assert_string_equal(said(), "unload cleanup destroy");
}

static void a_failing_create_calls_nothing_back(void **state)
{
	UNREFERENCED_PARAMETER(state);
	drvtrace_fault_arm("WdfDriverCreate", 1);
	assert_int_equal(enter(create), STATUS_INSUFFICIENT_RESOURCES);
	assert_null(driver_handle);
	assert_string_equal(said(), "");
	assert_int_equal(outstanding(), 0);
}

static void a_non_pnp_driver_has_no_device_add(void **state)
{
	UNREFERENCED_PARAMETER(state);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	assert_int_equal(enter(create), STATUS_INVALID_PARAMETER);
}

static void a_config_of_another_size_is_refused(void **state)
{
	UNREFERENCED_PARAMETER(state);
	config.Size--;
	assert_int_equal(enter(create), STATUS_INFO_LENGTH_MISMATCH);
}

static void unknown_flags_are_refused(void **state)
{
	UNREFERENCED_PARAMETER(state);
	config.DriverInitFlags = 0x80;
	assert_int_equal(enter(create), STATUS_INVALID_PARAMETER);
}

static NTSTATUS create_below_itself(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	attributes.ParentObject = (WDFOBJECT)object;
	return create(object, path);
}

static void a_driver_has_no_parent(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(create_below_itself), STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);
}

static BOOLEAN has_unload;
static BOOLEAN has_add_device;

static NTSTATUS create_non_pnp(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status;

	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverDeviceAdd = NULL;
	status = create(object, path);
	has_unload = object->DriverUnload != NULL;
	has_add_device = object->DriverExtension->AddDevice != NULL;
	return status;
}

static NTSTATUS create_non_pnp_without_unload(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status;

	config.EvtDriverUnload = NULL;
	status = create_non_pnp(object, path);
	return NT_SUCCESS(status) ? STATUS_UNSUCCESSFUL : status;
}

static void a_non_pnp_driver_can_be_unloaded_by_its_callback_only(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(create_non_pnp), STATUS_SUCCESS);
	assert_true(has_unload);
	assert_false(has_add_device);
	unload();
	forget_driver(NULL);

	assert_int_equal(enter(create_non_pnp_without_unload), STATUS_UNSUCCESSFUL);
	assert_false(has_unload);
}

static const WCHAR *path_seen;
static WDFDRIVER found_driver;
static PDRIVER_OBJECT wdm_object;
static PDRIVER_OBJECT entry_object;

static NTSTATUS look_around(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create(object, path);

	entry_object = object;
	if (!NT_SUCCESS(status))
		return status;
	found_driver = WdfGetDriver();
	wdm_object = WdfDriverWdmGetDriverObject(driver_handle);
	path_seen = WdfDriverGetRegistryPath(driver_handle);
	return path_seen == path->Buffer ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static void the_driver_keeps_a_copy_of_its_registry_path(void **state)
{
	static const WCHAR wanted[] =
		L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\unit";

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(look_around), STATUS_SUCCESS);
	assert_memory_equal(path_seen, wanted, sizeof(wanted));
	assert_ptr_equal(found_driver, driver_handle);
	assert_ptr_equal(wdm_object, entry_object);
	unload();
}

#define CREATE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, forget_driver)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CREATE_TEST(unload_comes_before_cleanup),
		CREATE_TEST(a_second_create_fails_and_changes_nothing),
		CREATE_TEST(a_failing_create_calls_nothing_back),
		CREATE_TEST(a_non_pnp_driver_has_no_device_add),
		CREATE_TEST(a_config_of_another_size_is_refused),
		CREATE_TEST(unknown_flags_are_refused),
		CREATE_TEST(a_driver_has_no_parent),
		CREATE_TEST(a_non_pnp_driver_can_be_unloaded_by_its_callback_only),
		CREATE_TEST(the_driver_keeps_a_copy_of_its_registry_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
