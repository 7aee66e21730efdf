/* Requests: what they say of themselves, and their buffers by the way that they are passed. */
#include "tests/unit/framework/requests.h"

#include <unistd.h>

#include "drivers/framework/wdm/shutdown.h"

#define IOCTL(function, method) CTL_CODE(FILE_DEVICE_UNKNOWN, function, method, FILE_ANY_ACCESS)

/* What the driver does with the next request; its status completes it. */
static NTSTATUS (*act)(WDFREQUEST request);
static ULONG_PTR information;

static VOID on_control(WDFQUEUE from, WDFREQUEST request, size_t output, size_t input, ULONG code)
{
	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(output);
	UNREFERENCED_PARAMETER(input);
	UNREFERENCED_PARAMETER(code);
	information = 0;
	NTSTATUS status = act(request);
	WdfRequestCompleteWithInformation(request, status, information);
}

static VOID on_transfer(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	on_control(from, request, length, length, 0);
}

static void with(NTSTATUS (*next)(WDFREQUEST request), void (*init)(PWDFDEVICE_INIT init))
{
	act = next;
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential,
		.init = init,
		.read = on_transfer,
		.write = on_transfer,
		.control = on_control });
}

static NTSTATUS copy_input_to_output(WDFREQUEST request)
{
	PVOID input;
	PVOID output;
	size_t input_length;
	size_t output_length;
	char text[64];
	NTSTATUS status = WdfRequestRetrieveInputBuffer(request, 1, &input, &input_length);

	if (!NT_SUCCESS(status))
		return status;
	memcpy(text, input, input_length);
	status = WdfRequestRetrieveOutputBuffer(request, input_length, &output, &output_length);
	if (!NT_SUCCESS(status))
		return status;
	memcpy(output, text, input_length);
	information = input_length;
	return STATUS_SUCCESS;
}

static NTSTATUS reuse_with_irp(WDFREQUEST request)
{
	WDF_REQUEST_REUSE_PARAMS reuse;

	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
	WDF_REQUEST_REUSE_PARAMS_SET_NEW_IRP(&reuse, WdfRequestWdmGetIrp(request));
	return WdfRequestReuse(request, &reuse) == STATUS_WDF_REQUEST_INVALID_STATE
		       ? STATUS_SUCCESS
		       : STATUS_UNSUCCESSFUL;
}

static void a_request_that_a_driver_was_given_keeps_its_irp(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(reuse_with_irp, NULL);
	assert_int_equal(control(IOCTL(1, METHOD_BUFFERED), "", 4), STATUS_SUCCESS);
	end_device();
}

static void a_buffered_request_has_one_buffer_for_both(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(copy_input_to_output, NULL);
	assert_int_equal(control(IOCTL(1, METHOD_BUFFERED), "there and back", 20), STATUS_SUCCESS);
	assert_read("there and back");
	assert_int_equal(
		control(IOCTL(1, METHOD_BUFFERED), "too long", 4), STATUS_BUFFER_TOO_SMALL);
	assert_int_equal(control(IOCTL(1, METHOD_BUFFERED), "", 4), STATUS_BUFFER_TOO_SMALL);
	end_device();
}

static void a_direct_request_has_its_output_by_an_mdl(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(copy_input_to_output, NULL);
	assert_int_equal(control(IOCTL(1, METHOD_OUT_DIRECT), "by an MDL", 9), STATUS_SUCCESS);
	assert_read("by an MDL");
	end_device();
}

static void a_users_own_buffers_are_not_for_everybody(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(copy_input_to_output, NULL);
	assert_int_equal(
		control(IOCTL(1, METHOD_NEITHER), "mine", 4), STATUS_INVALID_DEVICE_REQUEST);
	end_device();
}

static NTSTATUS copy_memory(WDFREQUEST request)
{
	WDFMEMORY input;
	WDFMEMORY again;
	WDFMEMORY output;
	size_t length;
	NTSTATUS status = WdfRequestRetrieveInputMemory(request, &input);

	if (!NT_SUCCESS(status))
		return status;
	assert_int_equal(WdfRequestRetrieveInputMemory(request, &again), STATUS_SUCCESS);
	assert_ptr_equal(again, input);
	status = WdfRequestRetrieveOutputMemory(request, &output);
	if (!NT_SUCCESS(status))
		return status;
	WdfMemoryGetBuffer(input, &length);
	information = length;
	return WdfMemoryCopyFromBuffer(output, 0, WdfMemoryGetBuffer(input, NULL), length);
}

