/* Requests of a bus driver's children that its own queue is to have. */
#include "drivers/framework/wdm/pnp.h"
#include "tests/unit/framework/requests.h"

static const GUID raw_class = { 0x1, 0x2, 0x3, { 0 } };
static BOOLEAN is_allowed;
static WDFQUEUE parent_queue;
static WDFREQUEST kept;
static NTSTATUS forwarded;

static VOID forward_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	WDF_REQUEST_FORWARD_OPTIONS options;

	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	WDF_REQUEST_FORWARD_OPTIONS_INIT(&options);
	forwarded = WdfRequestForwardToParentDeviceIoQueue(request, parent_queue, &options);
	if (!NT_SUCCESS(forwarded))
		WdfRequestComplete(request, forwarded);
}

static VOID keep_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	UNREFERENCED_PARAMETER(length);
	assert_ptr_equal(from, parent_queue);
	say("parent");
	kept = request;
}

static NTSTATUS create_queue(WDFDEVICE on, PFN_WDF_IO_QUEUE_IO_READ read, WDFQUEUE *out)
{
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = read;
	config.PowerManaged = WdfFalse;
	return WdfIoQueueCreate(on, &config, WDF_NO_OBJECT_ATTRIBUTES, out);
}

static NTSTATUS add_child(WDFDEVICE bus)
{
	PWDFDEVICE_INIT init = WdfPdoInitAllocate(bus);
	UNICODE_STRING text;
	WDFQUEUE child_queue;
	WDFDEVICE child;
	NTSTATUS status;

	RtlInitUnicodeString(&text, L"UNIT\\Child");
	status = WdfPdoInitAssignDeviceID(init, &text);
	RtlInitUnicodeString(&text, L"1");
	if (NT_SUCCESS(status))
		status = WdfPdoInitAssignInstanceID(init, &text);
	if (NT_SUCCESS(status))
		status = WdfPdoInitAssignRawDevice(init, &raw_class);
	RtlInitUnicodeString(&text, L"\\Device\\UnitChild");
	if (NT_SUCCESS(status))
		status = WdfDeviceInitAssignName(init, &text);
	if (is_allowed)
		WdfPdoInitAllowForwardingRequestToParent(init);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &child);
	if (NT_SUCCESS(status))
		status = create_queue(child, forward_read, &child_queue);
	if (NT_SUCCESS(status))
		status = WdfDeviceConfigureRequestDispatching(
			child, child_queue, WdfRequestTypeRead);
	return NT_SUCCESS(status) ? WdfFdoAddStaticChild(bus, child) : status;
}

static NTSTATUS on_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (NT_SUCCESS(status))
		status = create_queue(device, keep_read, &parent_queue);
	return NT_SUCCESS(status) ? add_child(device) : status;
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, on_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static void start_bus(BOOLEAN allowed)
{
	is_allowed = allowed;
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(plug(NULL, 0), STATUS_SUCCESS);
	io_pnp_host_settle();
	assert_int_equal(io_file_open(&file, "\\Device\\UnitChild"), STATUS_SUCCESS);
}

static void stop_bus(void)
{
	close_file();
	assert_int_equal(unplug(), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void a_childs_request_is_its_parents(void **state)
{
	UNREFERENCED_PARAMETER(state);
	start_bus(TRUE);
	begin_read(1);
	assert_int_equal(forwarded, STATUS_SUCCESS);
	assert_string_equal(said(), "parent");
	assert_ptr_equal(WdfRequestGetIoQueue(kept), parent_queue);
	WdfRequestComplete(kept, STATUS_SUCCESS);
	assert_int_equal(io_file_wait(file), STATUS_SUCCESS);
	stop_bus();
}

static void when_that_was_allowed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	start_bus(FALSE);
	assert_int_equal(read_bytes(1), STATUS_INVALID_DEVICE_REQUEST);
	stop_bus();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_childs_request_is_its_parents),
		TEST(when_that_was_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
