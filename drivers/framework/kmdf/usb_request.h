/* Requests for USB devices and pipes, as their drivers format them: with a URB of the framework's own. */
#pragma once

#include <wdfusb.h>

#include "drivers/framework/kmdf/send_format.h"

struct fx_call;
struct fx_object;
struct fx_target;

struct fx_usb_request {
	struct fx_send_extra extra;
	WDF_USB_REQUEST_COMPLETION_PARAMS params;
	PURB urb; /* `own`, or one in the driver's memory */
	URB own;
	struct fx_object *memory; /* held; NULL: none */
	struct fx_send_part part; /* of it */
	unsigned char *string; /* owned: a descriptor, whose text goes to the memory; NULL: none */
};

/* The URB as what its target is asked for. */
struct fx_send_request fx_usb_request_of_urb(PURB urb);

/* NULL without memory. The part of the memory is held; it may be empty. */
struct fx_usb_request *fx_usb_request_create(
	WDF_USB_REQUEST_TYPE type, const struct fx_send_part *part, WDFMEMORY memory);
void fx_usb_request_destroy(struct fx_usb_request *usb);

/* The driver's request for that target; `usb` is its own from then on, or gone. */
NTSTATUS fx_usb_request_format(struct fx_usb_request *usb, WDFREQUEST request,
	struct fx_target *target, const struct fx_call *call);

/* Where the URB's data are. */
void fx_usb_request_set_buffer(URB *urb, const struct fx_send_part *part);

/* A URB that is in the driver's memory; STATUS_INVALID_PARAMETER when it is no whole one. */
NTSTATUS fx_usb_request_format_urb(WDF_USB_REQUEST_TYPE type, WDFREQUEST request,
	struct fx_target *target, const struct fx_send_part *part, WDFMEMORY memory,
	const struct fx_call *call);
