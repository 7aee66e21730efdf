#include "tests/unit/framework/support.h"

#include <stdatomic.h>
#include <wdmsec.h>

DECLARE_CONST_UNICODE_STRING(below_name, L"\\Device\\Below");
DECLARE_CONST_UNICODE_STRING(above_name, L"\\Device\\Above");
DECLARE_CONST_UNICODE_STRING(no_name, L"\\Device\\None");

#define IOCTL_ANSWER CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_DIRECT CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_OUT_DIRECT, FILE_ANY_ACCESS)
#define IOCTL_KEEP   CTL_CODE(FILE_DEVICE_UNKNOWN, 0x803, METHOD_BUFFERED, FILE_ANY_ACCESS)

enum {
	LENGTH = 8
};

static WDFDRIVER driver;
static WDFDEVICE below;
static WDFDEVICE above;
static WDFIOTARGET target;
static WDFREQUEST request;
static WDFMEMORY memory;
static char *bytes;
static NTSTATUS statuses[16];
static ULONG_PTR counts[8];
static BOOLEAN answers[8];
static WDF_IO_TARGET_STATE states[8];
static KEVENT is_done;
static atomic_int completions;
static WDF_REQUEST_COMPLETION_PARAMS params;
static WDFREQUEST kept;

static void on_read(WDFQUEUE queue, WDFREQUEST handle, size_t length)
{
	PVOID buffer;

	UNREFERENCED_PARAMETER(queue);
	WdfRequestRetrieveOutputBuffer(handle, LENGTH, &buffer, NULL);
	memset(buffer, 'r', length);
	WdfRequestCompleteWithInformation(handle, STATUS_SUCCESS, length);
}

static void on_write(WDFQUEUE queue, WDFREQUEST handle, size_t length)
{
	PVOID buffer;

	UNREFERENCED_PARAMETER(queue);
	WdfRequestRetrieveInputBuffer(handle, LENGTH, &buffer, NULL);
	WdfRequestCompleteWithInformation(handle,
		memcmp(buffer, "written!", LENGTH) == 0 ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER,
		length);
}

static void on_cancel(WDFREQUEST handle)
{
	WdfRequestComplete(handle, STATUS_CANCELLED);
}

static void on_control(WDFQUEUE queue, WDFREQUEST handle, size_t out, size_t in, ULONG code)
{
	char *input;
	char *output;

	UNREFERENCED_PARAMETER(queue);
	UNREFERENCED_PARAMETER(out);
	if (code == IOCTL_KEEP) {
		kept = handle;
		WdfRequestMarkCancelable(handle, on_cancel);
		return;
	}
	if (!NT_SUCCESS(WdfRequestRetrieveInputBuffer(handle, 1, (PVOID *)&input, NULL))) {
		WdfRequestComplete(handle, STATUS_BUFFER_TOO_SMALL);
		return;
	}
	WdfRequestRetrieveOutputBuffer(handle, LENGTH, (PVOID *)&output, NULL);
	for (size_t i = 0; i < LENGTH; i++)
		output[i] = (char)(input[0] + (char)i);
	WdfRequestCompleteWithInformation(handle, STATUS_SUCCESS, in + LENGTH - 1);
}

static NTSTATUS create_device(WDFDEVICE *out, PCUNICODE_STRING name)
{
	PWDFDEVICE_INIT init = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
	WDF_IO_QUEUE_CONFIG config;
	NTSTATUS status;

	WdfDeviceInitAssignName(init, name);
	WdfDeviceInitSetIoType(init, WdfDeviceIoBuffered);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, out);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoRead = on_read;
	config.EvtIoWrite = on_write;
	config.EvtIoDeviceControl = on_control;
	status = WdfIoQueueCreate(*out, &config, WDF_NO_OBJECT_ATTRIBUTES, NULL);
	WdfControlFinishInitializing(*out);
	return status;
}

static NTSTATUS open_target(PCUNICODE_STRING name)
{
	WDF_IO_TARGET_OPEN_PARAMS open;

	WDF_IO_TARGET_OPEN_PARAMS_INIT_OPEN_BY_NAME(&open, name, GENERIC_READ | GENERIC_WRITE);
	return WdfIoTargetOpen(target, &open);
}

