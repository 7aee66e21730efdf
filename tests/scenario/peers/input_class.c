/*
 * What stands for kbdclass, or with PS2_MOUSE for mouclass, in scenarios: it connects to the driver of the
 * port when its device starts, and programs read from it what that reports.
 */
#include <ntddk.h>
#include <wdf.h>

#include <initguid.h>
#include <kbdmou.h>

#ifdef PS2_MOUSE
#define INTERNAL_CONNECT IOCTL_INTERNAL_MOUSE_CONNECT
#define QUERY_ATTRIBUTES IOCTL_MOUSE_QUERY_ATTRIBUTES
#define CLASS_INTERFACE  GUID_DEVINTERFACE_MOUSE
#define CLASS_DEVICE     FILE_DEVICE_MOUSE
typedef MOUSE_INPUT_DATA PACKET;
typedef MOUSE_ATTRIBUTES ATTRIBUTES;
#else
#define INTERNAL_CONNECT IOCTL_INTERNAL_KEYBOARD_CONNECT
#define QUERY_ATTRIBUTES IOCTL_KEYBOARD_QUERY_ATTRIBUTES
#define CLASS_INTERFACE  GUID_DEVINTERFACE_KEYBOARD
#define CLASS_DEVICE     FILE_DEVICE_KEYBOARD
typedef KEYBOARD_INPUT_DATA PACKET;
typedef KEYBOARD_ATTRIBUTES ATTRIBUTES;
#endif

typedef struct _INPUT {
	WDFQUEUE reads;
	ATTRIBUTES attributes;
} INPUT, *PINPUT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(INPUT, input_of)

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD add_device;
static EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT connect;

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
	WdfFdoInitSetFilter(init);
	WdfDeviceInitSetDeviceType(init, CLASS_DEVICE);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceSelfManagedIoInit = connect;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, INPUT);
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;

	WDF_IO_QUEUE_CONFIG_INIT(&queue, WdfIoQueueDispatchManual);
	queue.PowerManaged = WdfFalse;
	status = WdfIoQueueCreate(
		device, &queue, WDF_NO_OBJECT_ATTRIBUTES, &input_of(device)->reads);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfDeviceConfigureRequestDispatching(
		device, input_of(device)->reads, WdfRequestTypeRead);
	if (!NT_SUCCESS(status))
		return status;
	return WdfDeviceCreateDeviceInterface(device, &CLASS_INTERFACE, NULL);
}

/* The routine of CONNECT_DATA, which the port's driver, or a filter, calls in its DPC. */
static VOID take(PVOID class_device, PVOID first, PVOID end, PVOID consumed)
{
	WDFDEVICE device = WdfWdmDeviceGetWdfDeviceHandle(class_device);
	WDFREQUEST request;
	PACKET *packet;
	NTSTATUS status;

	for (packet = first; packet < (PACKET *)end; packet++) {
		PACKET *read;

		++*(PULONG)consumed;
		status = WdfIoQueueRetrieveNextRequest(input_of(device)->reads, &request);
		if (!NT_SUCCESS(status))
			continue; /* nobody listens */
		status = WdfRequestRetrieveOutputBuffer(
			request, sizeof(*read), (PVOID *)&read, NULL);
		if (NT_SUCCESS(status))
			*read = *packet;
		WdfRequestCompleteWithInformation(
			request, status, NT_SUCCESS(status) ? sizeof(*read) : 0);
	}
}

static NTSTATUS connect(WDFDEVICE device)
{
	WDFIOTARGET target = WdfDeviceGetIoTarget(device);
	CONNECT_DATA connection = { WdfDeviceWdmGetDeviceObject(device), (PVOID)(ULONG_PTR)take };
	WDF_MEMORY_DESCRIPTOR in;
	WDF_MEMORY_DESCRIPTOR out;
	NTSTATUS status;

	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&in, &connection, sizeof(connection));
	status = WdfIoTargetSendInternalIoctlSynchronously(
		target, WDF_NO_HANDLE, INTERNAL_CONNECT, &in, NULL, NULL, NULL);
	if (!NT_SUCCESS(status))
		return status;

	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&out, &input_of(device)->attributes, sizeof(ATTRIBUTES));
	return WdfIoTargetSendInternalIoctlSynchronously(
		target, WDF_NO_HANDLE, QUERY_ATTRIBUTES, NULL, &out, NULL, NULL);
}
