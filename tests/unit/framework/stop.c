#include "tests/unit/framework/support.h"

/* Each entry routine breaks one rule. */

static NTSTATUS free_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PVOID block = ExAllocatePoolWithTag(PagedPool, 8, 'tseT');

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	ExFreePool(block);
	ExFreePool(block);
	return STATUS_SUCCESS;
}

static NTSTATUS free_inside(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PUCHAR block = ExAllocatePoolWithTag(PagedPool, 64, 'tseT');

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	ExFreePool(block + 16);
	return STATUS_SUCCESS;
}

static NTSTATUS free_null(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	ExFreePool(NULL);
	return STATUS_SUCCESS;
}

static NTSTATUS free_with_wrong_tag(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PVOID block = ExAllocatePoolWithTag(PagedPool, 8, 'tseT');

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	ExFreePoolWithTag(block, 'rehO');
	return STATUS_SUCCESS;
}

static NTSTATUS delete_device_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PDEVICE_OBJECT device;

	UNREFERENCED_PARAMETER(path);
	IoCreateDevice(object, 0, NULL, FILE_DEVICE_NULL, 0, FALSE, &device);
	IoDeleteDevice(device);
	IoDeleteDevice(device);
	return STATUS_SUCCESS;
}

static NTSTATUS create_before_driver(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDFOBJECT handle;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	return WdfObjectCreate(NULL, &handle);
}

static NTSTATUS use_null(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_driver(object, path, NULL, NULL);
	WdfObjectReference(NULL);
	return STATUS_SUCCESS;
}

static NTSTATUS use_wrong_type(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDFOBJECT handle;

	create_driver(object, path, NULL, NULL);
	WdfObjectCreate(NULL, &handle);
	WdfMemoryGetBuffer((WDFMEMORY)handle, NULL);
	return STATUS_SUCCESS;
}

/* Seen in drivers: the WDM object is taken for the handle. */
static NTSTATUS use_driver_object_as_handle(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_driver(object, path, NULL, NULL);
	WdfDriverWdmGetDriverObject((WDFDRIVER)object);
	return STATUS_SUCCESS;
}

static NTSTATUS delete_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDFOBJECT handle;

	create_driver(object, path, NULL, NULL);
	WdfObjectCreate(NULL, &handle);
	WdfObjectDelete(handle);
	WdfObjectDelete(handle);
	return STATUS_SUCCESS;
}

static NTSTATUS delete_unknown(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	create_driver(object, path, NULL, NULL);
	WdfObjectDelete(&object);
	return STATUS_SUCCESS;
}

static NTSTATUS dereference_to_zero(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDFOBJECT handle;

	create_driver(object, path, NULL, NULL);
	WdfObjectCreate(NULL, &handle);
	WdfObjectDereference(handle);
	return STATUS_SUCCESS;
}

static VOID reference_in_destroy(WDFOBJECT object)
{
	WdfObjectReference(object);
}

static NTSTATUS use_destroyed(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT handle;

	create_driver(object, path, NULL, NULL);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = reference_in_destroy;
	WdfObjectCreate(&attributes, &handle);
	WdfObjectDelete(handle);
	return STATUS_SUCCESS;
}

static void what_bug_checks_stops_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(free_twice, "double-release");
	assert_stopped(free_inside, "release-of-unknown");
	assert_stopped(free_null, "release-of-unknown");
	assert_stopped(free_with_wrong_tag, "release-with-wrong-tag");
	assert_stopped(delete_device_twice, "double-release");
	assert_stopped(create_before_driver, "invalid-handle");
	assert_stopped(use_null, "invalid-handle");
	assert_stopped(use_wrong_type, "invalid-handle");
	assert_stopped(use_driver_object_as_handle, "invalid-handle");
	assert_stopped(delete_twice, "double-release");
	assert_stopped(delete_unknown, "release-of-unknown");
	assert_stopped(dereference_to_zero, "dereference-to-zero");
	assert_stopped(use_destroyed, "invalid-handle");
}

static NTSTATUS delete_driver(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDFDRIVER driver;
	NTSTATUS status = create_driver(object, path, NULL, &driver);

	WdfObjectDelete(driver);
	return WdfGetDriver() == driver ? status : STATUS_UNSUCCESSFUL;
}

static NTSTATUS delete_referenced_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDFOBJECT handle;
	NTSTATUS status = create_driver(object, path, NULL, NULL);

	WdfObjectCreate(NULL, &handle);
	WdfObjectReference(handle);
	WdfObjectDelete(handle);
	WdfObjectDelete(handle);
	WdfObjectDereference(handle);
	return status;
}

static void what_windows_drops_is_reported_only(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_reported(delete_driver, "delete-not-allowed");
	assert_reported(delete_referenced_twice, "double-release");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_bug_checks_stops_the_driver),
		TEST(what_windows_drops_is_reported_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
