/* Properties of devices and of their interfaces, set and asked for by a driver. */
#include "tests/unit/framework/support.h"

#include <initguid.h>
/* The keys are defined here. */
#include <devpkey.h>
#include <stdbool.h>
#include <stdio.h>

DEFINE_DEVPROPKEY(own_key, 0x01020304, 0x0506, 0x0708, 1, 2, 3, 4, 5, 6, 7, 8, 20);
DEFINE_DEVPROPKEY(kept_key, 0x01020304, 0x0506, 0x0708, 1, 2, 3, 4, 5, 6, 7, 8, 21);
DEFINE_GUID(interface_class, 0x0a0b0c0d, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

/* A driver's callbacks run in other threads: what does not hold there is said by its line. */
static void check(bool holds, int line)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", line);
	if (!holds)
		say(text);
}

#define CHECK(condition) check((condition), __LINE__)

static void (*body)(WDFDEVICE device);
static void (*init_body)(PWDFDEVICE_INIT init);

static NTSTATUS on_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (init_body)
		init_body(init);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (NT_SUCCESS(status) && body)
		body(device);
	return status;
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static void run(void (*in_init)(PWDFDEVICE_INIT init), void (*in_device)(WDFDEVICE device))
{
	init_body = in_init;
	body = in_device;
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_SUCCESS);
	assert_string_equal(said(), "");
	unload();
	assert_int_equal(outstanding(), 0);
}

static void set_and_ask(WDFDEVICE device)
{
	WDF_DEVICE_PROPERTY_DATA data;
	DEVPROPTYPE type = 0;
	ULONG value = 7;
	ULONG needed = 0;

	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &own_key);
	CHECK(WdfDeviceQueryPropertyEx(device, &data, 0, NULL, &needed, &type) ==
		STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK(WdfDeviceAssignProperty(device, &data, DEVPROP_TYPE_UINT32, sizeof(value), &value) ==
		STATUS_SUCCESS);
	value = 0;
	CHECK(WdfDeviceQueryPropertyEx(device, &data, 2, &value, &needed, &type) ==
		STATUS_BUFFER_TOO_SMALL);
	CHECK(needed == sizeof(value) && type == DEVPROP_TYPE_UINT32 && value == 0);
	CHECK(WdfDeviceQueryPropertyEx(device, &data, sizeof(value), &value, &needed, &type) ==
		STATUS_SUCCESS);
	CHECK(value == 7);
	/* Another language is another value. */
	data.Lcid = 0x409;
	CHECK(WdfDeviceQueryPropertyEx(device, &data, sizeof(value), &value, &needed, &type) ==
		STATUS_OBJECT_NAME_NOT_FOUND);
	data.Lcid = 0;
	CHECK(WdfDeviceAssignProperty(device, &data, DEVPROP_TYPE_EMPTY, 0, NULL) ==
		STATUS_SUCCESS);
	CHECK(WdfDeviceQueryPropertyEx(device, &data, sizeof(value), &value, &needed, &type) ==
		STATUS_OBJECT_NAME_NOT_FOUND);
}

static void a_property_is_what_the_driver_has_assigned(void **state)
{
	UNREFERENCED_PARAMETER(state);
	run(NULL, set_and_ask);
}

static void ask_wrongly(WDFDEVICE device)
{
	WDF_DEVICE_PROPERTY_DATA data;
	DEVPROPTYPE type;
	ULONG value = 7;
	ULONG needed;

	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &own_key);
	CHECK(WdfDeviceAssignProperty(device, &data, DEVPROP_TYPE_UINT32, 0, &value) ==
		STATUS_INVALID_PARAMETER);
	CHECK(WdfDeviceQueryPropertyEx(device, &data, sizeof(value), NULL, &needed, &type) ==
		STATUS_INVALID_PARAMETER);
	CHECK(WdfDeviceQueryPropertyEx(device, &data, 0, &value, &needed, &type) ==
		STATUS_INVALID_PARAMETER);
	data.Size = 3;
	CHECK(WdfDeviceQueryPropertyEx(device, &data, sizeof(value), &value, &needed, &type) ==
		STATUS_INFO_LENGTH_MISMATCH);
	CHECK(WdfDeviceAssignProperty(device, &data, DEVPROP_TYPE_UINT32, sizeof(value), &value) ==
		STATUS_INFO_LENGTH_MISMATCH);
	/* What the bus says is the bus's to say. */
	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &DEVPKEY_Device_DeviceDesc);
	CHECK(WdfDeviceAssignProperty(device, &data, DEVPROP_TYPE_UINT32, sizeof(value), &value) ==
		STATUS_ACCESS_DENIED);
}

