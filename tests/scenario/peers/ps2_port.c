/*
 * What stands for i8042prt in scenarios: the driver of a PS/2 keyboard, or with PS2_MOUSE of a mouse, which
 * filters hook and a class driver connects to. Each interrupt reports one key or one movement.
 */
#include <ntddk.h>
#include <wdf.h>

#include <kbdmou.h>
#include <ntdd8042.h>

#ifdef PS2_MOUSE
#define INTERNAL_CONNECT IOCTL_INTERNAL_MOUSE_CONNECT
#define INTERNAL_HOOK    IOCTL_INTERNAL_I8042_HOOK_MOUSE
#define QUERY_ATTRIBUTES IOCTL_MOUSE_QUERY_ATTRIBUTES
#define PORT_DEVICE      FILE_DEVICE_MOUSE
typedef MOUSE_INPUT_DATA PACKET;
typedef MOUSE_ATTRIBUTES ATTRIBUTES;
typedef INTERNAL_I8042_HOOK_MOUSE HOOK;
static const MOUSE_ATTRIBUTES port_attributes = { MOUSE_I8042_HARDWARE, 2, 100, 100 };
#else
#define INTERNAL_CONNECT IOCTL_INTERNAL_KEYBOARD_CONNECT
#define INTERNAL_HOOK    IOCTL_INTERNAL_I8042_HOOK_KEYBOARD
#define QUERY_ATTRIBUTES IOCTL_KEYBOARD_QUERY_ATTRIBUTES
#define PORT_DEVICE      FILE_DEVICE_KEYBOARD
typedef KEYBOARD_INPUT_DATA PACKET;
typedef KEYBOARD_ATTRIBUTES ATTRIBUTES;
typedef INTERNAL_I8042_HOOK_KEYBOARD HOOK;
static const KEYBOARD_ATTRIBUTES port_attributes = { { 4, 0 }, 1, 12, 3, 101, 100, { 0, 2, 250 },
	{ 0, 30, 1000 } };
#endif

enum {
	FIRST_CODE = 0x10, /* of the keys; Q, on most keyboards */
	KEYS = 10,
};

typedef struct _PORT {
	WDFDEVICE device;
	WDFINTERRUPT interrupt;
	CONNECT_DATA connection;
	HOOK hook;
	ULONG interrupts;
	PACKET packet; /* the interrupt routine's, until the DPC has reported it */
} PORT, *PPORT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(PORT, port_of)

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD add_device;
static EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL on_internal_control;
static EVT_WDF_INTERRUPT_ISR on_interrupt;
static EVT_WDF_INTERRUPT_DPC report;

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
	WDF_INTERRUPT_CONFIG interrupt;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	WdfDeviceInitSetDeviceType(init, PORT_DEVICE);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, PORT);
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	port_of(device)->device = device;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.PowerManaged = WdfFalse;
	queue.EvtIoInternalDeviceControl = on_internal_control;
	status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status))
		return status;

	WDF_INTERRUPT_CONFIG_INIT(&interrupt, on_interrupt, report);
	return WdfInterruptCreate(
		device, &interrupt, WDF_NO_OBJECT_ATTRIBUTES, &port_of(device)->interrupt);
}

/* What a hook may call. */

static VOID write_port(PVOID context, UCHAR value)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(value);
}

static VOID queue_packet(PVOID context)
{
	WdfInterruptQueueDpcForIsr(((PPORT)context)->interrupt);
}

/* Whoever is above may put routines of its own in front of the port's. */
static NTSTATUS ask_for_hooks(PPORT port)
{
	PDEVICE_OBJECT top =
		IoGetAttachedDeviceReference(WdfDeviceWdmGetDeviceObject(port->device));
	IO_STATUS_BLOCK io_status;
	KEVENT event;
	NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;
	PIRP irp;

	port->hook.IsrWritePort = write_port;
	port->hook.CallContext = port;
#ifdef PS2_MOUSE
	port->hook.QueueMousePacket = queue_packet;
#else
	port->hook.QueueKeyboardPacket = queue_packet;
#endif
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(INTERNAL_HOOK, top, &port->hook, sizeof(port->hook),
		NULL, 0, TRUE, &event, &io_status);
	if (irp) {
		status = IoCallDriver(top, irp);
		if (status == STATUS_PENDING) {
			KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
			status = io_status.Status;
		}
	}
	ObDereferenceObject(top);
	return status;
}

#ifndef PS2_MOUSE
static NTSTATUS read_synchronously(PVOID context, PUCHAR value, BOOLEAN wait)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(wait);
	*value = 0;
	return STATUS_SUCCESS;
}

