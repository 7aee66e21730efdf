/* References to device objects, and the names that devices of plug and play are reached by. */
#include "tests/unit/framework/support.h"

DECLARE_CONST_UNICODE_STRING(link_name, L"\\DosDevices\\Referenced");

static LONG_PTR counts[4];
static NTSTATUS statuses[4];
static PDEVICE_OBJECT device;
static WCHAR pdo_name[32];

static NTSTATUS create(PDRIVER_OBJECT object)
{
	return IoCreateDevice(object, 16, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}

static NTSTATUS delete_referenced(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create(object);

	UNREFERENCED_PARAMETER(path);
	if (!NT_SUCCESS(status))
		return status;
	counts[0] = ObReferenceObject(device);
	statuses[0] = IoGetAttachedDeviceReference(device) == device ? STATUS_SUCCESS
								     : STATUS_UNSUCCESSFUL;
	IoDeleteDevice(device);
	/* It is there until the last reference is given back. */
	*(PULONG)device->DeviceExtension = 1;
	counts[1] = ObDereferenceObject(device);
	*(PULONG)device->DeviceExtension = 2;
	counts[2] = ObDereferenceObject(device);
	return STATUS_SUCCESS;
}

static void a_device_is_kept_by_references(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(delete_referenced), STATUS_SUCCESS);
	assert_int_equal(counts[0], 1);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(counts[1], 1);
	assert_int_equal(counts[2], 0);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS keep_reference(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create(object);

	UNREFERENCED_PARAMETER(path);
	if (!NT_SUCCESS(status))
		return status;
	IoGetAttachedDeviceReference(device);
	IoDeleteDevice(device);
	return STATUS_SUCCESS;
}

static void a_reference_that_is_kept_is_in_the_books(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(keep_reference), STATUS_SUCCESS);
	assert_int_equal(outstanding(), 1);
}

static NTSTATUS dereference_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create(object);

	UNREFERENCED_PARAMETER(path);
	if (!NT_SUCCESS(status))
		return status;
	ObReferenceObject(device);
	ObDereferenceObject(device);
	ObDereferenceObject(device);
	return STATUS_SUCCESS;
}

static void what_was_not_referenced_is_not_dereferenced(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(dereference_twice, "invalid-handle");
}

static NTSTATUS add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDFDEVICE created;
	ULONG size;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &created);
	if (!NT_SUCCESS(status))
		return status;
	statuses[0] = WdfDeviceCreateSymbolicLink(created, &link_name);
	statuses[1] = WdfDeviceQueryProperty(
		created, DevicePropertyPhysicalDeviceObjectName, sizeof(pdo_name), pdo_name, &size);
	return status;
}

static NTSTATUS serve(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, NULL);
}

static void a_nameless_device_is_reached_by_the_name_of_the_physical_one(void **state)
{
	static const WCHAR prefix[] = L"\\Device\\0000";

	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(serve), STATUS_SUCCESS);
	assert_int_equal(plug(NULL, 0), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_memory_equal(pdo_name, prefix, sizeof(prefix) - sizeof(WCHAR));
	assert_int_equal(unplug(), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_device_is_kept_by_references),
		TEST(a_reference_that_is_kept_is_in_the_books),
		TEST(what_was_not_referenced_is_not_dereferenced),
		TEST(a_nameless_device_is_reached_by_the_name_of_the_physical_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
