#include "tests/unit/framework/support.h"

#include <hidport.h>

static NTSTATUS statuses[8];
static PDEVICE_OBJECT newest;
static PDRIVER_OBJECT driver_object;

static NTSTATUS create(PDRIVER_OBJECT object, PCWSTR name, PDEVICE_OBJECT *device)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, name);
	return IoCreateDevice(object, 0, &string, FILE_DEVICE_UNKNOWN, 0, FALSE, device);
}

static NTSTATUS link_to(PCWSTR name)
{
	UNICODE_STRING target;
	UNICODE_STRING string;

	RtlInitUnicodeString(&target, L"\\Device\\One");
	RtlInitUnicodeString(&string, name);
	return IoCreateSymbolicLink(&string, &target);
}

static NTSTATUS unlink_name(PCWSTR name)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, name);
	return IoDeleteSymbolicLink(&string);
}

static NTSTATUS name_devices(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PDEVICE_OBJECT first = NULL;
	PDEVICE_OBJECT other;

	UNREFERENCED_PARAMETER(path);
	statuses[0] = create(object, L"\\Device\\One", &first);
	statuses[1] = create(object, L"\\device\\ONE", &other);
	statuses[2] = create(object, L"Device", &other);
	statuses[3] = create(object, L"\\Device\\No\\Such", &other);
	statuses[4] = create(object, L"\\Device\\", &other);
	IoDeleteDevice(first);
	statuses[5] = create(object, L"\\Device\\One", &first);
	IoDeleteDevice(first);
	return STATUS_UNSUCCESSFUL;
}

static void a_device_name_is_taken_until_the_device_is_deleted(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(name_devices);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_OBJECT_NAME_COLLISION);
	assert_int_equal(statuses[2], STATUS_OBJECT_PATH_SYNTAX_BAD);
	assert_int_equal(statuses[3], STATUS_OBJECT_PATH_NOT_FOUND);
	assert_int_equal(statuses[4], STATUS_OBJECT_NAME_INVALID);
	assert_int_equal(statuses[5], STATUS_SUCCESS);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS name_links(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	statuses[0] = link_to(L"\\DosDevices\\One");
	statuses[1] = link_to(L"\\??\\one");
	statuses[2] = unlink_name(L"\\DosDevices\\Two");
	statuses[3] = unlink_name(L"\\GLOBAL??\\One");
	statuses[4] = unlink_name(L"\\DosDevices\\One");
	return STATUS_UNSUCCESSFUL;
}

static void dos_devices_has_several_spellings(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(name_links);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_OBJECT_NAME_COLLISION);
	assert_int_equal(statuses[2], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[3], STATUS_SUCCESS);
	assert_int_equal(statuses[4], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS leave_device_behind(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PDEVICE_OBJECT device;

	UNREFERENCED_PARAMETER(path);
	statuses[0] = create(object, L"\\Device\\Left", &device);
	return STATUS_UNSUCCESSFUL;
}

static void a_device_that_was_left_behind_keeps_its_name(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(leave_device_behind);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(outstanding(), 1);
	unload_for_good();
	/* The next load of the same driver meets it, as it does on Windows. */
	enter(leave_device_behind);
	assert_int_equal(statuses[0], STATUS_OBJECT_NAME_COLLISION);
}

static NTSTATUS extension(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	PDEVICE_OBJECT older;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(path);
	driver_object = object;
	status = IoCreateDevice(object, 32, NULL, FILE_DEVICE_UNKNOWN, 0, TRUE, &older);
	if (!NT_SUCCESS(status))
		return status;
	status = IoCreateDevice(object, 0, NULL, FILE_DEVICE_NULL, 0, FALSE, &newest);
	statuses[0] =
		object->DeviceObject == newest && newest->NextDevice == older && !older->NextDevice
			? STATUS_SUCCESS
			: STATUS_UNSUCCESSFUL;
	statuses[1] = older->DeviceExtension && !newest->DeviceExtension &&
				      ((PUCHAR)older->DeviceExtension)[31] == 0
			      ? STATUS_SUCCESS
			      : STATUS_UNSUCCESSFUL;
	IoDeleteDevice(newest);
	statuses[2] = object->DeviceObject == older ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
	IoDeleteDevice(older);
	return status;
}

static void the_driver_object_lists_its_devices_newest_first(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(extension), STATUS_SUCCESS);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(statuses[i], STATUS_SUCCESS);
	assert_int_equal(outstanding(), 0);
}

static VOID own_unload(PDRIVER_OBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say(outstanding() == 1 ? "registered" : "not registered");
}

static NTSTATUS register_port(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	HID_MINIDRIVER_REGISTRATION registration = { HID_REVISION, object, path, 0, FALSE, { 0 } };

	object->DriverUnload = own_unload;
	registration.Revision++;
	statuses[0] = HidRegisterMinidriver(&registration);
	registration.Revision--;
	statuses[1] = HidRegisterMinidriver(&registration);
	return statuses[1];
}

static NTSTATUS register_port_and_fail(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	register_port(object, path);
	return STATUS_UNSUCCESSFUL;
}

static void a_port_registration_ends_after_the_drivers_own_unload(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(register_port), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_REVISION_MISMATCH);
	assert_int_equal(outstanding(), 1);
	unload();
	assert_string_equal(said(), "registered");
	assert_int_equal(outstanding(), 0);
}

static void a_port_registration_ends_with_a_failed_entry(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(register_port_and_fail), STATUS_UNSUCCESSFUL);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_string_equal(said(), "");
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_device_name_is_taken_until_the_device_is_deleted),
		TEST(dos_devices_has_several_spellings),
		TEST(a_device_that_was_left_behind_keeps_its_name),
		TEST(the_driver_object_lists_its_devices_newest_first),
		TEST(a_port_registration_ends_after_the_drivers_own_unload),
		TEST(a_port_registration_ends_with_a_failed_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
