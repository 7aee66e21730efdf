/* Power policy: when a device may sleep, what it says of that, and what brings it back. */
#include "tests/unit/framework/support.h"

#include "drivers/framework/wdm/idle.h"
#include "drivers/framework/wdm/pnp.h"

#define NAME "unit-device"

static WDFDEVICE device;
static NTSTATUS armed;
static NTSTATUS created;
static WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
static WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;
static WDF_TRI_STATE ownership;

static NTSTATUS on_d0_entry(WDFDEVICE handle, WDF_POWER_DEVICE_STATE previous)
{
	UNREFERENCED_PARAMETER(handle);
	say(previous == WdfPowerDeviceD3Final ? "start" : "up");
	return STATUS_SUCCESS;
}

static NTSTATUS on_d0_exit(WDFDEVICE handle, WDF_POWER_DEVICE_STATE target)
{
	UNREFERENCED_PARAMETER(handle);
	say(target == WdfPowerDeviceD3Final ? "end" : target == WdfPowerDeviceD2 ? "d2" : "d3");
	return STATUS_SUCCESS;
}

static NTSTATUS on_arm_s0(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	say("arm");
	return armed;
}

static VOID on_disarm_s0(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	say("disarm");
}

static VOID on_triggered_s0(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	say("triggered");
}

static NTSTATUS on_arm_sx(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	say("arm-sx");
	return armed;
}

static VOID on_disarm_sx(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	say("disarm-sx");
}

static VOID on_triggered_sx(WDFDEVICE handle)
{
	UNREFERENCED_PARAMETER(handle);
	say("triggered-sx");
}

static NTSTATUS on_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;

	UNREFERENCED_PARAMETER(driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceD0Entry = on_d0_entry;
	callbacks.EvtDeviceD0Exit = on_d0_exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	policy.EvtDeviceArmWakeFromS0 = on_arm_s0;
	policy.EvtDeviceDisarmWakeFromS0 = on_disarm_s0;
	policy.EvtDeviceWakeFromS0Triggered = on_triggered_s0;
	policy.EvtDeviceArmWakeFromSx = on_arm_sx;
	policy.EvtDeviceDisarmWakeFromSx = on_disarm_sx;
	policy.EvtDeviceWakeFromSxTriggered = on_triggered_sx;
	WdfDeviceInitSetPowerPolicyEventCallbacks(init, &policy);
	if (ownership != WdfUseDefault)
		WdfDeviceInitSetPowerPolicyOwnership(init, ownership == WdfTrue);
	created = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	return created;
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static int begin(void **state)
{
	UNREFERENCED_PARAMETER(state);
	armed = STATUS_SUCCESS;
	ownership = WdfUseDefault;
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCannotWakeFromS0);
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wake);
	return 0;
}

static void begin_device(void)
{
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(plug(NULL, 0), STATUS_SUCCESS);
}