static NTSTATUS write_synchronously(PVOID context, UCHAR value, BOOLEAN wait)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(value);
	UNREFERENCED_PARAMETER(wait);
	return STATUS_SUCCESS;
}

static NTSTATUS initialize_keyboard(PPORT port)
{
	BOOLEAN translates = FALSE;

	if (!port->hook.InitializationRoutine)
		return STATUS_SUCCESS;
	return port->hook.InitializationRoutine(
		port->hook.Context, port, read_synchronously, write_synchronously, &translates);
}
#endif

static NTSTATUS connect(PPORT port, WDFREQUEST request)
{
	CONNECT_DATA *data;
	NTSTATUS status =
		WdfRequestRetrieveInputBuffer(request, sizeof(*data), (PVOID *)&data, NULL);

	if (!NT_SUCCESS(status))
		return status;
	status = ask_for_hooks(port);
#ifndef PS2_MOUSE
	if (NT_SUCCESS(status))
		status = initialize_keyboard(port);
#endif
	if (NT_SUCCESS(status))
		port->connection = *data;
	return status;
}

static VOID on_internal_control(
	WDFQUEUE queue, WDFREQUEST request, size_t output, size_t input, ULONG code)
{
	PPORT port = port_of(WdfIoQueueGetDevice(queue));
	NTSTATUS status = STATUS_SUCCESS;
	ATTRIBUTES *attributes;
	size_t size = 0;

	UNREFERENCED_PARAMETER(output);
	UNREFERENCED_PARAMETER(input);
	switch (code) {
	case INTERNAL_CONNECT:
		status = connect(port, request);
		break;
	case INTERNAL_HOOK:
		break; /* it has come down to who has sent it */
	case QUERY_ATTRIBUTES:
		status = WdfRequestRetrieveOutputBuffer(
			request, sizeof(*attributes), (PVOID *)&attributes, NULL);
		if (NT_SUCCESS(status)) {
			*attributes = port_attributes;
			size = sizeof(*attributes);
		}
		break;
	default:
		status = STATUS_INVALID_DEVICE_REQUEST;
	}
	WdfRequestCompleteWithInformation(request, status, size);
}

#ifdef PS2_MOUSE
static BOOLEAN continues(PPORT port)
{
	BOOLEAN goes_on = TRUE;
	OUTPUT_PACKET output = { NULL, 0, 0, Idle };
	MOUSE_STATE state = MouseIdle;
	MOUSE_RESET_SUBSTATE reset = ExpectingReset;
	UCHAR byte = 0;

	port->packet.LastX = (LONG)++port->interrupts;
	port->packet.LastY = -port->packet.LastX;
	if (port->hook.IsrRoutine && !port->hook.IsrRoutine(port->hook.Context, &port->packet,
					     &output, 0, &byte, &goes_on, &state, &reset))
		return FALSE;
	return goes_on;
}
#else
static BOOLEAN continues(PPORT port)
{
	BOOLEAN goes_on = TRUE;
	OUTPUT_PACKET output = { NULL, 0, 0, Idle };
	KEYBOARD_SCAN_STATE state = Normal;
	UCHAR byte = (UCHAR)(FIRST_CODE + port->interrupts++ % KEYS);

	port->packet.MakeCode = byte;
	port->packet.Flags = KEY_MAKE;
	if (port->hook.IsrRoutine && !port->hook.IsrRoutine(port->hook.Context, &port->packet,
					     &output, 0, &byte, &goes_on, &state))
		return FALSE;
	return goes_on;
}
#endif

static BOOLEAN on_interrupt(WDFINTERRUPT interrupt, ULONG message)
{
	PPORT port = port_of(WdfInterruptGetDevice(interrupt));

	UNREFERENCED_PARAMETER(message);
	if (continues(port))
		queue_packet(port);
	return TRUE;
}

static VOID report(WDFINTERRUPT interrupt, WDFOBJECT device)
{
	PPORT port = port_of((WDFDEVICE)device);
	PSERVICE_CALLBACK_ROUTINE service =
		(PSERVICE_CALLBACK_ROUTINE)(ULONG_PTR)port->connection.ClassService;
	PACKET packet;
	ULONG consumed = 0;

	WdfInterruptAcquireLock(interrupt);
	packet = port->packet;
	WdfInterruptReleaseLock(interrupt);
	if (service)
		service(port->connection.ClassDeviceObject, &packet, &packet + 1, &consumed);
}
