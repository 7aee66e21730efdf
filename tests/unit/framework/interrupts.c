#include "tests/unit/framework/support.h"

#include <stdatomic.h>

#include "drivers/framework/wdm/interrupt.h"
#include "drivers/framework/wdm/pnp.h"

enum {
	VECTOR = 9
};

static const struct io_pnp_resource resources[] = {
	{ .type = CmResourceTypeMemory, .start = 0x1000, .length = 0x100 },
	{ .type = CmResourceTypeInterrupt, .start = VECTOR },
};

static WDFDEVICE device;
static WDFINTERRUPT interrupt;
static WDF_INTERRUPT_CONFIG config;
static NTSTATUS created;
static NTSTATUS enabled;
static KEVENT has_run;
static atomic_int later_runs;
static _Atomic KIRQL levels[4];
static WDF_INTERRUPT_INFO info;
static BOOLEAN was_connected;
static BOOLEAN is_refused;

static BOOLEAN on_interrupt(WDFINTERRUPT handle, ULONG message)
{
	levels[0] = KeGetCurrentIrql();
	if (message != 0 || handle != interrupt)
		return FALSE;
	if (config.EvtInterruptDpc)
		WdfInterruptQueueDpcForIsr(handle);
	if (config.EvtInterruptWorkItem)
		WdfInterruptQueueWorkItemForIsr(handle);
	return TRUE;
}

static void on_later(WDFINTERRUPT handle, WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(handle);
	assert_ptr_equal(object, device);
	levels[1] = KeGetCurrentIrql();
	later_runs++;
	KeSetEvent(&has_run, 0, FALSE);
}

static NTSTATUS on_enable(WDFINTERRUPT handle, WDFDEVICE associated)
{
	UNREFERENCED_PARAMETER(handle);
	assert_ptr_equal(associated, device);
	levels[2] = KeGetCurrentIrql();
	say("enable");
	return enabled;
}

static NTSTATUS on_disable(WDFINTERRUPT handle, WDFDEVICE associated)
{
	UNREFERENCED_PARAMETER(handle);
	UNREFERENCED_PARAMETER(associated);
	say("disable");
	return STATUS_SUCCESS;
}

static BOOLEAN synchronised(WDFINTERRUPT handle, WDFCONTEXT context)
{
	UNREFERENCED_PARAMETER(handle);
	levels[3] = KeGetCurrentIrql();
	return context == &device;
}

static NTSTATUS on_d0_entry(WDFDEVICE handle, WDF_POWER_DEVICE_STATE previous)
{
	UNREFERENCED_PARAMETER(handle);
	UNREFERENCED_PARAMETER(previous);
	say("d0");
	return STATUS_SUCCESS;
}

static NTSTATUS on_enabled(WDFDEVICE handle, WDF_POWER_DEVICE_STATE previous)
{
	UNREFERENCED_PARAMETER(handle);
	UNREFERENCED_PARAMETER(previous);
	WDF_INTERRUPT_INFO_INIT(&info);
	WdfInterruptGetInfo(interrupt, &info);
	was_connected = WdfInterruptWdmGetInterrupt(interrupt) != NULL;
	if (WdfInterruptSynchronize(interrupt, synchronised, &device))
		say("enabled");
	return STATUS_SUCCESS;
}

static NTSTATUS on_disabling(WDFDEVICE handle, WDF_POWER_DEVICE_STATE target)
{
	UNREFERENCED_PARAMETER(handle);
	UNREFERENCED_PARAMETER(target);
	say("disabling");
	return STATUS_SUCCESS;
}

static NTSTATUS on_d0_exit(WDFDEVICE handle, WDF_POWER_DEVICE_STATE target)
{
	UNREFERENCED_PARAMETER(handle);
	UNREFERENCED_PARAMETER(target);
	say("d3");
	return STATUS_SUCCESS;
}

static NTSTATUS on_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceD0Entry = on_d0_entry;
	callbacks.EvtDeviceD0EntryPostInterruptsEnabled = on_enabled;
	callbacks.EvtDeviceD0ExitPreInterruptsDisabled = on_disabling;
	callbacks.EvtDeviceD0Exit = on_d0_exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (!NT_SUCCESS(status))
		return status;
	created = WdfInterruptCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, &interrupt);
	return is_refused ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static NTSTATUS pnp_driver(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG driver_config;

	WDF_DRIVER_CONFIG_INIT(&driver_config, on_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &driver_config, NULL);
}

static int reset(void **state)
{
	UNREFERENCED_PARAMETER(state);
	later_runs = 0;
	enabled = STATUS_SUCCESS;
	KeInitializeEvent(&has_run, SynchronizationEvent, FALSE);
	WDF_INTERRUPT_CONFIG_INIT(&config, on_interrupt, NULL);
	config.EvtInterruptEnable = on_enable;
	config.EvtInterruptDisable = on_disable;
	return 0;
}