static NTSTATUS create_all(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status = create_driver(object, path, NULL, &driver);

	completions = 0;
	kept = NULL;
	KeInitializeEvent(&is_done, SynchronizationEvent, FALSE);
	if (NT_SUCCESS(status))
		status = create_device(&below, &below_name);
	if (NT_SUCCESS(status))
		status = create_device(&above, &above_name);
	if (NT_SUCCESS(status))
		status = WdfIoTargetCreate(above, WDF_NO_OBJECT_ATTRIBUTES, &target);
	if (NT_SUCCESS(status))
		status = open_target(&below_name);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = above;
	if (NT_SUCCESS(status))
		status = WdfRequestCreate(&attributes, target, &request);
	if (NT_SUCCESS(status))
		status = WdfMemoryCreate(
			&attributes, NonPagedPoolNx, 0, 2 * LENGTH, &memory, (PVOID *)&bytes);
	if (NT_SUCCESS(status))
		memset(bytes, 0, 2 * LENGTH);
	return status;
}

static void assert_clean(DRIVER_INITIALIZE *entry)
{
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

static void on_completed(WDFREQUEST handle, WDFIOTARGET from, PWDF_REQUEST_COMPLETION_PARAMS result,
	WDFCONTEXT context)
{
	assert_ptr_equal(handle, request);
	assert_ptr_equal(from, target);
	assert_ptr_equal(context, &params);
	params = *result;
	completions++;
	KeSetEvent(&is_done, 0, FALSE);
}

static NTSTATUS wait_until_done(void)
{
	LARGE_INTEGER timeout = { .QuadPart = WDF_REL_TIMEOUT_IN_SEC(20) };

	return KeWaitForSingleObject(&is_done, Executive, KernelMode, FALSE, &timeout);
}

static NTSTATUS send_synchronously(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);
	char local[LENGTH] = "A";
	WDF_MEMORY_DESCRIPTOR in;
	WDF_MEMORY_DESCRIPTOR out;
	WDFMEMORY_OFFSET offsets = { LENGTH, LENGTH };

	WDF_MEMORY_DESCRIPTOR_INIT_HANDLE(&out, memory, &offsets);
	statuses[0] = WdfIoTargetSendReadSynchronously(target, NULL, &out, NULL, NULL, &counts[0]);
	answers[0] = bytes[LENGTH - 1] == 0 && bytes[LENGTH] == 'r';
	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&in, (PVOID) "written!", LENGTH);
	statuses[1] = WdfIoTargetSendWriteSynchronously(target, NULL, &in, NULL, NULL, &counts[1]);
	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&in, local, 1);
	statuses[2] = WdfIoTargetSendIoctlSynchronously(
		target, NULL, IOCTL_ANSWER, &in, &out, NULL, &counts[2]);
	answers[1] = memcmp(bytes + LENGTH, "ABCDEFGH", LENGTH) == 0;
	statuses[3] = WdfIoTargetSendIoctlSynchronously(
		target, request, IOCTL_DIRECT, &in, &out, NULL, &counts[3]);
	answers[2] = memcmp(bytes + LENGTH, "ABCDEFGH", LENGTH) == 0;
	offsets.BufferLength = LENGTH + 1;
	statuses[4] = WdfIoTargetSendReadSynchronously(target, NULL, &out, NULL, NULL, NULL);
	return status;
}

static void a_driver_waits_for_answers(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(send_synchronously);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(statuses[i], STATUS_SUCCESS);
		assert_int_equal(counts[i], LENGTH);
	}
	for (int i = 0; i < 3; i++)
		assert_true(answers[i]);
	assert_int_equal(statuses[4], STATUS_INTEGER_OVERFLOW);
}

static NTSTATUS send_and_be_told(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);
	WDF_REQUEST_REUSE_PARAMS reuse;

	statuses[0] = WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
	WdfRequestSetCompletionRoutine(request, on_completed, &params);
	answers[0] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	statuses[1] = wait_until_done();
	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_NOT_SUPPORTED);
	statuses[2] = WdfRequestReuse(request, &reuse);
	statuses[3] = WdfRequestGetStatus(request);
	/* The second time, without anybody who is told. */
	statuses[4] = WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
	answers[1] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	WdfIoTargetStop(target, WdfIoTargetWaitForSentIoToComplete);
	statuses[5] = WdfRequestGetStatus(request);
	return status;
}

static void a_completion_routine_is_told_what_was_sent(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(send_and_be_told);
	for (int i = 0; i < 6; i++)
		assert_int_equal(statuses[i], i == 3 ? STATUS_NOT_SUPPORTED : STATUS_SUCCESS);
	assert_true(answers[0]);
	assert_true(answers[1]);
	assert_int_equal(completions, 1);
	assert_int_equal(params.Type, WdfRequestTypeRead);
	assert_int_equal(params.IoStatus.Status, STATUS_SUCCESS);
	assert_int_equal(params.Parameters.Read.Length, 2 * LENGTH);
	assert_ptr_equal(params.Parameters.Read.Buffer, memory);
}

