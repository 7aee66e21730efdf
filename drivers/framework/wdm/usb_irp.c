#include "drivers/framework/wdm/usb_irp.h"

#include <pthread.h>

#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/usb_port.h"

#define HERE __builtin_return_address(0)

static PIRP irp_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, IRP, Tail.Overlay.ListEntry);
}

static PURB urb_of(PIRP irp)
{
	return IoGetCurrentIrpStackLocation(irp)->Parameters.Others.Argument1;
}

void usb_irp_run_dpc(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct usb_device *device = context;

	UNREFERENCED_PARAMETER(dpc);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	pthread_mutex_lock(&device->lock);
	while (!IsListEmpty(&device->done)) {
		PIRP irp = irp_of(RemoveHeadList(&device->done));

		pthread_mutex_unlock(&device->lock);
		io_irp_complete(irp);
		pthread_mutex_lock(&device->lock);
	}
	pthread_mutex_unlock(&device->lock);
}

static void complete_later(struct usb_device *device, PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	InsertTailList(&device->done, &irp->Tail.Overlay.ListEntry);
	ke_dpc_insert(&device->dpc, NULL, NULL, HERE);
}

/* Its URB says how it ended. */
static void end(struct usb_device *device, PIRP irp)
{
	complete_later(device, irp, usb_status_of(urb_of(irp)->UrbHeader.Status));
}

static void fail(struct usb_device *device, PIRP irp, USBD_STATUS status)
{
	PURB urb = urb_of(irp);

	urb->UrbHeader.Status = status;
	urb->UrbControlTransfer.TransferBufferLength = 0;
	end(device, irp);
}

/* The cancel spin lock is held. */
static void cancel(PDEVICE_OBJECT pdo, PIRP irp)
{
	struct usb_endpoint *endpoint = irp->Tail.Overlay.DriverContext[0];
	struct usb_device *device = endpoint->device;

	UNREFERENCED_PARAMETER(pdo);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	pthread_mutex_lock(&device->lock);
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
	fail(device, irp, USBD_STATUS_CANCELED);
	pthread_mutex_unlock(&device->lock);
}

/* The oldest that waits, and is nobody's to cancel any more; NULL: none. It stays in the list. */
static PIRP claim_first(struct usb_endpoint *endpoint)
{
	for (LIST_ENTRY *link = endpoint->waiting.Flink; link != &endpoint->waiting;
		link = link->Flink) {
		if (IoSetCancelRoutine(irp_of(link), NULL))
			return irp_of(link);
	}
	return NULL;
}

/* True when it can be cancelled; else that has begun already, and will take it. */
static void let_wait(struct usb_endpoint *endpoint, PIRP irp)
{
	irp->Tail.Overlay.DriverContext[0] = endpoint;
	IoSetCancelRoutine(irp, cancel);
	if (__atomic_load_n(&irp->Cancel, __ATOMIC_SEQ_CST) && IoSetCancelRoutine(irp, NULL)) {
		RemoveEntryList(&irp->Tail.Overlay.ListEntry);
		fail(endpoint->device, irp, USBD_STATUS_CANCELED);
	}
}

/* False when nothing could be done. */
static bool serve_one(struct usb_endpoint *endpoint)
{
	PIRP irp = claim_first(endpoint);

	if (!irp)
		return false;
	if (!usb_endpoint_transfer(endpoint, urb_of(irp))) {
		let_wait(endpoint, irp);
		return false;
	}
	RemoveEntryList(&irp->Tail.Overlay.ListEntry);
	end(endpoint->device, irp);
	return true;
}

void usb_irp_serve(struct usb_endpoint *endpoint)
{
	struct usb_endpoint *partner = endpoint->partner;
	bool is_progress = true;

	while (is_progress) {
		is_progress = !endpoint->is_halted && serve_one(endpoint);
		if (partner && partner->is_open && !partner->is_halted)
			is_progress |= serve_one(partner);
	}
}

void usb_irp_fail_waiting(struct usb_endpoint *endpoint, USBD_STATUS status)
{
	PIRP irp;

	while ((irp = claim_first(endpoint)) != NULL) {
		RemoveEntryList(&irp->Tail.Overlay.ListEntry);
		fail(endpoint->device, irp, status);
	}
}