static void buffers_are_memory_objects_too(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(copy_memory, NULL);
	assert_int_equal(control(IOCTL(1, METHOD_OUT_DIRECT), "an object", 9), STATUS_SUCCESS);
	assert_read("an object");
	end_device();
}

static NTSTATUS fill_mdl(WDFREQUEST request)
{
	PMDL mdl;
	PVOID buffer;
	NTSTATUS status = WdfRequestRetrieveOutputWdmMdl(request, &mdl);

	if (!NT_SUCCESS(status))
		return status;
	buffer = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
	memset(buffer, 'm', MmGetMdlByteCount(mdl));
	information = MmGetMdlByteCount(mdl);
	return WdfRequestRetrieveInputWdmMdl(request, &mdl) == STATUS_INVALID_DEVICE_REQUEST
		       ? STATUS_SUCCESS
		       : STATUS_UNSUCCESSFUL;
}

static void direct(PWDFDEVICE_INIT init)
{
	WdfDeviceInitSetIoType(init, WdfDeviceIoDirect);
}

static void and_so_are_mdls_whether_the_request_has_one(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(fill_mdl, NULL);
	assert_int_equal(read_bytes(3), STATUS_SUCCESS);
	assert_read("mmm");
	end_device();
}

static void or_not(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(fill_mdl, direct);
	assert_int_equal(read_bytes(5), STATUS_SUCCESS);
	assert_read("mmmmm");
	end_device();
}

static NTSTATUS look(WDFREQUEST request)
{
	WDF_REQUEST_PARAMETERS parameters;

	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	WdfRequestGetParameters(request, &parameters);
	assert_int_equal(parameters.Type, WdfRequestTypeDeviceControl);
	assert_int_equal(
		parameters.Parameters.DeviceIoControl.IoControlCode, IOCTL(7, METHOD_BUFFERED));
	assert_int_equal(parameters.Parameters.DeviceIoControl.InputBufferLength, 5);
	assert_int_equal(parameters.Parameters.DeviceIoControl.OutputBufferLength, 9);
	assert_int_equal(WdfRequestGetRequestorMode(request), UserMode);
	assert_int_equal(WdfRequestGetRequestorProcessId(request),
		(ULONG)(ULONG_PTR)PsGetCurrentProcessId());
	assert_false(WdfRequestIsFrom32BitProcess(request));
	assert_false(WdfRequestIsReserved(request));
	assert_false(WdfRequestIsCanceled(request));
	assert_null(WdfRequestGetFileObject(request));
	assert_ptr_equal(WdfRequestGetIoQueue(request), queue);
	assert_int_equal(IoGetCurrentIrpStackLocation(WdfRequestWdmGetIrp(request))->MajorFunction,
		IRP_MJ_DEVICE_CONTROL);
	WdfRequestSetInformation(request, 4);
	assert_int_equal(WdfRequestGetInformation(request), 4);
	return STATUS_SUCCESS;
}

static void a_request_says_what_it_is(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(look, NULL);
	assert_int_equal(control(IOCTL(7, METHOD_BUFFERED), "input", 9), STATUS_SUCCESS);
	end_device();
}

static NTSTATUS return_frameworks(WDFREQUEST request)
{
	UNREFERENCED_PARAMETER(request);
	return STATUS_WDF_PAUSED;
}

static void a_status_of_the_frameworks_is_translated(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(return_frameworks, NULL);
	assert_int_equal(read_bytes(1), STATUS_DEVICE_BUSY);
	end_device();
}

static WDFMEMORY locked;

