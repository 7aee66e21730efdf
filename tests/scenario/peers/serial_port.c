/*
 * What stands for the driver of a serial port, with a mouse on it, in scenarios: it keeps its settings, and the
 * mouse says what it is when it gets power.
 */
#include <ntddk.h>
#include <wdf.h>

#include <ntddser.h>

typedef struct _PORT {
	SERIAL_LINE_CONTROL line;
	SERIAL_BAUD_RATE rate;
	SERIAL_TIMEOUTS timeouts;
	LONG unread; /* of what the mouse has said */
} PORT, *PPORT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(PORT, port_of)

static const CHAR greeting[] = { 'M' };

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD add_device;
static EVT_WDF_IO_QUEUE_IO_READ on_read;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL on_control;

NTSTATUS DriverEntry(PDRIVER_OBJECT driver_object, PUNICODE_STRING registry_path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, add_device);
	return WdfDriverCreate(
		driver_object, registry_path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS add_device(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG queue;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	WdfDeviceInitSetDeviceType(init, FILE_DEVICE_SERIAL_PORT);
	WdfDeviceInitSetIoType(init, WdfDeviceIoBuffered);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, PORT);
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchSequential);
	queue.EvtIoRead = on_read;
	queue.EvtIoDeviceControl = on_control;
	return WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

/* What is not there does not come: the time is over at once. */
static VOID on_read(WDFQUEUE queue, WDFREQUEST request, size_t length)
{
	PPORT port = port_of(WdfIoQueueGetDevice(queue));
	PCHAR buffer;
	NTSTATUS status = WdfRequestRetrieveOutputBuffer(request, length, (PVOID *)&buffer, NULL);
	size_t count = 0;

	while (NT_SUCCESS(status) && count < length && port->unread > 0)
		buffer[count++] = greeting[sizeof(greeting) - (size_t)port->unread--];
	if (NT_SUCCESS(status) && count < length)
		status = STATUS_TIMEOUT;
	WdfRequestCompleteWithInformation(request, status, count);
}

static NTSTATUS take(WDFREQUEST request, PVOID setting, size_t size)
{
	PVOID buffer;
	NTSTATUS status = WdfRequestRetrieveInputBuffer(request, size, &buffer, NULL);

	if (NT_SUCCESS(status))
		RtlCopyMemory(setting, buffer, size);
	return status;
}

static NTSTATUS give(WDFREQUEST request, const VOID *setting, size_t size)
{
	PVOID buffer;
	NTSTATUS status = WdfRequestRetrieveOutputBuffer(request, size, &buffer, NULL);

	if (NT_SUCCESS(status)) {
		RtlCopyMemory(buffer, setting, size);
		WdfRequestSetInformation(request, size);
	}
	return status;
}

static NTSTATUS control(PPORT port, WDFREQUEST request, ULONG code)
{
	ULONG modem = SERIAL_DSR_STATE | SERIAL_CTS_STATE;

	switch (code) {
	case IOCTL_SERIAL_SET_DTR:
	case IOCTL_SERIAL_CLR_DTR:
	case IOCTL_SERIAL_CLR_RTS:
		return STATUS_SUCCESS;
	case IOCTL_SERIAL_SET_RTS:
		port->unread = sizeof(greeting);
		return STATUS_SUCCESS;
	case IOCTL_SERIAL_PURGE:
		port->unread = 0;
		return STATUS_SUCCESS;
	case IOCTL_SERIAL_GET_MODEMSTATUS:
		return give(request, &modem, sizeof(modem));
	case IOCTL_SERIAL_SET_BAUD_RATE:
		return take(request, &port->rate, sizeof(port->rate));
	case IOCTL_SERIAL_GET_BAUD_RATE:
		return give(request, &port->rate, sizeof(port->rate));
	case IOCTL_SERIAL_SET_LINE_CONTROL:
		return take(request, &port->line, sizeof(port->line));
	case IOCTL_SERIAL_GET_LINE_CONTROL:
		return give(request, &port->line, sizeof(port->line));
	case IOCTL_SERIAL_SET_TIMEOUTS:
		return take(request, &port->timeouts, sizeof(port->timeouts));
	case IOCTL_SERIAL_GET_TIMEOUTS:
		return give(request, &port->timeouts, sizeof(port->timeouts));
	default:
		return STATUS_INVALID_DEVICE_REQUEST;
	}
}

static VOID on_control(WDFQUEUE queue, WDFREQUEST request, size_t output, size_t input, ULONG code)
{
	UNREFERENCED_PARAMETER(output);
	UNREFERENCED_PARAMETER(input);
	WdfRequestComplete(request, control(port_of(WdfIoQueueGetDevice(queue)), request, code));
}
