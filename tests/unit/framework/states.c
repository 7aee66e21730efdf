/* States of a device, and callbacks at their changes. */
#include "tests/unit/framework/support.h"

#include <stdio.h>

static NTSTATUS statuses[8];
static size_t status_count;
static WDF_DEVICE_PNP_STATE pnp_state;
static WDF_DEVICE_POWER_STATE power_state;
static WDF_DEVICE_POWER_POLICY_STATE policy_state;
static WDFDEVICE created;

static void say_change(ULONG type, ULONG current, ULONG next)
{
	char text[40];

	snprintf(text, sizeof(text), "%u:%x>%x", type, current, next);
	say(text);
}

static VOID on_pnp(WDFDEVICE device, PCWDF_DEVICE_PNP_NOTIFICATION_DATA data)
{
	UNREFERENCED_PARAMETER(device);
	if (data->Type == StateNotificationPostProcessState)
		say_change(data->Type, data->Data.PostProcessState.CurrentState, 0);
	else
		say_change(data->Type, data->Data.EnterState.CurrentState,
			data->Data.EnterState.NewState);
}

static VOID on_power(WDFDEVICE device, PCWDF_DEVICE_POWER_NOTIFICATION_DATA data)
{
	UNREFERENCED_PARAMETER(device);
	say_change(data->Type, data->Data.EnterState.CurrentState, data->Data.EnterState.NewState);
}

static VOID on_policy(WDFDEVICE device, PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA data)
{
	UNREFERENCED_PARAMETER(device);
	say_change(data->Type, data->Data.EnterState.CurrentState, data->Data.EnterState.NewState);
}

static void note(NTSTATUS status)
{
	statuses[status_count++] = status;
}

static void read_states(WDFDEVICE device)
{
	pnp_state = WdfDeviceGetDevicePnpState(device);
	power_state = WdfDeviceGetDevicePowerState(device);
	policy_state = WdfDeviceGetDevicePowerPolicyState(device);
}

static NTSTATUS on_self_managed_init(WDFDEVICE device)
{
	read_states(device);
	return STATUS_SUCCESS;
}

static NTSTATUS on_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;

	UNREFERENCED_PARAMETER(driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceSelfManagedIoInit = on_self_managed_init;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	note(WdfDeviceInitRegisterPnpStateChangeCallback(
		init, WdfDevStatePnpStarted, on_pnp, StateNotificationAllStates));
	note(WdfDeviceInitRegisterPowerStateChangeCallback(
		init, WdfDevStatePowerD0, on_power, StateNotificationEnterState));
	note(WdfDeviceInitRegisterPowerPolicyStateChangeCallback(
		init, WdfDevStatePwrPolStopped, on_policy, StateNotificationEnterState));
	note(WdfDeviceInitRegisterPnpStateChangeCallback(
		init, WdfDevStatePnpNull, on_pnp, StateNotificationAllStates));
	note(WdfDeviceInitRegisterPnpStateChangeCallback(
		init, WdfDevStatePnpStarted, NULL, StateNotificationAllStates));
	note(WdfDeviceInitRegisterPnpStateChangeCallback(init, WdfDevStatePnpStarted, on_pnp, 8));
	return WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &created);
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static void a_driver_is_told_when_a_state_is_entered_processed_and_left(void **state)
{
	UNREFERENCED_PARAMETER(state);
	status_count = 0;
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_SUCCESS);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(statuses[1], STATUS_SUCCESS);
	assert_int_equal(statuses[2], STATUS_SUCCESS);
	assert_int_equal(statuses[3], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[4], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[5], STATUS_INVALID_PARAMETER);
	/* Into D0, from where that is decided; into the started state, and done. */
	assert_string_equal(said(), "1:313>307 1:109>119 2:119>0");
	unload();
	/* It leaves that for the question whether it may be removed; its policy stops last. */
	assert_string_equal(said(), "1:313>307 1:109>119 2:119>0 4:119>10c 1:55b>563");
}

static void a_device_has_states(void **state)
{
	UNREFERENCED_PARAMETER(state);
	status_count = 0;
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_SUCCESS);
	assert_int_equal(pnp_state, WdfDevStatePnpHardwareAvailable);
	assert_int_equal(power_state, WdfDevStatePowerD0StartingStartSelfManagedIo);
	assert_int_equal(policy_state, WdfDevStatePwrPolObjectCreated);
	read_states(created);
	assert_int_equal(pnp_state, WdfDevStatePnpStarted);
	assert_int_equal(power_state, WdfDevStatePowerD0);
	assert_int_equal(policy_state, WdfDevStatePwrPolStarted);
	assert_true(WdfDevStateIsNP(WdfDevStatePowerD0NP));
	assert_int_equal(WdfDevStateNormalize(WdfDevStatePowerD0NP), 0x308);
	unload();
}

static NTSTATUS key_statuses[3];
static ULONG flags;

static NTSTATUS open_keys(WDFDRIVER driver, WDFDEVICE device)
{
	DECLARE_CONST_UNICODE_STRING(name, L"Serial");
	DECLARE_CONST_UNICODE_STRING(none, L"");
	WDFKEY key;

	key_statuses[0] = WdfDeviceOpenDevicemapKey(
		device, &name, KEY_ALL_ACCESS, WDF_NO_OBJECT_ATTRIBUTES, &key);
	if (NT_SUCCESS(key_statuses[0]))
		WdfRegistryClose(key);
	key_statuses[1] = WdfDeviceOpenDevicemapKey(
		device, &none, KEY_ALL_ACCESS, WDF_NO_OBJECT_ATTRIBUTES, &key);
	key_statuses[2] = WdfDriverOpenPersistentStateRegistryKey(
		driver, KEY_ALL_ACCESS, WDF_NO_OBJECT_ATTRIBUTES, &key);
	if (NT_SUCCESS(key_statuses[2]))
		WdfRegistryClose(key);
	return STATUS_SUCCESS;
}

static NTSTATUS on_inrush_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	NTSTATUS status;

	WdfDeviceInitSetPowerPageable(init);
	WdfDeviceInitSetPowerInrush(init);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &created);
	if (!NT_SUCCESS(status))
		return status;
	flags = WdfDeviceWdmGetDeviceObject(created)->Flags;
	return open_keys(driver, created);
}

static NTSTATUS inrush_entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_inrush_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static void a_device_that_draws_much_current_is_not_pageable(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(inrush_entry), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_SUCCESS);
	assert_true(flags & DO_POWER_INRUSH);
	assert_false(flags & DO_POWER_PAGABLE);
	unload();
}

static void keys_of_devices_and_drivers_are_made(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(inrush_entry), STATUS_SUCCESS);
	assert_int_equal(start(), STATUS_SUCCESS);
	assert_int_equal(key_statuses[0], STATUS_SUCCESS);
	assert_int_equal(key_statuses[1], STATUS_INVALID_PARAMETER);
	assert_int_equal(key_statuses[2], STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_driver_is_told_when_a_state_is_entered_processed_and_left),
		TEST(a_device_has_states),
		TEST(a_device_that_draws_much_current_is_not_pageable),
		TEST(keys_of_devices_and_drivers_are_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