static NTSTATUS keep_one(void)
{
	NTSTATUS status = WdfIoTargetFormatRequestForIoctl(
		target, request, IOCTL_KEEP, memory, NULL, NULL, NULL);

	WdfRequestSetCompletionRoutine(request, on_completed, &params);
	return status;
}

static NTSTATUS cancel_sent(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);

	statuses[0] = keep_one();
	answers[0] = WdfRequestCancelSentRequest(request);
	statuses[1] = WdfRequestReuse(request,
		&(WDF_REQUEST_REUSE_PARAMS){ sizeof(WDF_REQUEST_REUSE_PARAMS), 0, 0, NULL });
	keep_one();
	answers[1] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	answers[2] = WdfRequestCancelSentRequest(request);
	statuses[2] = wait_until_done();
	return status;
}

static void a_sent_request_can_be_cancelled(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(cancel_sent);
	assert_false(answers[0]);
	assert_true(answers[1]);
	assert_true(answers[2]);
	for (int i = 0; i < 3; i++)
		assert_int_equal(statuses[i], STATUS_SUCCESS);
	assert_int_equal(params.IoStatus.Status, STATUS_CANCELLED);
}

static NTSTATUS send_with_timeout(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);
	WDF_REQUEST_SEND_OPTIONS options;

	keep_one();
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_MS(1));
	answers[0] = WdfRequestSend(request, target, &options);
	statuses[0] = wait_until_done();
	options.Flags |= WDF_REQUEST_SEND_OPTION_SYNCHRONOUS;
	statuses[1] = WdfIoTargetSendIoctlSynchronously(
		target, NULL, IOCTL_KEEP, NULL, NULL, &options, NULL);
	return status;
}

static void a_request_that_times_out_is_cancelled(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(send_with_timeout);
	assert_true(answers[0]);
	assert_int_equal(statuses[0], STATUS_SUCCESS);
	assert_int_equal(params.IoStatus.Status, STATUS_IO_TIMEOUT);
	assert_int_equal(statuses[1], STATUS_IO_TIMEOUT);
}

static NTSTATUS send_with_wrong_options(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	static const ULONG wrong[] = { WDF_REQUEST_SEND_OPTION_IMPERSONATE_CLIENT,
		WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET |
			WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE,
		0x100 };
	NTSTATUS status = create_all(object, path);
	WDF_REQUEST_SEND_OPTIONS options;

	for (size_t i = 0; i < RTL_NUMBER_OF(wrong); i++) {
		WDF_REQUEST_SEND_OPTIONS_INIT(&options, wrong[i]);
		WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
		answers[i] = WdfRequestSend(request, target, &options);
		statuses[i] = WdfRequestGetStatus(request);
	}
	return status;
}

static void a_request_is_sent_with_options_that_there_are(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(send_with_wrong_options);
	for (int i = 0; i < 3; i++) {
		assert_false(answers[i]);
		assert_int_equal(statuses[i], STATUS_INVALID_PARAMETER);
	}
}

static NTSTATUS stop_and_start(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);

	WdfIoTargetStop(target, WdfIoTargetCancelSentIo);
	states[0] = WdfIoTargetGetState(target);
	WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
	WdfRequestSetCompletionRoutine(request, on_completed, &params);
	answers[0] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	counts[0] = (ULONG_PTR)completions;
	statuses[0] = WdfIoTargetStart(target);
	statuses[1] = wait_until_done();
	statuses[2] = params.IoStatus.Status;
	states[1] = WdfIoTargetGetState(target);

	WdfIoTargetStop(target, WdfIoTargetCancelSentIo);
	WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
	WdfRequestSetCompletionRoutine(request, on_completed, &params);
	answers[1] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	WdfIoTargetPurge(target, WdfIoTargetPurgeIoAndWait);
	states[2] = WdfIoTargetGetState(target);
	statuses[3] = wait_until_done();
	statuses[4] = params.IoStatus.Status;
	WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
	WdfRequestSetCompletionRoutine(request, on_completed, &params);
	answers[2] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	statuses[5] = WdfRequestGetStatus(request);
	return status;
}

