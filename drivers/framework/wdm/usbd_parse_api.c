/* The boundary of USBD: what a client driver finds in descriptors. */
#include <usbdlib.h>

#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/usb_descriptor.h"

#define SITE __builtin_return_address(0)

static bool fits(LONG wanted, UCHAR found)
{
	return wanted == -1 || wanted == found;
}

PUSB_INTERFACE_DESCRIPTOR USBD_ParseConfigurationDescriptorEx(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, PVOID StartPosition,
	LONG InterfaceNumber, LONG AlternateSetting, LONG InterfaceClass, LONG InterfaceSubClass,
	LONG InterfaceProtocol)
{
	struct usb_walk walk = usb_walk_configuration(ConfigurationDescriptor);
	const USB_INTERFACE_DESCRIPTOR *found;

	ke_irql_check("USBD_ParseConfigurationDescriptorEx", DISPATCH_LEVEL, SITE);
	if ((const unsigned char *)StartPosition < walk.next ||
		(const unsigned char *)StartPosition >= walk.end)
		return NULL;
	walk.next = StartPosition;
	while ((found = usb_walk_interface(&walk)) != NULL) {
		if (fits(InterfaceNumber, found->bInterfaceNumber) &&
			fits(AlternateSetting, found->bAlternateSetting) &&
			fits(InterfaceClass, found->bInterfaceClass) &&
			fits(InterfaceSubClass, found->bInterfaceSubClass) &&
			fits(InterfaceProtocol, found->bInterfaceProtocol))
			return (PUSB_INTERFACE_DESCRIPTOR)(ULONG_PTR)found;
	}
	return NULL;
}

PUSB_INTERFACE_DESCRIPTOR USBD_ParseConfigurationDescriptor(
	PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, UCHAR InterfaceNumber,
	UCHAR AlternateSetting)
{
	return USBD_ParseConfigurationDescriptorEx(ConfigurationDescriptor, ConfigurationDescriptor,
		InterfaceNumber, AlternateSetting, -1, -1, -1);
}

PUSB_COMMON_DESCRIPTOR USBD_ParseDescriptors(
	PVOID DescriptorBuffer, ULONG TotalLength, PVOID StartPosition, LONG DescriptorType)
{
	const unsigned char *begin = DescriptorBuffer;
	struct usb_walk walk = { StartPosition, begin + TotalLength };
	const USB_COMMON_DESCRIPTOR *found;

	if (walk.next < begin || walk.next >= walk.end)
		return NULL;
	do {
		found = usb_walk_next(&walk);
	} while (found && found->bDescriptorType != DescriptorType);
	return (PUSB_COMMON_DESCRIPTOR)(ULONG_PTR)found;
}

ULONG USBD_GetInterfaceLength(PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor, PUCHAR BufferEnd)
{
	const unsigned char *begin = (const unsigned char *)InterfaceDescriptor;
	struct usb_walk walk = { begin, BufferEnd };
	struct usb_walk ahead = walk;
	const USB_COMMON_DESCRIPTOR *common;

	while ((common = usb_walk_next(&ahead)) != NULL &&
		((const unsigned char *)common == begin ||
			common->bDescriptorType != USB_INTERFACE_DESCRIPTOR_TYPE))
		walk = ahead;
	return (ULONG)(walk.next - begin);
}

/* What is wrong, and where. */
struct finding {
	USBD_STATUS status;
	const void *where;
};

static struct finding check_header(const USB_CONFIGURATION_DESCRIPTOR *configuration, ULONG length)
{
	struct finding finding = { USBD_STATUS_SUCCESS, configuration };

	if (length < sizeof(*configuration) || configuration->wTotalLength > length ||
		configuration->wTotalLength < sizeof(*configuration))
		finding.status = USBD_STATUS_BAD_CONFIG_DESC_LENGTH;
	else if (configuration->bDescriptorType != USB_CONFIGURATION_DESCRIPTOR_TYPE)
		finding.status = USBD_STATUS_BAD_DESCRIPTOR_TYPE;
	else if (configuration->bLength < sizeof(*configuration))
		finding.status = USBD_STATUS_BAD_DESCRIPTOR_BLEN;
	return finding;
}

