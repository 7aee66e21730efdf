#include "tests/unit/framework/support.h"

#include <drvtrace/fault.h>
#include <wdmsec.h>

DECLARE_CONST_UNICODE_STRING(device_name, L"\\Device\\Unit");
DECLARE_CONST_UNICODE_STRING(link_name, L"\\DosDevices\\Unit");

static NTSTATUS prepare_status;
static NTSTATUS power_status;
static NTSTATUS add_status;
static NTSTATUS link_status;
static WDFDEVICE control_device;
static PWDFDEVICE_INIT init_after_create;

static int reset(void **state)
{
	UNREFERENCED_PARAMETER(state);
	prepare_status = power_status = add_status = STATUS_SUCCESS;
	return 0;
}

static NTSTATUS on_prepare(WDFDEVICE device, WDFCMRESLIST raw, WDFCMRESLIST translated)
{
	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(raw);
	UNREFERENCED_PARAMETER(translated);
	say("prepare");
	return prepare_status;
}

static NTSTATUS on_release(WDFDEVICE device, WDFCMRESLIST translated)
{
	UNREFERENCED_PARAMETER(device);
	UNREFERENCED_PARAMETER(translated);
	say("release");
	return STATUS_SUCCESS;
}

static NTSTATUS on_d0_entry(WDFDEVICE device, WDF_POWER_DEVICE_STATE previous)
{
	UNREFERENCED_PARAMETER(device);
	say(previous == WdfPowerDeviceD3Final ? "d0" : "d0?");
	return power_status;
}

static NTSTATUS on_d0_exit(WDFDEVICE device, WDF_POWER_DEVICE_STATE target)
{
	UNREFERENCED_PARAMETER(device);
	say(target == WdfPowerDeviceD3Final ? "d3" : "d3?");
	return STATUS_SUCCESS;
}

static VOID on_device_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("device-cleanup");
}

static VOID on_device_destroy(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("device-destroy");
}

static VOID on_child_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("child-cleanup");
}

static VOID on_child_destroy(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("child-destroy");
}

static VOID on_driver_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("driver-cleanup");
}

static VOID on_unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
	say("unload");
}

static NTSTATUS create_child(WDFDEVICE device)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT child;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	attributes.EvtCleanupCallback = on_child_cleanup;
	attributes.EvtDestroyCallback = on_child_destroy;
	return WdfObjectCreate(&attributes, &child);
}

static NTSTATUS on_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDevicePrepareHardware = on_prepare;
	callbacks.EvtDeviceReleaseHardware = on_release;
	callbacks.EvtDeviceD0Entry = on_d0_entry;
	callbacks.EvtDeviceD0Exit = on_d0_exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = on_device_cleanup;
	attributes.EvtDestroyCallback = on_device_destroy;
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	create_child(device);
	return add_status;
}

static NTSTATUS pnp_driver(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_DRIVER_CONFIG config;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = on_driver_cleanup;
	WDF_DRIVER_CONFIG_INIT(&config, on_device_add);
	config.EvtDriverUnload = on_unload;
	return WdfDriverCreate(object, path, &attributes, &config, NULL);
}

static void a_device_is_prepared_powered_and_taken_back_in_reverse(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_SUCCESS);
	assert_string_equal(said(), "prepare d0");
	unload();
	assert_string_equal(said(), "prepare d0 d3 release child-cleanup device-cleanup "
				    "child-destroy device-destroy unload driver-cleanup");
	assert_int_equal(outstanding(), 0);
}

static void hardware_that_could_not_be_prepared_is_released(void **state)
{
	UNREFERENCED_PARAMETER(state);
	prepare_status = STATUS_DEVICE_NOT_READY;
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_DEVICE_NOT_READY);
	assert_string_equal(said(), "prepare release child-cleanup device-cleanup "
				    "child-destroy device-destroy");
	unload();
}

static void power_that_was_not_gained_is_not_given_up(void **state)
{
	UNREFERENCED_PARAMETER(state);
	power_status = STATUS_DEVICE_POWER_FAILURE;
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_DEVICE_POWER_FAILURE);
	assert_string_equal(said(), "prepare d0 release child-cleanup device-cleanup "
				    "child-destroy device-destroy");
	unload();
}

static void a_device_that_was_added_in_vain_is_deleted(void **state)
{
	UNREFERENCED_PARAMETER(state);
	add_status = STATUS_UNSUCCESSFUL;
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_UNSUCCESSFUL);
	assert_string_equal(said(), "child-cleanup device-cleanup child-destroy device-destroy");
	assert_int_equal(outstanding(), 1);
	unload();
}

static NTSTATUS create_control_device(WDFDRIVER driver)
{
	PWDFDEVICE_INIT init = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = on_device_cleanup;
	attributes.EvtDestroyCallback = on_device_destroy;
	status = WdfDeviceInitAssignName(init, &device_name);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, &attributes, &control_device);
	init_after_create = init;
	if (!NT_SUCCESS(status)) {
		WdfDeviceInitFree(init);
		return status;
	}
	WdfControlFinishInitializing(control_device);
	create_child(control_device);
	return WdfDeviceCreateSymbolicLink(control_device, &link_name);
}