static void a_stopped_target_keeps_what_a_purged_one_refuses(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(stop_and_start);
	assert_int_equal(states[0], WdfIoTargetStopped);
	assert_int_equal(states[1], WdfIoTargetStarted);
	assert_int_equal(states[2], WdfIoTargetPurged);
	assert_true(answers[0]);
	assert_int_equal(counts[0], 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(statuses[i], STATUS_SUCCESS);
	assert_true(answers[1]);
	assert_int_equal(statuses[4], STATUS_WDF_DEVICE_REMOVED_NOT_SENT);
	assert_false(answers[2]);
	assert_int_equal(statuses[5], STATUS_INVALID_DEVICE_STATE);
}

static NTSTATUS open_and_close(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);
	WDF_IO_TARGET_OPEN_PARAMS open;

	statuses[0] = open_target(&below_name);
	keep_one();
	answers[0] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	WdfIoTargetCloseForQueryRemove(target);
	statuses[1] = params.IoStatus.Status;
	states[0] = WdfIoTargetGetState(target);
	statuses[2] = WdfIoTargetStart(target);
	WDF_IO_TARGET_OPEN_PARAMS_INIT_REOPEN(&open);
	statuses[4] = WdfIoTargetOpen(target, &open);
	states[1] = WdfIoTargetGetState(target);
	statuses[3] = open_target(&below_name);
	WdfIoTargetClose(target);
	states[2] = WdfIoTargetGetState(target);
	statuses[8] = WdfIoTargetOpen(target, &open);
	WdfIoTargetCloseForQueryRemove(target);
	statuses[9] = open_target(&below_name);
	WdfIoTargetClose(target);
	statuses[5] = open_target(&no_name);
	statuses[10] = WdfIoTargetOpen(target, &open);
	WDF_IO_TARGET_OPEN_PARAMS_INIT_EXISTING_DEVICE(&open, WdfDeviceWdmGetDeviceObject(below));
	open.EvtIoTargetRemoveComplete = WdfIoTargetClose;
	statuses[11] = WdfIoTargetOpen(target, &open);
	open.EvtIoTargetRemoveComplete = NULL;
	statuses[6] = WdfIoTargetOpen(target, &open);
	statuses[7] = WdfIoTargetSendIoctlSynchronously(
		target, NULL, IOCTL_ANSWER, NULL, NULL, NULL, NULL);
	statuses[12] = WdfIoTargetQueryTargetProperty(
		target, DevicePropertyHardwareID, 0, NULL, &(ULONG){ 0 });
	answers[2] = WdfIoTargetWdmGetTargetFileHandle(target) == NULL;
	WdfIoTargetClose(target);
	open_target(&below_name);
	answers[1] = WdfIoTargetWdmGetTargetFileHandle(target) != NULL;
	WdfIoTargetClose(target);
	WDF_IO_TARGET_OPEN_PARAMS_INIT_EXISTING_DEVICE(&open, WdfDeviceWdmGetDeviceObject(below));
	WdfIoTargetOpen(target, &open);
	WdfIoTargetClose(target);
	WDF_IO_TARGET_OPEN_PARAMS_INIT_REOPEN(&open);
	statuses[13] = WdfIoTargetOpen(target, &open);
	return status;
}

static void a_target_is_opened_closed_and_opened_again(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(open_and_close);
	assert_int_equal(statuses[0], STATUS_INVALID_DEVICE_STATE);
	assert_true(answers[0]);
	assert_int_equal(statuses[1], STATUS_CANCELLED);
	assert_int_equal(states[0], WdfIoTargetClosedForQueryRemove);
	assert_int_equal(statuses[2], STATUS_INVALID_DEVICE_STATE);
	assert_int_equal(statuses[3], STATUS_INVALID_DEVICE_STATE);
	assert_int_equal(statuses[4], STATUS_SUCCESS);
	assert_int_equal(states[1], WdfIoTargetStarted);
	assert_int_equal(states[2], WdfIoTargetClosed);
	assert_int_equal(statuses[5], STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(statuses[6], STATUS_SUCCESS);
	assert_int_equal(statuses[7], STATUS_BUFFER_TOO_SMALL);
	assert_int_equal(statuses[8], STATUS_SUCCESS);
	assert_int_equal(statuses[9], STATUS_SUCCESS);
	assert_int_equal(statuses[10], STATUS_INVALID_DEVICE_REQUEST);
	assert_int_equal(statuses[11], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[12], STATUS_INVALID_DEVICE_REQUEST);
	assert_int_equal(statuses[13], STATUS_INVALID_DEVICE_REQUEST);
	assert_true(answers[1]);
	assert_true(answers[2]);
}

static NTSTATUS go_with_device(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);

	keep_one();
	answers[0] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	WdfObjectDelete(target);
	counts[0] = (ULONG_PTR)completions;
	return status;
}

