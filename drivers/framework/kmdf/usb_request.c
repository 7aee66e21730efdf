#include "drivers/framework/kmdf/usb_request.h"

#include <stdlib.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/kmdf/outgoing.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

struct fx_send_request fx_usb_request_of_urb(PURB urb)
{
	return (struct fx_send_request){ .major = IRP_MJ_INTERNAL_DEVICE_CONTROL,
		.code = IOCTL_INTERNAL_USB_SUBMIT_URB,
		.has_others = true,
		.parts = { { .address = urb } } };
}

static struct fx_usb_request *request_of(struct fx_send_extra *extra)
{
	return CONTAINING_RECORD(extra, struct fx_usb_request, extra);
}

static void destroy(struct fx_send_extra *extra)
{
	fx_usb_request_destroy(request_of(extra));
}

/* The text without its header goes to where the driver wants it. */
static void describe_string(struct fx_usb_request *usb)
{
	ULONG sent = usb->urb->UrbControlDescriptorRequest.TransferBufferLength;
	size_t header = sizeof(USB_COMMON_DESCRIPTOR);
	size_t length = sent > header ? sent - header : 0;

	if (sent < header || usb->string[0] < header)
		return;
	usb->params.Parameters.DeviceString.RequiredSize = (UCHAR)(usb->string[0] - header);
	if (length > usb->string[0] - header)
		length = usb->string[0] - header;
	if (length > usb->part.length)
		length = usb->part.length;
	memcpy(usb->part.address, usb->string + header, length);
}

/* Of a transfer: what has been moved. */
static ULONG length_of(const struct fx_usb_request *usb)
{
	return usb->urb->UrbControlTransfer.TransferBufferLength;
}

static void describe(struct fx_send_extra *extra, WDF_REQUEST_COMPLETION_PARAMS *out)
{
	struct fx_usb_request *usb = request_of(extra);

	out->Type = WdfRequestTypeUsb;
	out->Parameters.Usb.Completion = &usb->params;
	usb->params.UsbdStatus = usb->urb->UrbHeader.Status;
	switch (usb->params.Type) {
	case WdfUsbRequestTypePipeRead:
	case WdfUsbRequestTypePipeWrite:
		usb->params.Parameters.PipeRead.Length = length_of(usb);
		out->IoStatus.Information = length_of(usb);
		break;
	case WdfUsbRequestTypeDeviceControlTransfer:
		usb->params.Parameters.DeviceControlTransfer.Length = length_of(usb);
		out->IoStatus.Information = length_of(usb);
		break;
	case WdfUsbRequestTypeDeviceString:
		if (NT_SUCCESS(out->IoStatus.Status))
			describe_string(usb);
		break;
	default:
		break;
	}
}

struct fx_usb_request *fx_usb_request_create(
	WDF_USB_REQUEST_TYPE type, const struct fx_send_part *part, WDFMEMORY memory)
{
	struct fx_usb_request *usb = calloc(1, sizeof(*usb));

	if (!usb)
		return NULL;
	usb->extra.describe = describe;
	usb->extra.destroy = destroy;
	usb->params.Type = type;
	usb->urb = &usb->own;
	usb->part = *part;
	usb->memory = part->memory;
	if (usb->memory)
		fx_object_reference(usb->memory);
	/* The same place in all types. */
	usb->params.Parameters.PipeRead.Buffer = memory;
	return usb;
}

void fx_usb_request_destroy(struct fx_usb_request *usb)
{
	if (usb->memory)
		fx_object_dereference(usb->memory, NULL);
	free(usb->string);
	free(usb);
}

static NTSTATUS format(struct fx_usb_request *usb, WDFREQUEST handle, struct fx_target *target,
	const struct fx_call *call)
{
	struct fx_send_request wanted = fx_usb_request_of_urb(usb->urb);
	struct fx_request *request = fx_request_get_owned(handle, call);

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if (io_fault(fx_globals_io_driver(target->object.globals), call->function, call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	wanted.extra = &usb->extra;
	return fx_outgoing_format(request, target, &wanted);
}

NTSTATUS fx_usb_request_format(struct fx_usb_request *usb, WDFREQUEST request,
	struct fx_target *target, const struct fx_call *call)
{
	NTSTATUS status = format(usb, request, target, call);

	if (!NT_SUCCESS(status))
		fx_usb_request_destroy(usb);
	return status;
}

void fx_usb_request_set_buffer(URB *urb, const struct fx_send_part *part)
{
	urb->UrbControlTransfer.TransferBufferLength = (ULONG)part->length;
	urb->UrbControlTransfer.TransferBuffer = part->mdl ? NULL : part->address;
	urb->UrbControlTransfer.TransferBufferMDL = part->mdl;
}

NTSTATUS fx_usb_request_format_urb(WDF_USB_REQUEST_TYPE type, WDFREQUEST request,
	struct fx_target *target, const struct fx_send_part *part, WDFMEMORY memory,
	const struct fx_call *call)
{
	struct fx_usb_request *usb;

	if (part->length < sizeof(struct _URB_HEADER))
		return STATUS_INVALID_PARAMETER;
	usb = fx_usb_request_create(type, part, memory);
	if (!usb)
		return STATUS_INSUFFICIENT_RESOURCES;
	usb->urb = part->address;
	return fx_usb_request_format(usb, request, target, call);
}