static void what_is_asked_for_wrongly_is_not_answered(void **state)
{
	UNREFERENCED_PARAMETER(state);
	run(NULL, ask_wrongly);
}

static void ask_before(PWDFDEVICE_INIT init)
{
	WDF_DEVICE_PROPERTY_DATA data;
	WCHAR text[40];
	DEVPROPTYPE type;
	ULONG needed;
	WDFMEMORY memory;
	size_t size;
	PWSTR copy;

	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &DEVPKEY_Device_EnumeratorName);
	CHECK(WdfFdoInitQueryPropertyEx(init, &data, sizeof(text), text, &needed, &type) ==
		STATUS_SUCCESS);
	CHECK(type == DEVPROP_TYPE_STRING && needed == sizeof(L"ROOT"));
	CHECK(memcmp(text, L"ROOT", sizeof(L"ROOT")) == 0);
	CHECK(WdfFdoInitAllocAndQueryPropertyEx(init, &data, NonPagedPoolNx,
		      WDF_NO_OBJECT_ATTRIBUTES, &memory, &type) == STATUS_SUCCESS);
	copy = WdfMemoryGetBuffer(memory, &size);
	CHECK(size == sizeof(L"ROOT") && memcmp(copy, L"ROOT", size) == 0);
	CHECK(type == DEVPROP_TYPE_STRING);
	WdfObjectDelete(memory);
}

static void ask_for_instance(WDFDEVICE device)
{
	WDF_DEVICE_PROPERTY_DATA data;
	DEVPROPTYPE type = 0;
	WDFMEMORY memory;
	size_t size;
	PWSTR text;

	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &DEVPKEY_Device_InstanceId);
	CHECK(WdfDeviceAllocAndQueryPropertyEx(device, &data, PagedPool, WDF_NO_OBJECT_ATTRIBUTES,
		      &memory, &type) == STATUS_SUCCESS);
	text = WdfMemoryGetBuffer(memory, &size);
	CHECK(memcmp(text, L"ROOT\\", 5 * sizeof(WCHAR)) == 0);
	CHECK(text[size / sizeof(WCHAR) - 1] == L'\0');
	WdfObjectDelete(memory);
	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &own_key);
	CHECK(WdfDeviceAllocAndQueryPropertyEx(device, &data, PagedPool, WDF_NO_OBJECT_ATTRIBUTES,
		      &memory, &type) == STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK(!memory);
}

static void what_a_bus_says_has_keys_too(void **state)
{
	UNREFERENCED_PARAMETER(state);
	run(ask_before, ask_for_instance);
}

static void set_both(WDFDEVICE device)
{
	PDEVICE_OBJECT pdo = WdfDeviceWdmGetPhysicalDevice(device);
	ULONG value = 3;

	CHECK(IoSetDevicePropertyData(pdo, &own_key, 0, 0, DEVPROP_TYPE_UINT32, sizeof(value),
		      &value) == STATUS_SUCCESS);
	CHECK(IoSetDevicePropertyData(pdo, &kept_key, 0, PLUGPLAY_PROPERTY_PERSISTENT,
		      DEVPROP_TYPE_UINT32, sizeof(value), &value) == STATUS_SUCCESS);
}

static void ask_both(WDFDEVICE device)
{
	PDEVICE_OBJECT pdo = WdfDeviceWdmGetPhysicalDevice(device);
	DEVPROPTYPE type;
	ULONG needed;
	ULONG value = 0;

	CHECK(IoGetDevicePropertyData(pdo, &own_key, 0, 0, sizeof(value), &value, &needed, &type) ==
		STATUS_OBJECT_NAME_NOT_FOUND);
	CHECK(IoGetDevicePropertyData(pdo, &kept_key, 0, 0, sizeof(value), &value, &needed,
		      &type) == STATUS_SUCCESS);
	CHECK(value == 3);
	CHECK(IoSetDevicePropertyData(pdo, &kept_key, 0, 0, DEVPROP_TYPE_EMPTY, 0, NULL) ==
		STATUS_SUCCESS);
}