static void a_target_that_goes_cancels_and_waits(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(go_with_device);
	assert_true(answers[0]);
	assert_int_equal(counts[0], 1);
	assert_int_equal(params.IoStatus.Status, STATUS_CANCELLED);
}

static NTSTATUS own_irp(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);
	PIRP irp = IoAllocateIrp(2, FALSE);
	WDFREQUEST own;

	statuses[0] = WdfRequestCreateFromIrp(WDF_NO_OBJECT_ATTRIBUTES, irp, TRUE, &own);
	answers[0] = WdfRequestWdmGetIrp(own) == irp;
	statuses[1] = WdfIoTargetFormatRequestForRead(target, own, memory, NULL, NULL);
	answers[1] = WdfRequestSend(own, target, WDF_NO_SEND_OPTIONS);
	WdfIoTargetStop(target, WdfIoTargetWaitForSentIoToComplete);
	statuses[2] = irp->IoStatus.Status;
	answers[2] = bytes[0] == 'r';
	WdfObjectDelete(own);
	return status;
}

/* The one that the framework has allocated is freed then, the driver's own is not. */
static NTSTATUS new_irps(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);
	PIRP irps[] = { IoAllocateIrp(2, FALSE), IoAllocateIrp(2, FALSE) };
	WDF_REQUEST_REUSE_PARAMS reuse;

	for (int i = 0; i < 2; i++) {
		WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
		WDF_REQUEST_REUSE_PARAMS_SET_NEW_IRP(&reuse, irps[i]);
		statuses[i] = WdfRequestReuse(request, &reuse);
		answers[i] = WdfRequestWdmGetIrp(request) == irps[i];
	}
	statuses[2] = WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
	WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	WdfIoTargetStop(target, WdfIoTargetWaitForSentIoToComplete);
	answers[2] = bytes[0] == 'r';
	WdfObjectDelete(request);
	IoFreeIrp(irps[0]);
	IoFreeIrp(irps[1]);
	return status;
}

static void a_request_that_is_reused_may_have_another_irp(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(new_irps);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(statuses[i], STATUS_SUCCESS);
		assert_true(answers[i]);
	}
}

static NTSTATUS no_irp(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);
	WDF_REQUEST_REUSE_PARAMS reuse;

	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
	WDF_REQUEST_REUSE_PARAMS_SET_NEW_IRP(&reuse, NULL);
	statuses[0] = WdfRequestReuse(request, &reuse);
	answers[0] = WdfRequestWdmGetIrp(request) == NULL;
	statuses[1] = WdfIoTargetFormatRequestForRead(target, request, memory, NULL, NULL);
	answers[1] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	WdfIoTargetStop(target, WdfIoTargetWaitForSentIoToComplete);
	statuses[2] = WdfRequestGetStatus(request);
	answers[2] = bytes[0] == 'r';
	WdfObjectDelete(request);
	return status;
}

static void a_request_that_has_lost_its_irp_gets_one_when_it_is_formatted(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(no_irp);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(statuses[i], STATUS_SUCCESS);
		assert_true(answers[i]);
	}
}

static void a_request_may_have_the_drivers_irp(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_clean(own_irp);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(statuses[i], STATUS_SUCCESS);
		assert_true(answers[i]);
	}
}

static NTSTATUS send_unformatted(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);

	answers[0] = WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	return status;
}

static NTSTATUS complete_own(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);

	WdfRequestComplete(request, STATUS_SUCCESS);
	return status;
}

static NTSTATUS send_twice(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	NTSTATUS status = create_all(object, path);

	keep_one();
	WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS);
	return status;
}

static void misuse_is_stopped_or_reported(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_reported(send_unformatted, "request-sent-unprepared");
	assert_stopped(complete_own, "request-not-owned");
	assert_stopped(send_twice, "request-not-owned");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* It forks: no thread of the framework's has been started before. */
		TEST(misuse_is_stopped_or_reported),
		TEST(a_driver_waits_for_answers),
		TEST(a_completion_routine_is_told_what_was_sent),
		TEST(a_sent_request_can_be_cancelled),
		TEST(a_request_that_times_out_is_cancelled),
		TEST(a_request_is_sent_with_options_that_there_are),
		TEST(a_stopped_target_keeps_what_a_purged_one_refuses),
		TEST(a_target_is_opened_closed_and_opened_again),
		TEST(a_target_that_goes_cancels_and_waits),
		TEST(a_request_may_have_the_drivers_irp),
		TEST(a_request_that_is_reused_may_have_another_irp),
		TEST(a_request_that_has_lost_its_irp_gets_one_when_it_is_formatted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
