#include "drivers/framework/wdm/usb_device.h"

struct usb_endpoint *usb_device_endpoint(struct usb_device *device, UCHAR address)
{
	UCHAR number = address & USB_ENDPOINT_ADDRESS_MASK;

	if (number == 0)
		return NULL;
	return &device->endpoints[number + (USB_ENDPOINT_DIRECTION_IN(address) ? 16 : 0)];
}

struct usb_endpoint *usb_device_pipe(struct usb_device *device, USBD_PIPE_HANDLE handle)
{
	for (size_t i = 0; i < USB_ENDPOINTS; i++) {
		if (handle == &device->endpoints[i])
			return device->endpoints[i].is_open ? &device->endpoints[i] : NULL;
	}
	return NULL;
}

NTSTATUS usb_status_of(USBD_STATUS status)
{
	switch (status) {
	case USBD_STATUS_SUCCESS:
		return STATUS_SUCCESS;
	case USBD_STATUS_INSUFFICIENT_RESOURCES:
		return STATUS_INSUFFICIENT_RESOURCES;
	case USBD_STATUS_DEVICE_GONE:
		return STATUS_DEVICE_NOT_CONNECTED;
	case USBD_STATUS_CANCELED:
		return STATUS_CANCELLED;
	case USBD_STATUS_NOT_SUPPORTED:
		return STATUS_NOT_SUPPORTED;
	case USBD_STATUS_INVALID_URB_FUNCTION:
	case USBD_STATUS_INVALID_PARAMETER:
	case USBD_STATUS_INVALID_PIPE_HANDLE:
	case USBD_STATUS_BAD_START_FRAME:
		return STATUS_INVALID_PARAMETER;
	default:
		return USBD_ERROR(status) ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
	}
}