static void end_device(void)
{
	assert_int_equal(unplug(), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static NTSTATUS sleep_now(void)
{
	return io_idle_host_sleep(NAME);
}

static void a_device_without_settings_does_not_sleep(void **state)
{
	UNREFERENCED_PARAMETER(state);
	begin_device();
	assert_int_equal(sleep_now(), STATUS_INVALID_DEVICE_STATE);
	assert_int_equal(io_idle_host_check_awake(NAME), STATUS_SUCCESS);
	assert_int_equal(WdfDeviceGetDevicePowerPolicyState(device), WdfDevStatePwrPolStarted);
	end_device();
	assert_string_equal(said(), "start end");
}

static void settings_are_looked_at(void **state)
{
	UNREFERENCED_PARAMETER(state);
	begin_device();
	idle.Size--;
	assert_int_equal(WdfDeviceAssignS0IdleSettings(device, &idle), STATUS_INFO_LENGTH_MISMATCH);
	idle.Size++;
	idle.DxState = PowerDeviceD0;
	assert_int_equal(WdfDeviceAssignS0IdleSettings(device, &idle), STATUS_INVALID_PARAMETER);
	idle.DxState = PowerDeviceD2;
	idle.IdleCaps = IdleCapsInvalid;
	assert_int_equal(WdfDeviceAssignS0IdleSettings(device, &idle), STATUS_INVALID_PARAMETER);
	wake.DxState = PowerDeviceD0;
	assert_int_equal(WdfDeviceAssignSxWakeSettings(device, &wake), STATUS_INVALID_PARAMETER);
	wake.Size--;
	assert_int_equal(WdfDeviceAssignSxWakeSettings(device, &wake), STATUS_INFO_LENGTH_MISMATCH);
	assert_int_equal(sleep_now(), STATUS_INVALID_DEVICE_STATE);
	end_device();
}

static void who_has_no_policy_decides_nothing(void **state)
{
	UNREFERENCED_PARAMETER(state);
	ownership = WdfFalse;
	begin_device();
	assert_int_equal(
		WdfDeviceAssignS0IdleSettings(device, &idle), STATUS_INVALID_DEVICE_REQUEST);
	assert_int_equal(
		WdfDeviceAssignSxWakeSettings(device, &wake), STATUS_INVALID_DEVICE_REQUEST);
	assert_int_equal(WdfDeviceStopIdle(device, TRUE), STATUS_INVALID_DEVICE_STATE);
	assert_int_equal(sleep_now(), STATUS_NOT_SUPPORTED);
	end_device();
}

static void a_device_that_is_needed_stays_awake(void **state)
{
	UNREFERENCED_PARAMETER(state);
	begin_device();
	idle.DxState = PowerDeviceD2;
	assert_int_equal(WdfDeviceAssignS0IdleSettings(device, &idle), STATUS_SUCCESS);
	assert_int_equal(WdfDeviceStopIdle(device, TRUE), STATUS_SUCCESS);
	assert_int_equal(WdfDeviceStopIdle(device, TRUE), STATUS_SUCCESS);
	WdfDeviceResumeIdle(device);
	assert_int_equal(sleep_now(), STATUS_INVALID_DEVICE_STATE);
	WdfDeviceResumeIdle(device);
	assert_int_equal(sleep_now(), STATUS_SUCCESS);
	assert_int_equal(io_idle_host_check_awake(NAME), STATUS_DEVICE_BUSY);
	assert_int_equal(
		WdfDeviceGetDevicePowerPolicyState(device), WdfDevStatePwrPolWaitingUnarmed);
	assert_int_equal(sleep_now(), STATUS_INVALID_DEVICE_STATE);
	/* It has nothing that could wake it, but who needs it does. */
	assert_int_equal(io_idle_host_wake(NAME), STATUS_INVALID_DEVICE_STATE);
	assert_int_equal(WdfDeviceStopIdle(device, TRUE), STATUS_SUCCESS);
	assert_int_equal(
		WdfDeviceGetDevicePowerPolicyState(device), WdfDevStatePwrPolStartedIdleCapable);
	WdfDeviceResumeIdle(device);
	end_device();
	assert_string_equal(said(), "start d2 up end");
}

static void a_device_that_is_armed_is_woken_by_its_signal(void **state)
{
	UNREFERENCED_PARAMETER(state);
	begin_device();
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCanWakeFromS0);
	assert_int_equal(WdfDeviceAssignS0IdleSettings(device, &idle), STATUS_SUCCESS);
	assert_int_equal(io_idle_host_wake(NAME), STATUS_INVALID_DEVICE_STATE);
	assert_int_equal(sleep_now(), STATUS_SUCCESS);
	assert_int_equal(WdfDeviceGetDevicePowerPolicyState(device), WdfDevStatePwrPolWaitingArmed);
	assert_int_equal(io_idle_host_wake(NAME), STATUS_SUCCESS);
	assert_int_equal(
		WdfDeviceGetDevicePowerPolicyState(device), WdfDevStatePwrPolStartedWakeCapable);
	/* One that cannot be armed sleeps all the same. */
	armed = STATUS_UNSUCCESSFUL;
	assert_int_equal(sleep_now(), STATUS_SUCCESS);
	assert_int_equal(io_idle_host_wake(NAME), STATUS_INVALID_DEVICE_STATE);
	idle.Enabled = WdfFalse;
	assert_int_equal(WdfDeviceAssignS0IdleSettings(device, &idle), STATUS_SUCCESS);
	assert_int_equal(io_idle_host_check_awake(NAME), STATUS_SUCCESS);
	end_device();
	assert_string_equal(said(), "start arm d3 up triggered disarm arm d3 up end");
}

static void a_device_sleeps_and_wakes_with_the_system(void **state)
{
	UNREFERENCED_PARAMETER(state);
	begin_device();
	assert_int_equal(WdfDeviceAssignSxWakeSettings(device, &wake), STATUS_SUCCESS);
	assert_int_equal(io_idle_host_set_system(PowerSystemSleeping3), STATUS_SUCCESS);
	assert_int_equal(
		WdfDeviceGetDevicePowerPolicyState(device), WdfDevStatePwrPolSystemAsleepWakeArmed);
	assert_int_equal(io_idle_host_wake(NAME), STATUS_SUCCESS);
	assert_int_equal(io_idle_host_set_system(PowerSystemWorking), STATUS_SUCCESS);
	wake.Enabled = WdfFalse;
	assert_int_equal(WdfDeviceAssignSxWakeSettings(device, &wake), STATUS_SUCCESS);
	assert_int_equal(io_idle_host_set_system(PowerSystemSleeping3), STATUS_SUCCESS);
	assert_int_equal(
		WdfDeviceGetDevicePowerPolicyState(device), WdfDevStatePwrPolSystemAsleepNoWake);
	assert_int_equal(io_idle_host_wake(NAME), STATUS_INVALID_DEVICE_STATE);
	assert_int_equal(io_idle_host_set_system(PowerSystemWorking), STATUS_SUCCESS);
	end_device();
	assert_string_equal(said(), "start arm-sx d3 up triggered-sx disarm-sx d3 up end");
}

#define POLICY(name) cmocka_unit_test_setup_teardown(name, begin, forget_driver)

int main(void)
{
	const struct CMUnitTest tests[] = {
		POLICY(a_device_without_settings_does_not_sleep),
		POLICY(settings_are_looked_at),
		POLICY(who_has_no_policy_decides_nothing),
		POLICY(a_device_that_is_needed_stays_awake),
		POLICY(a_device_that_is_armed_is_woken_by_its_signal),
		POLICY(a_device_sleeps_and_wakes_with_the_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