/* The user's own addresses are taken where they can be, and used later. */
static VOID in_caller_context(WDFDEVICE on, WDFREQUEST request)
{
	PVOID buffer;
	size_t length;
	NTSTATUS status = WdfRequestRetrieveUnsafeUserOutputBuffer(request, 1, &buffer, &length);

	say("caller");
	if (NT_SUCCESS(status))
		status = WdfRequestProbeAndLockUserBufferForWrite(request, buffer, length, &locked);
	if (NT_SUCCESS(status))
		status = WdfDeviceEnqueueRequest(on, request);
	if (!NT_SUCCESS(status))
		WdfRequestComplete(request, status);
}

static NTSTATUS fill_locked(WDFREQUEST request)
{
	size_t length;
	char *buffer = WdfMemoryGetBuffer(locked, &length);

	UNREFERENCED_PARAMETER(request);
	say("queue");
	memset(buffer, 'u', length);
	information = length;
	return STATUS_SUCCESS;
}

static void with_caller_context(PWDFDEVICE_INIT init)
{
	WdfDeviceInitSetIoInCallerContextCallback(init, in_caller_context);
}

static void a_users_own_buffer_is_locked_in_his_context(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(fill_locked, with_caller_context);
	assert_int_equal(control(IOCTL(1, METHOD_NEITHER), "in", 3), STATUS_SUCCESS);
	assert_read("uuu");
	assert_string_equal(said(), "caller queue");
	assert_int_equal(
		control(IOCTL(1, METHOD_BUFFERED), "in", 3), STATUS_INVALID_DEVICE_REQUEST);
	end_device();
}

static void neither(PWDFDEVICE_INIT init)
{
	WDF_IO_TYPE_CONFIG config;

	WDF_IO_TYPE_CONFIG_INIT(&config);
	config.ReadWriteIoType = WdfDeviceIoNeither;
	WdfDeviceInitSetIoTypeEx(init, &config);
	with_caller_context(init);
}

static void so_are_those_of_reads_and_writes(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(fill_locked, neither);
	assert_int_equal(read_bytes(4), STATUS_SUCCESS);
	assert_read("uuuu");
	end_device();
}

static NTSTATUS preprocess(WDFDEVICE on, PIRP irp)
{
	say("preprocess");
	IoSkipCurrentIrpStackLocation(irp);
	return WdfDeviceWdmDispatchPreprocessedIrp(on, irp);
}

static void with_preprocess(PWDFDEVICE_INIT init)
{
	assert_int_equal(
		WdfDeviceInitAssignWdmIrpPreprocessCallback(init, preprocess, IRP_MJ_READ, NULL, 0),
		STATUS_SUCCESS);
}

static void a_driver_may_have_irps_first(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(fill_mdl, with_preprocess);
	assert_int_equal(read_bytes(1), STATUS_SUCCESS);
	assert_int_equal(write_text("x"), STATUS_INVALID_DEVICE_REQUEST);
	assert_string_equal(said(), "preprocess");
	end_device();
}

static VOID on_shutdown(WDFDEVICE on)
{
	assert_ptr_equal(on, device);
	say("shutdown");
}

static void with_shutdown(PWDFDEVICE_INIT init)
{
	WdfControlDeviceInitSetShutdownNotification(
		init, on_shutdown, WdfDeviceShutdown | WdfDeviceLastChanceShutdown);
}

static void a_control_device_is_told_of_the_systems_end(void **state)
{
	UNREFERENCED_PARAMETER(state);
	with(fill_mdl, with_shutdown);
	io_shutdown();
	assert_string_equal(said(), "shutdown shutdown");
	io_shutdown();
	assert_string_equal(said(), "shutdown shutdown");
	end_device();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_that_a_driver_was_given_keeps_its_irp),
		TEST(a_buffered_request_has_one_buffer_for_both),
		TEST(a_direct_request_has_its_output_by_an_mdl),
		TEST(a_users_own_buffers_are_not_for_everybody),
		TEST(buffers_are_memory_objects_too),
		TEST(and_so_are_mdls_whether_the_request_has_one),
		TEST(or_not),
		TEST(a_request_says_what_it_is),
		TEST(a_status_of_the_frameworks_is_translated),
		TEST(a_users_own_buffer_is_locked_in_his_context),
		TEST(so_are_those_of_reads_and_writes),
		TEST(a_driver_may_have_irps_first),
		TEST(a_control_device_is_told_of_the_systems_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
