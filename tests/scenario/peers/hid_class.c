/*
 * What stands for the HID class driver, and the minidriver that it has for drivers of KMDF, in scenarios: a
 * function driver above such a driver. Programs ask for reports and features; the driver below has them.
 */
#include <ntddk.h>
#include <wdf.h>

#include <initguid.h>

#include <hidport.h>

enum {
	REPORT_ID = 1,
	LANGUAGE = 0x0409,
};

typedef struct _COLLECTION {
	HID_DESCRIPTOR descriptor;
	HID_DEVICE_ATTRIBUTES attributes;
	UCHAR report_descriptor[512];
} COLLECTION, *PCOLLECTION;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(COLLECTION, collection_of)

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD add_device;
static EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT ask_for_descriptors;
static EVT_WDF_IO_QUEUE_IO_READ on_read;
static EVT_WDF_IO_QUEUE_IO_WRITE on_write;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL on_control;
static EVT_WDF_IO_QUEUE_IO_STOP on_stop;
static EVT_WDF_REQUEST_COMPLETION_ROUTINE on_report;

NTSTATUS DriverEntry(PDRIVER_OBJECT driver_object, PUNICODE_STRING registry_path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, add_device);
	return WdfDriverCreate(
		driver_object, registry_path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS add_device(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG queue;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceSelfManagedIoInit = ask_for_descriptors;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	WdfDeviceInitSetIoType(init, WdfDeviceIoDirect);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, COLLECTION);
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.EvtIoRead = on_read;
	queue.EvtIoWrite = on_write;
	queue.EvtIoDeviceControl = on_control;
	queue.EvtIoStop = on_stop;
	status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status))
		return status;
	return WdfDeviceCreateDeviceInterface(device, &GUID_DEVINTERFACE_HID, NULL);
}

