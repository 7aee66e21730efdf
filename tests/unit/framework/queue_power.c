/* Queues that are managed by their device's power. */
#include "tests/unit/framework/requests.h"

#include "drivers/framework/wdm/pnp.h"

DECLARE_CONST_UNICODE_STRING(power_name, L"\\Device\\Unit");

static WDFREQUEST kept;
static BOOLEAN requeues;
static BOOLEAN completes;

static VOID keep_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	say("read");
	kept = request;
}

static VOID on_stop(WDFQUEUE from, WDFREQUEST request, ULONG flags)
{
	assert_ptr_equal(from, queue);
	assert_ptr_equal(request, kept);
	say(flags & WdfRequestStopActionPurge ? "purge" : "stop");
	if (completes || (flags & WdfRequestStopActionPurge))
		WdfRequestComplete(request, STATUS_CANCELLED);
	else
		WdfRequestStopAcknowledge(request, requeues);
}

static VOID on_resume(WDFQUEUE from, WDFREQUEST request)
{
	assert_ptr_equal(from, queue);
	assert_ptr_equal(request, kept);
	say("resume");
}

static NTSTATUS on_d0_entry(WDFDEVICE on, WDF_POWER_DEVICE_STATE previous)
{
	UNREFERENCED_PARAMETER(on);
	UNREFERENCED_PARAMETER(previous);
	say("d0");
	return STATUS_SUCCESS;
}

static NTSTATUS on_d0_exit(WDFDEVICE on, WDF_POWER_DEVICE_STATE target)
{
	UNREFERENCED_PARAMETER(on);
	UNREFERENCED_PARAMETER(target);
	say("d3");
	return STATUS_SUCCESS;
}

static NTSTATUS on_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS power;
	WDF_IO_QUEUE_CONFIG config;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&power);
	power.EvtDeviceD0Entry = on_d0_entry;
	power.EvtDeviceD0Exit = on_d0_exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &power);
	status = WdfDeviceInitAssignName(init, &power_name);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = keep_read;
	config.EvtIoStop = on_stop;
	config.EvtIoResume = on_resume;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, &queue);
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static int reset(void **state)
{
	UNREFERENCED_PARAMETER(state);
	requeues = completes = FALSE;
	return 0;
}

static void start_device(void)
{
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(plug(NULL, 0), STATUS_SUCCESS);
	assert_int_equal(io_file_open(&file, "\\Device\\Unit"), STATUS_SUCCESS);
}

static void stop_device(void)
{
	close_file();
	assert_int_equal(unplug(), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void what_the_driver_keeps_is_resumed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	start_device();
	begin_read(1);
	assert_int_equal(io_pnp_host_rebalance("unit-device", NULL, 0), STATUS_SUCCESS);
	assert_string_equal(said(), "d0 read stop d3 d0 resume");
	WdfRequestComplete(kept, STATUS_SUCCESS);
	assert_int_equal(io_file_wait(file), STATUS_SUCCESS);
	stop_device();
}

static void what_it_gives_back_it_is_given_again(void **state)
{
	UNREFERENCED_PARAMETER(state);
	requeues = TRUE;
	start_device();
	begin_read(1);
	assert_int_equal(io_pnp_host_rebalance("unit-device", NULL, 0), STATUS_SUCCESS);
	assert_string_equal(said(), "d0 read stop d3 d0 read");
	WdfRequestComplete(kept, STATUS_SUCCESS);
	stop_device();
}

static void what_it_completes_lets_the_next_through_later(void **state)
{
	UNREFERENCED_PARAMETER(state);
	completes = TRUE;
	start_device();
	begin_read(1);
	begin_read(2);
	assert_int_equal(io_pnp_host_rebalance("unit-device", NULL, 0), STATUS_SUCCESS);
	assert_string_equal(said(), "d0 read stop d3 d0 read");
	WdfRequestComplete(kept, STATUS_SUCCESS);
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	assert_int_equal(io_file_wait(file), STATUS_SUCCESS);
	stop_device();
}

static void a_device_that_is_gone_has_its_requests_ended(void **state)
{
	UNREFERENCED_PARAMETER(state);
	start_device();
	begin_read(1);
	begin_read(2);
	assert_int_equal(io_pnp_host_surprise_remove("unit-device"), STATUS_SUCCESS);
	assert_string_equal(said(), "d0 read stop d3 purge");
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	assert_int_equal(read_bytes(1), STATUS_INVALID_DEVICE_STATE);
	close_file();
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
#define POWER_TEST(name) cmocka_unit_test_setup_teardown(name, reset, forget_driver)
	const struct CMUnitTest tests[] = {
		POWER_TEST(what_the_driver_keeps_is_resumed),
		POWER_TEST(what_it_gives_back_it_is_given_again),
		POWER_TEST(what_it_completes_lets_the_next_through_later),
		POWER_TEST(a_device_that_is_gone_has_its_requests_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
