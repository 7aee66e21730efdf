/* File objects: from the opening of a file to its closing. */
#include "tests/unit/framework/requests.h"

typedef struct file_context {
	int number;
} struct_file_context;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(struct_file_context, get_file_context)

static NTSTATUS create_status;
static WDFFILEOBJECT created;

static VOID on_create(WDFDEVICE on, WDFREQUEST request, WDFFILEOBJECT object)
{
	assert_ptr_equal(on, device);
	assert_ptr_equal(WdfFileObjectGetDevice(object), device);
	assert_ptr_equal(WdfRequestGetFileObject(request), object);
	say("create");
	created = object;
	get_file_context(object)->number = 7;
	WdfRequestComplete(request, create_status);
}

static VOID on_cleanup(WDFFILEOBJECT object)
{
	assert_int_equal(get_file_context(object)->number, 7);
	say("cleanup");
}

static VOID on_close(WDFFILEOBJECT object)
{
	assert_ptr_equal(object, created);
	say("close");
}

static VOID on_context_cleanup(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("context-cleanup");
}

static VOID on_context_destroy(WDFOBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	say("context-destroy");
}

static void with_files(PWDFDEVICE_INIT init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG config;

	WDF_FILEOBJECT_CONFIG_INIT(&config, on_create, on_close, on_cleanup);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, struct_file_context);
	attributes.EvtCleanupCallback = on_context_cleanup;
	attributes.EvtDestroyCallback = on_context_destroy;
	WdfDeviceInitSetFileObjectConfig(init, &config, &attributes);
}

static VOID complete_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	assert_ptr_equal(WdfRequestGetFileObject(request), created);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static const struct plan plan = {
	.dispatch = WdfIoQueueDispatchSequential, .init = with_files, .read = complete_read
};

static int reset(void **state)
{
	UNREFERENCED_PARAMETER(state);
	create_status = STATUS_SUCCESS;
	return 0;
}

static void a_file_is_created_cleaned_up_and_closed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&plan);
	assert_int_equal(read_bytes(1), STATUS_SUCCESS);
	close_file();
	assert_string_equal(said(), "create cleanup close context-cleanup context-destroy");
	end_device();
}

static void a_file_that_is_not_created_is_not_closed(void **state)
{
	WDFFILEOBJECT first;
	struct io_file *other;

	UNREFERENCED_PARAMETER(state);
	open_device(&plan);
	first = created;
	create_status = STATUS_ACCESS_DENIED;
	assert_int_equal(io_file_open(&other, "\\Device\\Unit"), STATUS_ACCESS_DENIED);
	assert_string_equal(said(), "create create context-cleanup context-destroy");
	created = first;
	close_file();
	end_device();
}

static void a_file_has_the_name_behind_its_devices(void **state)
{
	struct io_file *other;

	UNREFERENCED_PARAMETER(state);
	open_device(&plan);
	assert_int_equal(WdfFileObjectGetFileName(created)->Length, 0);
	close_file();
	assert_int_equal(io_file_open(&other, "\\Device\\Unit\\name"), STATUS_SUCCESS);
	assert_int_equal(WdfFileObjectGetFileName(created)->Length, 5 * sizeof(WCHAR));
	assert_memory_equal(WdfFileObjectGetFileName(created)->Buffer, L"\\name", 10);
	io_file_close(other);
	end_device();
}

static WDFQUEUE creates;

static VOID complete_create(WDFQUEUE from, WDFREQUEST request)
{
	assert_ptr_equal(from, creates);
	say("queued-create");
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static void queue_creates(WDFDEVICE on)
{
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoDefault = complete_create;
	assert_int_equal(
		WdfIoQueueCreate(on, &config, WDF_NO_OBJECT_ATTRIBUTES, &creates), STATUS_SUCCESS);
	assert_int_equal(WdfDeviceConfigureRequestDispatching(on, creates, WdfRequestTypeCreate),
		STATUS_SUCCESS);
	assert_int_equal(WdfDeviceConfigureRequestDispatching(on, creates, WdfRequestTypeCreate),
		STATUS_WDF_BUSY);
}

static void opening_may_be_a_queues_business(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(
		&(struct plan){ .dispatch = WdfIoQueueDispatchManual, .created = queue_creates });
	assert_string_equal(said(), "queued-create");
	end_device();
}

static void a_deleted_control_device_goes_with_its_last_file(void **state)
{
	struct io_file *other;

	UNREFERENCED_PARAMETER(state);
	open_device(&plan);
	WdfObjectDelete(device);
	assert_int_equal(io_file_open(&other, "\\Device\\Unit"), STATUS_OBJECT_NAME_NOT_FOUND);
	assert_int_equal(read_bytes(1), STATUS_SUCCESS);
	close_file();
	assert_int_equal(outstanding(), 1);
	end_device();
}

int main(void)
{
#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, reset, forget_driver)
	const struct CMUnitTest tests[] = {
		FILE_TEST(a_file_is_created_cleaned_up_and_closed),
		FILE_TEST(a_file_that_is_not_created_is_not_closed),
		FILE_TEST(a_file_has_the_name_behind_its_devices),
		FILE_TEST(opening_may_be_a_queues_business),
		FILE_TEST(a_deleted_control_device_goes_with_its_last_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
