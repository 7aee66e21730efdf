/* The control endpoint of a simulated device: standard requests, and those of its own. */
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/usb_device.h"

enum {
	DEVICE_TO_HOST = 0x80,
	KIND_MASK = 0x60,
	RECIPIENT_MASK = 0x1f,
	LANGUAGE = 0x0409,
};

/* What a control URB asks for, whatever its form. */
struct setup {
	UCHAR type;
	UCHAR request;
	USHORT value;
	USHORT index;
};

/* Functions whose request is the function itself. */
struct form {
	USHORT function;
	UCHAR type;
	UCHAR request;
};

static const struct form descriptor_forms[] = {
	{ URB_FUNCTION_GET_DESCRIPTOR_FROM_DEVICE, DEVICE_TO_HOST, USB_REQUEST_GET_DESCRIPTOR },
	{ URB_FUNCTION_GET_DESCRIPTOR_FROM_INTERFACE, DEVICE_TO_HOST | BMREQUEST_TO_INTERFACE,
		USB_REQUEST_GET_DESCRIPTOR },
	{ URB_FUNCTION_GET_DESCRIPTOR_FROM_ENDPOINT, DEVICE_TO_HOST | BMREQUEST_TO_ENDPOINT,
		USB_REQUEST_GET_DESCRIPTOR },
};

static const struct form index_forms[] = {
	{ URB_FUNCTION_GET_STATUS_FROM_DEVICE, DEVICE_TO_HOST, USB_REQUEST_GET_STATUS },
	{ URB_FUNCTION_GET_STATUS_FROM_INTERFACE, DEVICE_TO_HOST | BMREQUEST_TO_INTERFACE,
		USB_REQUEST_GET_STATUS },
	{ URB_FUNCTION_GET_STATUS_FROM_ENDPOINT, DEVICE_TO_HOST | BMREQUEST_TO_ENDPOINT,
		USB_REQUEST_GET_STATUS },
	{ URB_FUNCTION_GET_INTERFACE, DEVICE_TO_HOST | BMREQUEST_TO_INTERFACE,
		USB_REQUEST_GET_INTERFACE },
	{ URB_FUNCTION_GET_CONFIGURATION, DEVICE_TO_HOST, USB_REQUEST_GET_CONFIGURATION },
};

static const struct form feature_forms[] = {
	{ URB_FUNCTION_SET_FEATURE_TO_DEVICE, BMREQUEST_TO_DEVICE, USB_REQUEST_SET_FEATURE },
	{ URB_FUNCTION_SET_FEATURE_TO_INTERFACE, BMREQUEST_TO_INTERFACE, USB_REQUEST_SET_FEATURE },
	{ URB_FUNCTION_SET_FEATURE_TO_ENDPOINT, BMREQUEST_TO_ENDPOINT, USB_REQUEST_SET_FEATURE },
	{ URB_FUNCTION_CLEAR_FEATURE_TO_DEVICE, BMREQUEST_TO_DEVICE, USB_REQUEST_CLEAR_FEATURE },
	{ URB_FUNCTION_CLEAR_FEATURE_TO_INTERFACE, BMREQUEST_TO_INTERFACE,
		USB_REQUEST_CLEAR_FEATURE },
	{ URB_FUNCTION_CLEAR_FEATURE_TO_ENDPOINT, BMREQUEST_TO_ENDPOINT,
		USB_REQUEST_CLEAR_FEATURE },
};

#define VENDOR (BMREQUEST_VENDOR << 5)
#define CLASS  (BMREQUEST_CLASS << 5)

static const struct form own_forms[] = {
	{ URB_FUNCTION_VENDOR_DEVICE, VENDOR | BMREQUEST_TO_DEVICE, 0 },
	{ URB_FUNCTION_VENDOR_INTERFACE, VENDOR | BMREQUEST_TO_INTERFACE, 0 },
	{ URB_FUNCTION_VENDOR_ENDPOINT, VENDOR | BMREQUEST_TO_ENDPOINT, 0 },
	{ URB_FUNCTION_VENDOR_OTHER, VENDOR | BMREQUEST_TO_OTHER, 0 },
	{ URB_FUNCTION_CLASS_DEVICE, CLASS | BMREQUEST_TO_DEVICE, 0 },
	{ URB_FUNCTION_CLASS_INTERFACE, CLASS | BMREQUEST_TO_INTERFACE, 0 },
	{ URB_FUNCTION_CLASS_ENDPOINT, CLASS | BMREQUEST_TO_ENDPOINT, 0 },
	{ URB_FUNCTION_CLASS_OTHER, CLASS | BMREQUEST_TO_OTHER, 0 },
};