static void plug_device(void)
{
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	assert_int_equal(plug(resources, 2), STATUS_SUCCESS);
	assert_int_equal(created, STATUS_SUCCESS);
}

static void unplug_device(void)
{
	assert_int_equal(unplug(), STATUS_SUCCESS);
	assert_false(io_interrupt_raise(VECTOR));
	assert_string_equal(said(), "d0 enable enabled disabling disable d3");
	unload();
	assert_int_equal(outstanding(), 0);
}

static void wait_until_run(void)
{
	LARGE_INTEGER timeout = { .QuadPart = WDF_REL_TIMEOUT_IN_SEC(20) };

	assert_int_equal(KeWaitForSingleObject(&has_run, Executive, KernelMode, FALSE, &timeout),
		STATUS_SUCCESS);
}

static void an_interrupt_is_connected_in_the_working_state(void **state)
{
	UNREFERENCED_PARAMETER(state);
	config.EvtInterruptDpc = on_later;
	plug_device();
	assert_true(was_connected);
	assert_int_equal(info.Vector, VECTOR);
	assert_true(io_interrupt_raise(VECTOR));
	wait_until_run();
	assert_true(levels[0] > DISPATCH_LEVEL);
	assert_int_equal(levels[1], DISPATCH_LEVEL);
	assert_int_equal(levels[2], levels[0]);
	assert_int_equal(levels[3], levels[0]);
	unplug_device();
	assert_int_equal(later_runs, 1);
}

static void an_interrupt_may_queue_a_work_item(void **state)
{
	UNREFERENCED_PARAMETER(state);
	config.EvtInterruptWorkItem = on_later;
	plug_device();
	assert_true(io_interrupt_raise(VECTOR));
	wait_until_run();
	assert_int_equal(levels[1], PASSIVE_LEVEL);
	unplug_device();
}

static void an_interrupt_may_be_handled_at_passive_level(void **state)
{
	UNREFERENCED_PARAMETER(state);
	config.PassiveHandling = TRUE;
	config.EvtInterruptWorkItem = on_later;
	plug_device();
	assert_true(io_interrupt_raise(VECTOR));
	wait_until_run();
	for (int i = 0; i < 4; i++)
		assert_int_equal(levels[i], PASSIVE_LEVEL);
	unplug_device();
}

static void what_fails_to_be_enabled_is_disconnected(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enabled = STATUS_UNSUCCESSFUL;
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	assert_int_equal(plug(resources, 2), STATUS_UNSUCCESSFUL);
	assert_string_equal(said(), "d0 enable d3");
	assert_false(io_interrupt_raise(VECTOR));
	unload();
	assert_int_equal(outstanding(), 0);
}

static void a_device_without_that_resource_has_no_interrupt(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	config.EvtInterruptIsr = on_interrupt;
	config.EvtInterruptEnable = NULL;
	config.PassiveHandling = TRUE;
	assert_int_equal(plug(resources, 1), STATUS_SUCCESS);
	assert_false(was_connected);
	assert_false(io_interrupt_raise(VECTOR));
	assert_int_equal(unplug(), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void configurations_are_checked(void **state)
{
	UNREFERENCED_PARAMETER(state);
	config.EvtInterruptDpc = on_later;
	config.EvtInterruptWorkItem = on_later;
	is_refused = TRUE;
	assert_int_equal(enter(pnp_driver), STATUS_SUCCESS);
	assert_int_equal(plug(resources, 2), STATUS_UNSUCCESSFUL);
	assert_int_equal(created, STATUS_INVALID_PARAMETER);
	config.EvtInterruptWorkItem = NULL;
	config.EvtInterruptIsr = NULL;
	assert_int_equal(plug(resources, 2), STATUS_UNSUCCESSFUL);
	assert_int_equal(created, STATUS_INVALID_PARAMETER);
	config.Size = 0;
	assert_int_equal(plug(resources, 2), STATUS_UNSUCCESSFUL);
	assert_int_equal(created, STATUS_INFO_LENGTH_MISMATCH);
	is_refused = FALSE;
	unload();
	assert_int_equal(outstanding(), 0);
}

#define RESET_TEST(name) cmocka_unit_test_setup_teardown(name, reset, forget_driver)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RESET_TEST(an_interrupt_is_connected_in_the_working_state),
		RESET_TEST(an_interrupt_may_queue_a_work_item),
		RESET_TEST(an_interrupt_may_be_handled_at_passive_level),
		RESET_TEST(what_fails_to_be_enabled_is_disconnected),
		RESET_TEST(a_device_without_that_resource_has_no_interrupt),
		RESET_TEST(configurations_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