static USBD_STATUS status_of_length(const unsigned char *wrong, const unsigned char *end)
{
	if (end - wrong < (ptrdiff_t)sizeof(USB_COMMON_DESCRIPTOR))
		return USBD_STATUS_BAD_DESCRIPTOR;
	switch (wrong[1]) {
	case USB_INTERFACE_DESCRIPTOR_TYPE:
		return USBD_STATUS_BAD_INTERFACE_DESCRIPTOR;
	case USB_ENDPOINT_DESCRIPTOR_TYPE:
		return USBD_STATUS_BAD_ENDPOINT_DESCRIPTOR;
	case USB_INTERFACE_ASSOCIATION_DESCRIPTOR_TYPE:
		return USBD_STATUS_BAD_INTERFACE_ASSOC_DESCRIPTOR;
	default:
		return USBD_STATUS_BAD_DESCRIPTOR_BLEN;
	}
}

static struct finding check_lengths(const USB_CONFIGURATION_DESCRIPTOR *configuration)
{
	struct finding finding = { USBD_STATUS_SUCCESS, configuration };

	if (!usb_descriptor_is_sound(configuration, configuration->wTotalLength, &finding.where))
		finding.status =
			status_of_length(finding.where, usb_walk_configuration(configuration).end);
	return finding;
}

static bool is_endpoint_address(UCHAR address)
{
	return (address & USB_ENDPOINT_ADDRESS_MASK) != 0 &&
	       (address & ~(USB_ENDPOINT_ADDRESS_MASK | USB_ENDPOINT_DIRECTION_MASK)) == 0;
}

static struct finding check_interface(
	const USB_INTERFACE_DESCRIPTOR *interface, struct usb_walk walk, USHORT level)
{
	const USB_ENDPOINT_DESCRIPTOR *endpoint;
	unsigned int count = 0;

	while ((endpoint = usb_walk_endpoint(&walk)) != NULL) {
		if (!is_endpoint_address(endpoint->bEndpointAddress))
			return (struct finding){ USBD_STATUS_BAD_ENDPOINT_ADDRESS, endpoint };
		count++;
	}
	if (level >= 3 && count != interface->bNumEndpoints)
		return (struct finding){ USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS, interface };
	return (struct finding){ USBD_STATUS_SUCCESS, interface };
}

static struct finding check_interfaces(
	const USB_CONFIGURATION_DESCRIPTOR *configuration, USHORT level)
{
	struct usb_walk walk = usb_walk_configuration(configuration);
	struct finding finding = { USBD_STATUS_SUCCESS, configuration };
	const USB_INTERFACE_DESCRIPTOR *interface;
	bool is_seen[256] = { false };
	unsigned int count = 0;

	while ((interface = usb_walk_interface(&walk)) != NULL) {
		finding = check_interface(interface, walk, level);
		if (finding.status != USBD_STATUS_SUCCESS)
			return finding;
		if (!is_seen[interface->bInterfaceNumber] && level >= 3 &&
			interface->bInterfaceNumber != count)
			return (struct finding){ USBD_STATUS_BAD_INTERFACE_DESCRIPTOR, interface };
		count += !is_seen[interface->bInterfaceNumber];
		is_seen[interface->bInterfaceNumber] = true;
	}
	finding.where = configuration;
	if (count != configuration->bNumInterfaces)
		finding.status = USBD_STATUS_BAD_NUMBER_OF_INTERFACES;
	return finding;
}

USBD_STATUS USBD_ValidateConfigurationDescriptor(PUSB_CONFIGURATION_DESCRIPTOR ConfigDesc,
	ULONG BufferLength, USHORT Level, PUCHAR *Offset, ULONG Tag)
{
	struct finding finding;

	UNREFERENCED_PARAMETER(Tag);
	if (Level < 1 || Level > 3)
		return USBD_STATUS_INVALID_PARAMETER;
	finding = check_header(ConfigDesc, BufferLength);
	if (finding.status == USBD_STATUS_SUCCESS && Level >= 2)
		finding = check_lengths(ConfigDesc);
	if (finding.status == USBD_STATUS_SUCCESS && Level >= 2)
		finding = check_interfaces(ConfigDesc, Level);
	*Offset = finding.status == USBD_STATUS_SUCCESS ? NULL : (PUCHAR)(ULONG_PTR)finding.where;
	return finding.status;
}

VOID USBD_GetUSBDIVersion(PUSBD_VERSION_INFORMATION VersionInformation)
{
	VersionInformation->USBDI_Version = 0x600;
	VersionInformation->Supported_USB_Version = 0x300;
}