#define FIND(forms, function) find_form(forms, sizeof(forms) / sizeof((forms)[0]), function)

static const struct form *find_form(const struct form *forms, size_t count, USHORT function)
{
	for (size_t i = 0; i < count; i++) {
		if (forms[i].function == function)
			return &forms[i];
	}
	return NULL;
}

static bool read_packet(struct setup *out, const UCHAR *packet)
{
	*out = (struct setup){ packet[0], packet[1], (USHORT)(packet[2] | packet[3] << 8),
		(USHORT)(packet[4] | packet[5] << 8) };
	return true;
}

static bool read_own(struct setup *out, const struct form *form, const URB *urb)
{
	const struct _URB_CONTROL_VENDOR_OR_CLASS_REQUEST *own = &urb->UrbControlVendorClassRequest;
	UCHAR direction = own->TransferFlags & USBD_TRANSFER_DIRECTION_IN ? DEVICE_TO_HOST : 0;

	*out = (struct setup){ (UCHAR)(form->type | direction), own->Request, own->Value,
		own->Index };
	return true;
}

/* False when the URB is no control transfer. */
static bool read_setup(struct setup *out, const URB *urb)
{
	USHORT function = urb->UrbHeader.Function;
	const struct form *form;

	if (function == URB_FUNCTION_CONTROL_TRANSFER)
		return read_packet(out, urb->UrbControlTransfer.SetupPacket);
	if (function == URB_FUNCTION_CONTROL_TRANSFER_EX)
		return read_packet(out, urb->UrbControlTransferEx.SetupPacket);
	if ((form = FIND(own_forms, function)) != NULL)
		return read_own(out, form, urb);
	if ((form = FIND(descriptor_forms, function)) != NULL) {
		*out = (struct setup){ form->type, form->request,
			USB_DESCRIPTOR_MAKE_TYPE_AND_INDEX(
				urb->UrbControlDescriptorRequest.DescriptorType,
				urb->UrbControlDescriptorRequest.Index),
			urb->UrbControlDescriptorRequest.LanguageId };
		return true;
	}
	if ((form = FIND(index_forms, function)) != NULL) {
		*out = (struct setup){ form->type, form->request, 0,
			urb->UrbControlGetStatusRequest.Index };
		return true;
	}
	if ((form = FIND(feature_forms, function)) == NULL)
		return false;
	*out = (struct setup){ form->type, form->request,
		urb->UrbControlFeatureRequest.FeatureSelector,
		urb->UrbControlFeatureRequest.Index };
	return true;
}

/* As much as there is room for. */
static USBD_STATUS answer(PURB urb, const void *data, size_t length)
{
	struct _URB_CONTROL_TRANSFER *transfer = &urb->UrbControlTransfer;

	if (length > transfer->TransferBufferLength)
		length = transfer->TransferBufferLength;
	usb_urb_write_buffer(urb, 0, data, length);
	transfer->TransferBufferLength = (ULONG)length;
	return USBD_STATUS_SUCCESS;
}

static USBD_STATUS answer_string(struct usb_device *device, PURB urb, UCHAR index)
{
	static const WCHAR languages[] = { LANGUAGE, 0 };
	PCWSTR text = index == 0 ? languages : device->description.strings[index];
	unsigned char bytes[255] = { 0, USB_STRING_DESCRIPTOR_TYPE };
	size_t length = 2;

	if (!text)
		return USBD_STATUS_STALL_PID;
	for (; *text && length + 2 <= 254; text++, length += 2) {
		bytes[length] = (unsigned char)*text;
		bytes[length + 1] = (unsigned char)(*text >> 8);
	}
	bytes[0] = (unsigned char)length;
	return answer(urb, bytes, length);
}

static USBD_STATUS answer_descriptor(struct usb_device *device, PURB urb, const struct setup *setup)
{
	const struct usb_description *description = &device->description;
	UCHAR index = (UCHAR)setup->value;

	switch (setup->value >> 8) {
	case USB_DEVICE_DESCRIPTOR_TYPE:
		return answer(urb, &description->device, sizeof(description->device));
	case USB_CONFIGURATION_DESCRIPTOR_TYPE:
		if (index > 0)
			return USBD_STATUS_STALL_PID;
		return answer(urb, description->configuration, description->configuration_length);
	case USB_STRING_DESCRIPTOR_TYPE:
		return answer_string(device, urb, index);
	default:
		return USBD_STATUS_STALL_PID;
	}
}