/* By an IRP that the I/O manager builds, but for the buffers. */
static NTSTATUS send(
	WDFDEVICE device, ULONG code, PVOID input, PVOID output, ULONG size, ULONG_PTR *information)
{
	PDEVICE_OBJECT lower = WdfDeviceWdmGetAttachedDevice(device);
	PIO_STACK_LOCATION stack;
	IO_STATUS_BLOCK io_status;
	KEVENT event;
	NTSTATUS status;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(
		code, lower, NULL, 0, NULL, 0, TRUE, &event, &io_status);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	/* Whatever the code says, a minidriver finds what it is to fill in, or to send, in UserBuffer. */
	stack = IoGetNextIrpStackLocation(irp);
	stack->Parameters.DeviceIoControl.Type3InputBuffer = input;
	stack->Parameters.DeviceIoControl.InputBufferLength = size;
	stack->Parameters.DeviceIoControl.OutputBufferLength = size;
	irp->UserBuffer = output;
	irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
	status = IoCallDriver(lower, irp);
	if (status == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	if (status == STATUS_PENDING)
		status = io_status.Status;
	if (information)
		*information = NT_SUCCESS(status) ? io_status.Information : 0;
	return status;
}

static NTSTATUS ask_for_descriptors(WDFDEVICE device)
{
	PCOLLECTION collection = collection_of(device);
	NTSTATUS status = send(device, IOCTL_HID_GET_DEVICE_DESCRIPTOR, NULL,
		&collection->descriptor, sizeof(collection->descriptor), NULL);

	if (NT_SUCCESS(status))
		status = send(device, IOCTL_HID_GET_DEVICE_ATTRIBUTES, NULL,
			&collection->attributes, sizeof(collection->attributes), NULL);
	if (NT_SUCCESS(status))
		status = send(device, IOCTL_HID_GET_REPORT_DESCRIPTOR, NULL,
			collection->report_descriptor,
			collection->descriptor.DescriptorList[0].wReportLength, NULL);
	return status;
}

static NTSTATUS exchange(
	WDFDEVICE device, ULONG code, PUCHAR report, size_t size, ULONG_PTR *information)
{
	HID_XFER_PACKET packet = { report, (ULONG)size, size > 0 ? report[0] : 0 };

	return send(device, code, NULL, &packet, sizeof(packet), information);
}

static VOID on_report(WDFREQUEST request, WDFIOTARGET target, PWDF_REQUEST_COMPLETION_PARAMS params,
	WDFCONTEXT context)
{
	UNREFERENCED_PARAMETER(target);
	UNREFERENCED_PARAMETER(context);
	WdfRequestCompleteWithInformation(
		request, params->IoStatus.Status, params->IoStatus.Information);
}

static VOID on_read(WDFQUEUE queue, WDFREQUEST request, size_t length)
{
	WDFIOTARGET target = WdfDeviceGetIoTarget(WdfIoQueueGetDevice(queue));
	WDFMEMORY memory;
	NTSTATUS status = WdfRequestRetrieveOutputMemory(request, &memory);

	UNREFERENCED_PARAMETER(length);
	if (NT_SUCCESS(status))
		status = WdfIoTargetFormatRequestForInternalIoctl(
			target, request, IOCTL_HID_READ_REPORT, NULL, NULL, memory, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(request, status);
		return;
	}
	WdfRequestSetCompletionRoutine(request, on_report, NULL);
	if (!WdfRequestSend(request, target, WDF_NO_SEND_OPTIONS))
		WdfRequestComplete(request, WdfRequestGetStatus(request));
}

/* What waits for a report goes on when the device is back, and ends when it goes. */
static VOID on_stop(WDFQUEUE queue, WDFREQUEST request, ULONG flags)
{
	UNREFERENCED_PARAMETER(queue);
	if (flags & WdfRequestStopActionSuspend)
		WdfRequestStopAcknowledge(request, FALSE);
	else
		WdfRequestCancelSentRequest(request);
}

static VOID on_write(WDFQUEUE queue, WDFREQUEST request, size_t length)
{
	PUCHAR report;
	ULONG_PTR information = 0;
	NTSTATUS status = WdfRequestRetrieveInputBuffer(request, 1, (PVOID *)&report, NULL);

	if (NT_SUCCESS(status))
		status = exchange(WdfIoQueueGetDevice(queue), IOCTL_HID_WRITE_REPORT, report,
			length, &information);
	WdfRequestCompleteWithInformation(request, status, information);
}

static NTSTATUS get_string(
	WDFDEVICE device, WDFREQUEST request, ULONG code, ULONG id, ULONG_PTR *information)
{
	PVOID buffer;
	size_t size;
	NTSTATUS status = WdfRequestRetrieveOutputBuffer(request, sizeof(WCHAR), &buffer, &size);

	if (!NT_SUCCESS(status))
		return status;
	return send(
		device, code, UlongToPtr(LANGUAGE << 16 | id), buffer, (ULONG)size, information);
}

/* Which report a program asks for, its input says, or else it is the only one. */
static NTSTATUS exchange_buffer(
	WDFDEVICE device, WDFREQUEST request, ULONG code, BOOLEAN is_input, ULONG_PTR *information)
{
	PUCHAR report;
	PUCHAR id;
	size_t size;
	NTSTATUS status = WdfRequestRetrieveInputBuffer(request, 1, (PVOID *)&id, &size);

	report = id;
	if (!is_input) {
		UCHAR wanted = NT_SUCCESS(status) ? *id : REPORT_ID;

		status = WdfRequestRetrieveOutputBuffer(request, 1, (PVOID *)&report, &size);
		if (NT_SUCCESS(status))
			report[0] = wanted;
	}
	return NT_SUCCESS(status) ? exchange(device, code, report, size, information) : status;
}

static VOID on_control(WDFQUEUE queue, WDFREQUEST request, size_t output, size_t input, ULONG code)
{
	WDFDEVICE device = WdfIoQueueGetDevice(queue);
	ULONG_PTR information = 0;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(output);
	UNREFERENCED_PARAMETER(input);
	switch (code) {
	case IOCTL_HID_GET_FEATURE:
	case IOCTL_HID_GET_INPUT_REPORT:
		status = exchange_buffer(device, request, code, FALSE, &information);
		break;
	case IOCTL_HID_SET_FEATURE:
	case IOCTL_HID_SET_OUTPUT_REPORT:
		status = exchange_buffer(device, request, code, TRUE, &information);
		break;
	case IOCTL_HID_GET_PRODUCT_STRING:
		status = get_string(device, request, IOCTL_HID_GET_STRING, HID_STRING_ID_IPRODUCT,
			&information);
		break;
	default:
		status = STATUS_INVALID_DEVICE_REQUEST;
	}
	WdfRequestCompleteWithInformation(request, status, information);
}