void usb_irp_fail_all(struct usb_device *device, USBD_STATUS status)
{
	pthread_mutex_lock(&device->lock);
	for (size_t i = 0; i < USB_ENDPOINTS; i++)
		usb_irp_fail_waiting(&device->endpoints[i], status);
	pthread_mutex_unlock(&device->lock);
}

/* The least that a URB of the function is long; 0: there is no such function here. */
static size_t least_length(USHORT function)
{
	switch (function) {
	case URB_FUNCTION_SELECT_CONFIGURATION:
		return offsetof(struct _URB_SELECT_CONFIGURATION, ConfigurationHandle);
	case URB_FUNCTION_SELECT_INTERFACE:
		return offsetof(struct _URB_SELECT_INTERFACE, Interface.Pipes);
	case URB_FUNCTION_ABORT_PIPE:
	case URB_FUNCTION_SYNC_RESET_PIPE_AND_CLEAR_STALL:
	case URB_FUNCTION_SYNC_RESET_PIPE:
	case URB_FUNCTION_SYNC_CLEAR_STALL:
		return offsetof(struct _URB_PIPE_REQUEST, Reserved);
	case URB_FUNCTION_GET_CURRENT_FRAME_NUMBER:
		return sizeof(struct _URB_GET_CURRENT_FRAME_NUMBER);
	case URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER:
		return sizeof(struct _URB_BULK_OR_INTERRUPT_TRANSFER);
	case URB_FUNCTION_ISOCH_TRANSFER:
		return offsetof(struct _URB_ISOCH_TRANSFER, IsoPacket);
	default:
		return sizeof(struct _URB_CONTROL_GET_STATUS_REQUEST);
	}
}

static bool is_long_enough(const URB *urb)
{
	USHORT function = urb->UrbHeader.Function;
	size_t least = least_length(function);

	if (urb->UrbHeader.Length < least)
		return false;
	return function != URB_FUNCTION_ISOCH_TRANSFER ||
	       (urb->UrbHeader.Length - least) / sizeof(USBD_ISO_PACKET_DESCRIPTOR) >=
		       urb->UrbIsochronousTransfer.NumberOfPackets;
}

static void transfer(struct usb_device *device, PIRP irp, PURB urb)
{
	struct usb_endpoint *endpoint =
		usb_device_pipe(device, urb->UrbBulkOrInterruptTransfer.PipeHandle);
	UCHAR type = endpoint ? endpoint->attributes & USB_ENDPOINT_TYPE_MASK : 0;
	bool is_isochronous = type == USB_ENDPOINT_TYPE_ISOCHRONOUS;

	if (!endpoint) {
		fail(device, irp, USBD_STATUS_INVALID_PIPE_HANDLE);
	} else if (is_isochronous != (urb->UrbHeader.Function == URB_FUNCTION_ISOCH_TRANSFER)) {
		fail(device, irp, USBD_STATUS_INVALID_PARAMETER);
	} else if (endpoint->is_halted) {
		fail(device, irp, USBD_STATUS_ENDPOINT_HALTED);
	} else if (is_isochronous) {
		usb_endpoint_transfer_isochronous(endpoint, urb);
		end(device, irp);
	} else {
		InsertTailList(&endpoint->waiting, &irp->Tail.Overlay.ListEntry);
		let_wait(endpoint, irp);
		usb_irp_serve(endpoint);
	}
}

static void run_pipe_request(struct usb_device *device, PIRP irp, PURB urb)
{
	struct usb_endpoint *endpoint = usb_device_pipe(device, urb->UrbPipeRequest.PipeHandle);

	urb->UrbHeader.Status = endpoint ? USBD_STATUS_SUCCESS : USBD_STATUS_INVALID_PIPE_HANDLE;
	if (endpoint && urb->UrbHeader.Function == URB_FUNCTION_ABORT_PIPE)
		usb_irp_fail_waiting(endpoint, USBD_STATUS_CANCELED);
	else if (endpoint)
		endpoint->is_halted = false;
	end(device, irp);
}