static NTSTATUS control_driver(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_DRIVER_CONFIG config;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = on_driver_cleanup;
	WDF_DRIVER_CONFIG_INIT(&config, NULL);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = on_unload;
	status = WdfDriverCreate(object, path, &attributes, &config, &driver);
	return NT_SUCCESS(status) ? create_control_device(driver) : status;
}

static void children_of_a_control_device_go_before_the_drivers_cleanup(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(control_driver), STATUS_SUCCESS);
	assert_null(init_after_create);
	assert_int_equal(outstanding(), 5);
	unload();
	assert_string_equal(said(), "unload child-cleanup device-cleanup child-destroy "
				    "driver-cleanup device-destroy");
	assert_int_equal(outstanding(), 0);
}

static void an_init_that_was_not_used_is_the_drivers_to_free(void **state)
{
	UNREFERENCED_PARAMETER(state);
	drvtrace_fault_arm("WdfDeviceCreate", 1);
	assert_int_equal(enter(control_driver), STATUS_INSUFFICIENT_RESOURCES);
	assert_non_null(init_after_create);
	assert_string_equal(said(), "driver-cleanup");
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS delete_control_device(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = control_driver(object, path);

	if (!NT_SUCCESS(status))
		return status;
	link_status = WdfDeviceCreateSymbolicLink(control_device, &link_name);
	WdfObjectDelete(control_device);
	say("deleted");
	return status;
}

static void a_control_device_can_be_deleted_by_its_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_control_device), STATUS_SUCCESS);
	/* One link a device. */
	assert_int_equal(link_status, STATUS_INVALID_DEVICE_REQUEST);
	assert_string_equal(
		said(), "child-cleanup device-cleanup child-destroy device-destroy deleted");
	assert_int_equal(outstanding(), 1);
	unload();
}

static NTSTATUS nameless_control_device(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;
	PWDFDEVICE_INIT init;
	WDFDEVICE device;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, NULL);
	status = WdfDriverCreate(object, path, NULL, &config, &driver);
	if (!NT_SUCCESS(status))
		return status;
	init = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL);
	status = WdfDeviceCreate(&init, NULL, &device);
	WdfDeviceInitFree(init);
	return status;
}

static void a_descriptor_needs_a_name(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(nameless_control_device), STATUS_INVALID_SECURITY_DESCR);
	assert_int_equal(outstanding(), 0);
}

static WDFDRIVER drivers[2];
static ULONG alignment;
static UNICODE_STRING name_found;
static WCHAR name_buffer[32];

static NTSTATUS describe_control_device(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = control_driver(object, path);
	UNICODE_STRING text;
	WDFSTRING string;

	WdfStringCreate(NULL, WDF_NO_OBJECT_ATTRIBUTES, &string);
	link_status = WdfDeviceRetrieveDeviceName(control_device, string);
	WdfStringGetUnicodeString(string, &text);
	name_found = (UNICODE_STRING){ 0, sizeof(name_buffer), name_buffer };
	RtlCopyUnicodeString(&name_found, &text);
	alignment = WdfDeviceGetAlignmentRequirement(control_device);
	WdfDeviceSetAlignmentRequirement(control_device, FILE_OCTA_ALIGNMENT);
	alignment += WdfDeviceGetAlignmentRequirement(control_device);
	drivers[0] = WdfDeviceGetDriver(control_device);
	drivers[1] = WdfWdmDriverGetWdfDriverHandle(object);
	return status;
}

static void a_device_says_what_it_is(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(describe_control_device), STATUS_SUCCESS);
	assert_int_equal(link_status, STATUS_SUCCESS);
	assert_true(RtlEqualUnicodeString(&name_found, &device_name, FALSE));
	assert_int_equal(alignment, FILE_OCTA_ALIGNMENT);
	assert_ptr_equal(drivers[0], drivers[1]);
	unload();
	assert_int_equal(outstanding(), 0);
}

#define DEVICE_TEST(name) cmocka_unit_test_setup_teardown(name, reset, forget_driver)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DEVICE_TEST(a_device_is_prepared_powered_and_taken_back_in_reverse),
		DEVICE_TEST(hardware_that_could_not_be_prepared_is_released),
		DEVICE_TEST(power_that_was_not_gained_is_not_given_up),
		DEVICE_TEST(a_device_that_was_added_in_vain_is_deleted),
		DEVICE_TEST(children_of_a_control_device_go_before_the_drivers_cleanup),
		DEVICE_TEST(an_init_that_was_not_used_is_the_drivers_to_free),
		DEVICE_TEST(a_control_device_can_be_deleted_by_its_driver),
		DEVICE_TEST(a_descriptor_needs_a_name),
		DEVICE_TEST(a_device_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