static void what_is_persistent_outlives_the_device(void **state)
{
	run(NULL, set_both);
	forget_driver(state);
	run(NULL, ask_both);
}

static void name_device(WDFDEVICE device)
{
	WDF_DEVICE_PROPERTY_DATA data;
	WCHAR name[] = L"A friend";
	WCHAR text[40];
	ULONG number = 9;
	ULONG needed;

	CHECK(WdfDeviceQueryProperty(device, DevicePropertyFriendlyName, sizeof(text), text,
		      &needed) == STATUS_OBJECT_NAME_NOT_FOUND);
	WDF_DEVICE_PROPERTY_DATA_INIT(&data, &DEVPKEY_Device_FriendlyName);
	CHECK(WdfDeviceAssignProperty(device, &data, DEVPROP_TYPE_STRING, sizeof(name), name) ==
		STATUS_SUCCESS);
	CHECK(WdfDeviceQueryProperty(device, DevicePropertyFriendlyName, sizeof(text), text,
		      &needed) == STATUS_SUCCESS);
	CHECK(memcmp(text, name, sizeof(name)) == 0);
	CHECK(WdfDeviceQueryProperty(device, DevicePropertyInstallState, sizeof(number), &number,
		      &needed) == STATUS_SUCCESS);
	CHECK(number == InstallStateInstalled);
}

static void a_name_that_was_assigned_is_the_devices_name(void **state)
{
	UNREFERENCED_PARAMETER(state);
	run(NULL, name_device);
}

static void use_interface(WDFDEVICE device)
{
	PDEVICE_OBJECT pdo = WdfDeviceWdmGetPhysicalDevice(device);
	UNICODE_STRING name;
	DEVPROP_BOOLEAN is_enabled = DEVPROP_TRUE;
	DEVPROPTYPE type = 0;
	ULONG needed;
	ULONG value = 9;

	CHECK(IoRegisterDeviceInterface(pdo, &interface_class, NULL, &name) == STATUS_SUCCESS);
	CHECK(IoSetDeviceInterfacePropertyData(&name, &own_key, 0, 0, DEVPROP_TYPE_UINT32,
		      sizeof(value), &value) == STATUS_SUCCESS);
	value = 0;
	CHECK(IoGetDeviceInterfacePropertyData(&name, &own_key, 0, 0, sizeof(value), &value,
		      &needed, &type) == STATUS_SUCCESS);
	CHECK(value == 9 && type == DEVPROP_TYPE_UINT32);
	CHECK(IoGetDeviceInterfacePropertyData(&name, &DEVPKEY_DeviceInterface_Enabled, 0, 0,
		      sizeof(is_enabled), &is_enabled, &needed, &type) == STATUS_SUCCESS);
	CHECK(is_enabled == DEVPROP_FALSE && type == DEVPROP_TYPE_BOOLEAN);
	CHECK(IoSetDeviceInterfacePropertyData(&name, &DEVPKEY_DeviceInterface_Enabled, 0, 0,
		      DEVPROP_TYPE_BOOLEAN, sizeof(is_enabled),
		      &is_enabled) == STATUS_ACCESS_DENIED);
	name.Length -= sizeof(WCHAR);
	CHECK(IoGetDeviceInterfacePropertyData(&name, &own_key, 0, 0, sizeof(value), &value,
		      &needed, &type) == STATUS_OBJECT_NAME_NOT_FOUND);
	name.Length += sizeof(WCHAR);
	RtlFreeUnicodeString(&name);
}

static void an_interface_has_properties(void **state)
{
	UNREFERENCED_PARAMETER(state);
	run(NULL, use_interface);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_property_is_what_the_driver_has_assigned),
		TEST(what_is_asked_for_wrongly_is_not_answered),
		TEST(what_a_bus_says_has_keys_too),
		TEST(what_is_persistent_outlives_the_device),
		TEST(a_name_that_was_assigned_is_the_devices_name),
		TEST(an_interface_has_properties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
