/* URBs that ask for a configuration, built from its descriptor. Knows nothing of who owns their memory. */
#pragma once

#include <stddef.h>
#include <usbdlib.h>

/* 0: the list names a descriptor that is not whole, or the URB would be too long for its header. */
size_t usbd_urb_configuration_size(const USBD_INTERFACE_LIST_ENTRY *list);

/* Fills in a zeroed URB of that size, and `Interface` of each entry of the list. */
void usbd_urb_build_configuration(
	PURB urb, PUSB_CONFIGURATION_DESCRIPTOR configuration, PUSBD_INTERFACE_LIST_ENTRY list);

/* The same of one interface; only the first entry counts. */
size_t usbd_urb_interface_size(const USBD_INTERFACE_LIST_ENTRY *entry);
void usbd_urb_build_interface(
	PURB urb, USBD_CONFIGURATION_HANDLE configuration, PUSBD_INTERFACE_LIST_ENTRY entry);
