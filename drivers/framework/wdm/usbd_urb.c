#include "drivers/framework/wdm/usbd_urb.h"

#include <stdbool.h>

static size_t information_size(const USB_INTERFACE_DESCRIPTOR *interface)
{
	return offsetof(USBD_INTERFACE_INFORMATION, Pipes) +
	       interface->bNumEndpoints * sizeof(USBD_PIPE_INFORMATION);
}

static bool is_whole(const USB_INTERFACE_DESCRIPTOR *interface)
{
	return interface->bLength >= sizeof(*interface) &&
	       interface->bDescriptorType == USB_INTERFACE_DESCRIPTOR_TYPE;
}

static size_t checked(size_t size)
{
	return size <= MAXUSHORT ? size : 0;
}

size_t usbd_urb_configuration_size(const USBD_INTERFACE_LIST_ENTRY *list)
{
	size_t size = offsetof(struct _URB_SELECT_CONFIGURATION, Interface);

	for (; list->InterfaceDescriptor; list++) {
		if (!is_whole(list->InterfaceDescriptor))
			return 0;
		size += information_size(list->InterfaceDescriptor);
	}
	/* A URB is never shorter than its structure: who reads one may look at all of it. */
	return checked(size < sizeof(URB) ? sizeof(URB) : size);
}

size_t usbd_urb_interface_size(const USBD_INTERFACE_LIST_ENTRY *entry)
{
	size_t size = offsetof(struct _URB_SELECT_INTERFACE, Interface);

	if (!entry->InterfaceDescriptor || !is_whole(entry->InterfaceDescriptor))
		return 0;
	size += information_size(entry->InterfaceDescriptor);
	return checked(size < sizeof(URB) ? sizeof(URB) : size);
}

static void fill(PUSBD_INTERFACE_INFORMATION out, const USB_INTERFACE_DESCRIPTOR *interface)
{
	out->Length = (USHORT)information_size(interface);
	out->InterfaceNumber = interface->bInterfaceNumber;
	out->AlternateSetting = interface->bAlternateSetting;
	out->NumberOfPipes = interface->bNumEndpoints;
	for (ULONG i = 0; i < out->NumberOfPipes; i++)
		out->Pipes[i].MaximumTransferSize = USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE;
}

void usbd_urb_build_configuration(
	PURB urb, PUSB_CONFIGURATION_DESCRIPTOR configuration, PUSBD_INTERFACE_LIST_ENTRY list)
{
	char *next = (char *)&urb->UrbSelectConfiguration.Interface;

	for (; list->InterfaceDescriptor; list++) {
		list->Interface = (PUSBD_INTERFACE_INFORMATION)(void *)next;
		fill(list->Interface, list->InterfaceDescriptor);
		next += list->Interface->Length;
	}
	UsbBuildSelectConfigurationRequest(urb, (USHORT)(next - (char *)urb), configuration);
}

void usbd_urb_build_interface(
	PURB urb, USBD_CONFIGURATION_HANDLE configuration, PUSBD_INTERFACE_LIST_ENTRY entry)
{
	entry->Interface = &urb->UrbSelectInterface.Interface;
	fill(entry->Interface, entry->InterfaceDescriptor);
	UsbBuildSelectInterfaceRequest(urb,
		(USHORT)(offsetof(struct _URB_SELECT_INTERFACE, Interface) +
			 entry->Interface->Length),
		configuration, entry->InterfaceDescriptor->bInterfaceNumber,
		entry->InterfaceDescriptor->bAlternateSetting);
}
