#include "tests/unit/framework/requests.h"

#include <string.h>

DECLARE_CONST_UNICODE_STRING(unit_name, L"\\Device\\Unit");
DECLARE_CONST_UNICODE_STRING(unit_security, L"D:P");

struct io_file *file;
WDFDEVICE device;
WDFQUEUE queue;
static struct plan current;

static NTSTATUS create_queue(void)
{
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, current.dispatch);
	config.EvtIoRead = current.read;
	config.EvtIoWrite = current.write;
	config.EvtIoDeviceControl = current.control;
	if (current.presented > 0)
		config.Settings.Parallel.NumberOfPresentedRequests = current.presented;
	if (current.config)
		current.config(&config);
	return WdfIoQueueCreate(device, &config, current.queue_attributes, &queue);
}

static NTSTATUS create_device(WDFDRIVER driver)
{
	PWDFDEVICE_INIT init = WdfControlDeviceInitAllocate(driver, &unit_security);
	NTSTATUS status = WdfDeviceInitAssignName(init, &unit_name);

	if (current.init)
		current.init(init);
	if (NT_SUCCESS(status))
		status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (NT_SUCCESS(status))
		status = create_queue();
	if (!NT_SUCCESS(status))
		return status;
	if (current.created)
		current.created(device);
	WdfControlFinishInitializing(device);
	return status;
}

static VOID on_unload(WDFDRIVER driver)
{
	UNREFERENCED_PARAMETER(driver);
}

static NTSTATUS entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = on_unload;
	status = WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
	return NT_SUCCESS(status) ? create_device(driver) : status;
}

void open_device(const struct plan *plan)
{
	current = *plan;
	assert_int_equal(enter(entry), STATUS_SUCCESS);
	assert_int_equal(io_file_open(&file, "\\Device\\Unit"), STATUS_SUCCESS);
}

void close_file(void)
{
	if (file)
		io_file_close(file);
	file = NULL;
}

NTSTATUS read_bytes(ULONG length)
{
	struct io_file_request request = { .major = IRP_MJ_READ, .output_length = length };

	return io_file_send(file, &request, false);
}

NTSTATUS begin_read(ULONG length)
{
	struct io_file_request request = { .major = IRP_MJ_READ, .output_length = length };

	return io_file_send(file, &request, true);
}

NTSTATUS write_text(const char *text)
{
	struct io_file_request request = {
		.major = IRP_MJ_WRITE, .input = text, .input_length = (ULONG)strlen(text)
	};

	return io_file_send(file, &request, false);
}

NTSTATUS control(ULONG code, const char *text, ULONG output_length)
{
	struct io_file_request request = { .major = IRP_MJ_DEVICE_CONTROL,
		.code = code,
		.input = text,
		.input_length = (ULONG)strlen(text),
		.output_length = output_length };

	return io_file_send(file, &request, false);
}

NTSTATUS begin_control(ULONG code)
{
	struct io_file_request request = { .major = IRP_MJ_DEVICE_CONTROL, .code = code };

	return io_file_send(file, &request, true);
}

void assert_read(const char *text)
{
	size_t length;
	const char *data = io_file_output(file, &length);

	assert_int_equal(length, strlen(text));
	assert_memory_equal(data, text, length);
}

void end_device(void)
{
	close_file();
	unload();
	assert_int_equal(outstanding(), 0);
}