static void run_frame_number(struct usb_device *device, PIRP irp, PURB urb)
{
	urb->UrbHeader.Status = USBD_STATUS_SUCCESS;
	urb->UrbGetCurrentFrameNumber.FrameNumber = usb_port_frame_number();
	end(device, irp);
}

static void fail_closed(struct usb_device *device)
{
	for (size_t i = 0; i < USB_ENDPOINTS; i++) {
		if (!device->endpoints[i].is_open)
			usb_irp_fail_waiting(&device->endpoints[i], USBD_STATUS_CANCELED);
	}
}

static void run_other(struct usb_device *device, PIRP irp, PURB urb)
{
	if (urb->UrbHeader.Function == URB_FUNCTION_SELECT_CONFIGURATION)
		usb_configuration_select(device, urb);
	else if (urb->UrbHeader.Function == URB_FUNCTION_SELECT_INTERFACE)
		usb_configuration_select_interface(device, urb);
	else if (!usb_control_run(device, urb))
		urb->UrbHeader.Status = USBD_STATUS_INVALID_URB_FUNCTION;
	fail_closed(device);
	end(device, irp);
}

static void submit(struct usb_device *device, PIRP irp, PURB urb)
{
	if (device->is_gone) {
		urb->UrbHeader.Status = USBD_STATUS_DEVICE_GONE;
		end(device, irp);
		return;
	}
	if (!is_long_enough(urb)) {
		urb->UrbHeader.Status = USBD_STATUS_INVALID_PARAMETER;
		end(device, irp);
		return;
	}
	switch (urb->UrbHeader.Function) {
	case URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER:
	case URB_FUNCTION_ISOCH_TRANSFER:
		transfer(device, irp, urb);
		break;
	case URB_FUNCTION_ABORT_PIPE:
	case URB_FUNCTION_SYNC_RESET_PIPE_AND_CLEAR_STALL:
	case URB_FUNCTION_SYNC_RESET_PIPE:
	case URB_FUNCTION_SYNC_CLEAR_STALL:
		run_pipe_request(device, irp, urb);
		break;
	case URB_FUNCTION_GET_CURRENT_FRAME_NUMBER:
		run_frame_number(device, irp, urb);
		break;
	default:
		run_other(device, irp, urb);
		break;
	}
}

/* What the device was told is forgotten, but not how it is configured. */
static NTSTATUS reset_port(struct usb_device *device)
{
	if (device->is_gone)
		return STATUS_DEVICE_NOT_CONNECTED;
	for (size_t i = 0; i < USB_ENDPOINTS; i++) {
		usb_irp_fail_waiting(&device->endpoints[i], USBD_STATUS_CANCELED);
		device->endpoints[i].is_halted = false;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS run_port_request(struct usb_device *device, const IO_STACK_LOCATION *stack)
{
	PULONG answer = stack->Parameters.Others.Argument1;

	switch (stack->Parameters.DeviceIoControl.IoControlCode) {
	case IOCTL_INTERNAL_USB_RESET_PORT:
		return reset_port(device);
	case IOCTL_INTERNAL_USB_GET_PORT_STATUS:
		if (!answer)
			return STATUS_INVALID_PARAMETER;
		*answer = device->is_gone ? 0 : USBD_PORT_ENABLED | USBD_PORT_CONNECTED;
		return STATUS_SUCCESS;
	default:
		return STATUS_NOT_SUPPORTED;
	}
}

NTSTATUS usb_irp_control(struct usb_device *device, PIRP irp)
{
	const IO_STACK_LOCATION *stack = IoGetCurrentIrpStackLocation(irp);
	PURB urb = stack->Parameters.Others.Argument1;
	bool is_urb =
		stack->Parameters.DeviceIoControl.IoControlCode == IOCTL_INTERNAL_USB_SUBMIT_URB;

	io_irp_mark_pending(irp, HERE);
	pthread_mutex_lock(&device->lock);
	if (is_urb && urb)
		submit(device, irp, urb);
	else
		complete_later(device, irp,
			is_urb ? STATUS_INVALID_PARAMETER : run_port_request(device, stack));
	pthread_mutex_unlock(&device->lock);
	return STATUS_PENDING;
}
