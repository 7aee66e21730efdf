/*
 * What a simulated USB device is: its descriptors, as they are sent, and how it behaves. Made by who plugs
 * the device in; knows nothing of drivers and URBs.
 */
#pragma once

#include <stdbool.h>
#include <usbspec.h>

#include "drivers/framework/wdm/io.h"

enum {
	USB_STRINGS = 256,
	USB_ANSWERS_MAX = 64,
	USB_LOOPS_MAX = 15,
	USB_ANSWER_SIZE_MAX = 4096,
};

/* How the device answers control requests that are no standard ones; what has no answer is stalled. */
struct usb_answer {
	UCHAR type; /* bmRequestType; bit 7 is set for what the device sends */
	UCHAR request;
	bool changes; /* of what it is sent: that becomes the answer to request `changed` */
	UCHAR changed;
	unsigned char *data; /* owned: that it sends; or what it was sent last */
	size_t length;
};

/* What goes to one endpoint comes back from another. */
struct usb_loop {
	UCHAR out;
	UCHAR in;
	size_t room; /* bytes that wait to be read; more than that, and who writes waits, too */
};

struct usb_description {
	USB_DEVICE_SPEED speed;
	USB_DEVICE_DESCRIPTOR device;
	unsigned char *configuration; /* owned: the descriptor with all that belong to it */
	size_t configuration_length;  /* what it has; the descriptor may say otherwise */
	PWSTR strings[USB_STRINGS];   /* owned, by index; NULL: it has none */
	struct usb_answer answers[USB_ANSWERS_MAX];
	size_t answer_count;
	struct usb_loop loops[USB_LOOPS_MAX];
	size_t loop_count;
};

/* Accepts half-built ones. */
IO_API void usb_description_finish(struct usb_description *description);

/* A copy of its own of everything; false without memory, and then there is nothing to finish. */
bool usb_description_copy(struct usb_description *out, const struct usb_description *description);

/* NULL when there is none. */
IO_API struct usb_answer *usb_description_find_answer(
	struct usb_description *description, UCHAR type, UCHAR request);

/* Takes a copy of the data; false without memory, or when there are too many. */
IO_API bool usb_description_set_answer(struct usb_description *description, UCHAR type,
	UCHAR request, const void *data, size_t length);
