#include "drivers/framework/wdm/usb_descriptor.h"

const USB_COMMON_DESCRIPTOR *usb_walk_next(struct usb_walk *walk)
{
	const unsigned char *here = walk->next;
	size_t left = (size_t)(walk->end - here);

	if (left < sizeof(USB_COMMON_DESCRIPTOR) || here[0] < sizeof(USB_COMMON_DESCRIPTOR) ||
		here[0] > left)
		return NULL;
	walk->next += here[0];
	return (const USB_COMMON_DESCRIPTOR *)here;
}

struct usb_walk usb_walk_configuration(const USB_CONFIGURATION_DESCRIPTOR *configuration)
{
	const unsigned char *begin = (const unsigned char *)configuration;

	return (struct usb_walk){ begin, begin + configuration->wTotalLength };
}

const USB_INTERFACE_DESCRIPTOR *usb_walk_interface(struct usb_walk *walk)
{
	const USB_COMMON_DESCRIPTOR *common;

	while ((common = usb_walk_next(walk)) != NULL) {
		if (common->bDescriptorType == USB_INTERFACE_DESCRIPTOR_TYPE &&
			common->bLength >= sizeof(USB_INTERFACE_DESCRIPTOR))
			return (const USB_INTERFACE_DESCRIPTOR *)common;
	}
	return NULL;
}

const USB_ENDPOINT_DESCRIPTOR *usb_walk_endpoint(struct usb_walk *walk)
{
	struct usb_walk ahead = *walk;
	const USB_COMMON_DESCRIPTOR *common;

	while ((common = usb_walk_next(&ahead)) != NULL &&
		common->bDescriptorType != USB_INTERFACE_DESCRIPTOR_TYPE) {
		*walk = ahead;
		if (common->bDescriptorType == USB_ENDPOINT_DESCRIPTOR_TYPE &&
			common->bLength >= sizeof(USB_ENDPOINT_DESCRIPTOR))
			return (const USB_ENDPOINT_DESCRIPTOR *)common;
	}
	return NULL;
}

static size_t least_length(UCHAR type)
{
	switch (type) {
	case USB_CONFIGURATION_DESCRIPTOR_TYPE:
		return sizeof(USB_CONFIGURATION_DESCRIPTOR);
	case USB_INTERFACE_DESCRIPTOR_TYPE:
		return sizeof(USB_INTERFACE_DESCRIPTOR);
	case USB_ENDPOINT_DESCRIPTOR_TYPE:
		return sizeof(USB_ENDPOINT_DESCRIPTOR);
	case USB_INTERFACE_ASSOCIATION_DESCRIPTOR_TYPE:
		return sizeof(USB_INTERFACE_ASSOCIATION_DESCRIPTOR);
	default:
		return sizeof(USB_COMMON_DESCRIPTOR);
	}
}

bool usb_descriptor_is_sound(
	const USB_CONFIGURATION_DESCRIPTOR *configuration, size_t length, const void **wrong)
{
	const unsigned char *begin = (const unsigned char *)configuration;
	struct usb_walk walk = { begin, begin + length };

	*wrong = begin;
	if (length < sizeof(*configuration) || configuration->wTotalLength > length ||
		configuration->bDescriptorType != USB_CONFIGURATION_DESCRIPTOR_TYPE)
		return false;
	walk.end = begin + configuration->wTotalLength;
	while (walk.next < walk.end) {
		const USB_COMMON_DESCRIPTOR *common;

		*wrong = walk.next;
		common = usb_walk_next(&walk);
		if (!common || common->bLength < least_length(common->bDescriptorType))
			return false;
	}
	*wrong = NULL;
	return true;
}
