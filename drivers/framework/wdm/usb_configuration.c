/* The configuration of a simulated device: which interfaces are selected, and which endpoints are open. */
#include "drivers/framework/wdm/usb_descriptor.h"
#include "drivers/framework/wdm/usb_device.h"

static const USB_CONFIGURATION_DESCRIPTOR *descriptor_of(const struct usb_device *device)
{
	return (const USB_CONFIGURATION_DESCRIPTOR *)(const void *)
		device->description.configuration;
}

/* What the device has, whatever its descriptor says. */
static struct usb_walk walk_of(const struct usb_device *device)
{
	const struct usb_description *description = &device->description;

	return (struct usb_walk){ description->configuration,
		description->configuration + description->configuration_length };
}

/* The place behind that descriptor; NULL: there is none. */
static const USB_INTERFACE_DESCRIPTOR *find_interface(
	const struct usb_device *device, UCHAR number, UCHAR alternate, struct usb_walk *walk)
{
	const USB_INTERFACE_DESCRIPTOR *found;

	*walk = walk_of(device);
	while ((found = usb_walk_interface(walk)) != NULL) {
		if (found->bInterfaceNumber == number && found->bAlternateSetting == alternate)
			return found;
	}
	return NULL;
}

static USBD_PIPE_TYPE type_of(UCHAR attributes)
{
	return (USBD_PIPE_TYPE)(attributes & USB_ENDPOINT_TYPE_MASK);
}

/* With the transactions of a microframe of a device of high speed. */
static ULONG packet_of(const USB_ENDPOINT_DESCRIPTOR *endpoint)
{
	return (endpoint->wMaxPacketSize & 0x7ffu) * (1u + (endpoint->wMaxPacketSize >> 11 & 3u));
}

static void open_endpoint(struct usb_device *device, const USB_ENDPOINT_DESCRIPTOR *descriptor,
	PUSBD_PIPE_INFORMATION pipe)
{
	struct usb_endpoint *endpoint = usb_device_endpoint(device, descriptor->bEndpointAddress);

	if (!endpoint)
		return;
	endpoint->attributes = descriptor->bmAttributes;
	endpoint->is_open = true;
	endpoint->is_halted = false;
	pipe->MaximumPacketSize = (USHORT)packet_of(descriptor);
	pipe->EndpointAddress = descriptor->bEndpointAddress;
	pipe->Interval = descriptor->bInterval;
	pipe->PipeType = type_of(descriptor->bmAttributes);
	pipe->PipeHandle = endpoint;
	if (pipe->MaximumTransferSize == 0 ||
		pipe->MaximumTransferSize == USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE)
		pipe->MaximumTransferSize = 4u << 20;
}

static USBD_STATUS open_interface(struct usb_device *device, PUSBD_INTERFACE_INFORMATION wanted)
{
	struct usb_walk walk;
	const USB_INTERFACE_DESCRIPTOR *interface =
		find_interface(device, wanted->InterfaceNumber, wanted->AlternateSetting, &walk);
	size_t room = (wanted->Length - offsetof(USBD_INTERFACE_INFORMATION, Pipes)) /
		      sizeof(USBD_PIPE_INFORMATION);
	const USB_ENDPOINT_DESCRIPTOR *endpoint;
	ULONG count = 0;

	if (!interface)
		return USBD_STATUS_INTERFACE_NOT_FOUND;
	if (room < interface->bNumEndpoints)
		return USBD_STATUS_BUFFER_TOO_SMALL;
	while (count < interface->bNumEndpoints && (endpoint = usb_walk_endpoint(&walk)) != NULL)
		open_endpoint(device, endpoint, &wanted->Pipes[count++]);
	if (count < interface->bNumEndpoints)
		return USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS;
	wanted->NumberOfPipes = count;
	wanted->Class = interface->bInterfaceClass;
	wanted->SubClass = interface->bInterfaceSubClass;
	wanted->Protocol = interface->bInterfaceProtocol;
	wanted->InterfaceHandle = &device->alternates[wanted->InterfaceNumber];
	device->alternates[wanted->InterfaceNumber] = wanted->AlternateSetting;
	return USBD_STATUS_SUCCESS;
}

static void close_interface(struct usb_device *device, UCHAR number)
{
	struct usb_walk walk;
	const USB_ENDPOINT_DESCRIPTOR *descriptor;

	if (!find_interface(device, number, device->alternates[number], &walk))
		return;
	while ((descriptor = usb_walk_endpoint(&walk)) != NULL) {
		struct usb_endpoint *endpoint =
			usb_device_endpoint(device, descriptor->bEndpointAddress);

		if (endpoint)
			endpoint->is_open = false;
	}
}

static void close_all(struct usb_device *device)
{
	for (size_t i = 0; i < USB_ENDPOINTS; i++)
		device->endpoints[i].is_open = false;
	memset(device->alternates, 0, sizeof(device->alternates));
	device->configuration = 0;
}

static USBD_STATUS select_all(struct usb_device *device, PURB urb)
{
	unsigned char *next = (unsigned char *)&urb->UrbSelectConfiguration.Interface;
	const unsigned char *end = (const unsigned char *)urb + urb->UrbHeader.Length;
	USBD_STATUS status = USBD_STATUS_SUCCESS;

	while (next < end && status == USBD_STATUS_SUCCESS) {
		PUSBD_INTERFACE_INFORMATION wanted = (PUSBD_INTERFACE_INFORMATION)(void *)next;
		size_t left = (size_t)(end - next);

		if (left < offsetof(USBD_INTERFACE_INFORMATION, Pipes) ||
			wanted->Length < offsetof(USBD_INTERFACE_INFORMATION, Pipes) ||
			wanted->Length > left)
			return USBD_STATUS_INVALID_PARAMETER;
		status = open_interface(device, wanted);
		next += wanted->Length;
	}
	return status;
}

void usb_configuration_select(struct usb_device *device, PURB urb)
{
	struct _URB_SELECT_CONFIGURATION *select = &urb->UrbSelectConfiguration;
	const USB_CONFIGURATION_DESCRIPTOR *own = descriptor_of(device);

	select->Hdr.Status = USBD_STATUS_SUCCESS;
	close_all(device);
	if (!select->ConfigurationDescriptor)
		return;
	if (device->description.configuration_length < sizeof(*own) ||
		select->ConfigurationDescriptor->bConfigurationValue != own->bConfigurationValue) {
		select->Hdr.Status = USBD_STATUS_INAVLID_CONFIGURATION_DESCRIPTOR;
		return;
	}
	select->Hdr.Status = select_all(device, urb);
	if (select->Hdr.Status != USBD_STATUS_SUCCESS) {
		close_all(device);
		return;
	}
	device->configuration = own->bConfigurationValue;
	select->ConfigurationHandle = device;
}

void usb_configuration_select_interface(struct usb_device *device, PURB urb)
{
	struct _URB_SELECT_INTERFACE *select = &urb->UrbSelectInterface;
	size_t begin = offsetof(struct _URB_SELECT_INTERFACE, Interface);

	if (select->ConfigurationHandle != device || device->configuration == 0 ||
		select->Hdr.Length < begin + offsetof(USBD_INTERFACE_INFORMATION, Pipes) ||
		select->Interface.Length < offsetof(USBD_INTERFACE_INFORMATION, Pipes) ||
		select->Interface.Length > select->Hdr.Length - begin) {
		select->Hdr.Status = USBD_STATUS_INVALID_PARAMETER;
		return;
	}
	close_interface(device, select->Interface.InterfaceNumber);
	select->Hdr.Status = open_interface(device, &select->Interface);
}