static USBD_STATUS answer_status(struct usb_device *device, PURB urb, const struct setup *setup)
{
	UCHAR status[2] = { 0, 0 };

	if ((setup->type & RECIPIENT_MASK) == BMREQUEST_TO_ENDPOINT) {
		struct usb_endpoint *endpoint = usb_device_endpoint(device, (UCHAR)setup->index);

		status[0] = endpoint && endpoint->is_halted;
	} else if ((setup->type & RECIPIENT_MASK) == BMREQUEST_TO_DEVICE) {
		if (device->description.configuration_length > 7 &&
			device->description.configuration[7] & USB_CONFIG_SELF_POWERED)
			status[0] |= USB_GETSTATUS_SELF_POWERED;
		if (device->wakes)
			status[0] |= USB_GETSTATUS_REMOTE_WAKEUP_ENABLED;
	}
	return answer(urb, status, sizeof(status));
}

static USBD_STATUS change_feature(struct usb_device *device, const struct setup *setup, bool is_set)
{
	UCHAR recipient = setup->type & RECIPIENT_MASK;

	if (recipient == BMREQUEST_TO_DEVICE && setup->value == USB_FEATURE_REMOTE_WAKEUP) {
		device->wakes = is_set;
		return USBD_STATUS_SUCCESS;
	}
	if (recipient == BMREQUEST_TO_ENDPOINT && setup->value == USB_FEATURE_ENDPOINT_STALL) {
		struct usb_endpoint *endpoint = usb_device_endpoint(device, (UCHAR)setup->index);

		if (!endpoint || !endpoint->is_open)
			return USBD_STATUS_STALL_PID;
		endpoint->is_halted = is_set;
		return USBD_STATUS_SUCCESS;
	}
	return USBD_STATUS_STALL_PID;
}

static USBD_STATUS run_standard(struct usb_device *device, PURB urb, const struct setup *setup)
{
	switch (setup->request) {
	case USB_REQUEST_GET_DESCRIPTOR:
		return answer_descriptor(device, urb, setup);
	case USB_REQUEST_GET_STATUS:
		return answer_status(device, urb, setup);
	case USB_REQUEST_SET_FEATURE:
		return change_feature(device, setup, true);
	case USB_REQUEST_CLEAR_FEATURE:
		return change_feature(device, setup, false);
	case USB_REQUEST_GET_CONFIGURATION:
		return answer(urb, &device->configuration, 1);
	case USB_REQUEST_GET_INTERFACE:
		return answer(urb, &device->alternates[(UCHAR)setup->index], 1);
	default:
		return USBD_STATUS_STALL_PID;
	}
}

/* It is kept, and is what another request answers with from now on. */
static USBD_STATUS take_data(
	struct usb_device *device, struct usb_answer *found, const URB *urb, size_t length)
{
	struct usb_description *description = &device->description;
	unsigned char *bytes = malloc(length ? length : 1);
	bool is_done;

	if (!bytes)
		return USBD_STATUS_INSUFFICIENT_RESOURCES;
	usb_urb_read_buffer(urb, bytes, length);
	is_done =
		usb_description_set_answer(description, found->type, found->request, bytes, length);
	if (is_done && found->changes)
		is_done = usb_description_set_answer(
			description, found->type | DEVICE_TO_HOST, found->changed, bytes, length);
	free(bytes);
	return is_done ? USBD_STATUS_SUCCESS : USBD_STATUS_INSUFFICIENT_RESOURCES;
}

static USBD_STATUS run_own(struct usb_device *device, PURB urb, const struct setup *setup)
{
	struct usb_answer *found =
		usb_description_find_answer(&device->description, setup->type, setup->request);
	size_t length = urb->UrbControlTransfer.TransferBufferLength;

	if (!found)
		return USBD_STATUS_STALL_PID;
	if (setup->type & DEVICE_TO_HOST)
		return answer(urb, found->data, found->length);
	if (length > USB_ANSWER_SIZE_MAX)
		return USBD_STATUS_STALL_PID;
	return take_data(device, found, urb, length);
}

bool usb_control_run(struct usb_device *device, PURB urb)
{
	struct setup setup;
	USBD_STATUS status;

	if (!read_setup(&setup, urb))
		return false;
	status = setup.type & KIND_MASK ? run_own(device, urb, &setup)
					: run_standard(device, urb, &setup);
	if (status != USBD_STATUS_SUCCESS && FIND(feature_forms, urb->UrbHeader.Function) == NULL)
		urb->UrbControlTransfer.TransferBufferLength = 0;
	urb->UrbHeader.Status = status;
	return true;
}
