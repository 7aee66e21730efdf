/*
 * Configuration descriptors as a device sends them, which may be anything: whoever looks at one does it
 * by these, which never look beyond the end that they are given.
 */
#pragma once

#include <stdbool.h>
#include <usb.h>

/* A place in a row of descriptors. */
struct usb_walk {
	const unsigned char *next;
	const unsigned char *end;
};

/* NULL at the end, and at a descriptor that is shorter than its own header or ends behind the end. */
const USB_COMMON_DESCRIPTOR *usb_walk_next(struct usb_walk *walk);

/* From a descriptor of at least its own length on, as far as it says that it goes. */
struct usb_walk usb_walk_configuration(const USB_CONFIGURATION_DESCRIPTOR *configuration);

/* The next that is whole, of that type and as long as the type is; NULL when there is none. */
const USB_INTERFACE_DESCRIPTOR *usb_walk_interface(struct usb_walk *walk);

/* The endpoint after `walk`, which stands behind an interface; NULL when another interface begins. */
const USB_ENDPOINT_DESCRIPTOR *usb_walk_endpoint(struct usb_walk *walk);

/* True when every descriptor is whole, and as long as its type; the first that is not otherwise. */
bool usb_descriptor_is_sound(
	const USB_CONFIGURATION_DESCRIPTOR *configuration, size_t length, const void **wrong);
