/* The boundary of USB interfaces. */
#include <stdlib.h>
#include <wdfusb.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/send.h"
#include "drivers/framework/kmdf/usb_device.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/usb_descriptor.h"
#include "drivers/framework/wdm/usbd_urb.h"

BYTE WdfUsbInterfaceGetInterfaceNumber(WDFUSBINTERFACE UsbInterface)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetInterfaceNumber");

	return fx_usb_interface_get(UsbInterface, &call)->number;
}

static const USB_INTERFACE_DESCRIPTOR *setting_of(
	const struct fx_usb_interface *interface, UCHAR index)
{
	return index < interface->setting_count ? interface->settings[index] : NULL;
}

BYTE WdfUsbInterfaceGetNumEndpoints(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetNumEndpoints");
	const USB_INTERFACE_DESCRIPTOR *setting =
		setting_of(fx_usb_interface_get(UsbInterface, &call), SettingIndex);

	return setting ? setting->bNumEndpoints : 0;
}

VOID WdfUsbInterfaceGetDescriptor(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex,
	PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetDescriptor");
	const USB_INTERFACE_DESCRIPTOR *setting =
		setting_of(fx_usb_interface_get(UsbInterface, &call), SettingIndex);

	if (setting)
		*InterfaceDescriptor = *setting;
	else
		memset(InterfaceDescriptor, 0, sizeof(*InterfaceDescriptor));
}

BYTE WdfUsbInterfaceGetNumSettings(WDFUSBINTERFACE UsbInterface)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetNumSettings");

	return fx_usb_interface_get(UsbInterface, &call)->setting_count;
}

static NTSTATUS select_descriptor(struct fx_usb_interface *interface,
	const WDF_OBJECT_ATTRIBUTES *attributes, const USB_INTERFACE_DESCRIPTOR *descriptor,
	const struct fx_call *call)
{
	USBD_INTERFACE_LIST_ENTRY entry = { (PUSB_INTERFACE_DESCRIPTOR)(ULONG_PTR)descriptor,
		NULL };
	size_t size;
	PURB urb;
	NTSTATUS status;

	if (!descriptor || descriptor->bInterfaceNumber != interface->number)
		return STATUS_INVALID_PARAMETER;
	size = usbd_urb_interface_size(&entry);
	if (size == 0)
		return STATUS_INVALID_PARAMETER;
	urb = calloc(1, size);
	if (!urb)
		return STATUS_INSUFFICIENT_RESOURCES;
	usbd_urb_build_interface(urb, interface->device->handle, &entry);
	status = fx_usb_select_setting(interface, attributes, urb, call);
	free(urb);
	return status;
}

static NTSTATUS select_setting(struct fx_usb_interface *interface,
	const WDF_OBJECT_ATTRIBUTES *attributes,
	const WDF_USB_INTERFACE_SELECT_SETTING_PARAMS *params, const struct fx_call *call)
{
	PURB urb = params->Types.Urb.Urb;

	switch (params->Type) {
	case WdfUsbInterfaceSelectSettingTypeSetting:
		return select_descriptor(interface, attributes,
			setting_of(interface, params->Types.Interface.SettingIndex), call);
	case WdfUsbInterfaceSelectSettingTypeDescriptor:
		return select_descriptor(
			interface, attributes, params->Types.Descriptor.InterfaceDescriptor, call);
	case WdfUsbInterfaceSelectSettingTypeUrb:
		if (!urb || urb->UrbHeader.Function != URB_FUNCTION_SELECT_INTERFACE ||
			urb->UrbHeader.Length <
				offsetof(struct _URB_SELECT_INTERFACE, Interface.Pipes))
			return STATUS_INVALID_PARAMETER;
		return fx_usb_select_setting(interface, attributes, urb, call);
	default:
		return STATUS_INVALID_PARAMETER;
	}
}

NTSTATUS WdfUsbInterfaceSelectSetting(WDFUSBINTERFACE UsbInterface,
	PWDF_OBJECT_ATTRIBUTES PipesAttributes, PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceSelectSetting");
	struct fx_usb_interface *interface = fx_usb_interface_get(UsbInterface, &call);
	NTSTATUS status;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (Params->Size != sizeof(*Params))
		return STATUS_INFO_LENGTH_MISMATCH;
	status = fx_validate_attributes(PipesAttributes, FX_PARENT_NOT_ALLOWED);
	if (!NT_SUCCESS(status))
		return status;
	if (!interface->is_configured)
		return STATUS_INVALID_DEVICE_STATE;
	if (io_fault(fx_globals_io_driver(interface->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return select_setting(interface, PipesAttributes, Params, &call);
}

/* The endpoint in that place behind the descriptor of the setting. */
static const USB_ENDPOINT_DESCRIPTOR *endpoint_at(
	const struct fx_usb_interface *interface, UCHAR setting, UCHAR index)
{
	const USB_INTERFACE_DESCRIPTOR *descriptor = setting_of(interface, setting);
	struct usb_walk walk = usb_walk_configuration(interface->device->configuration);
	const USB_ENDPOINT_DESCRIPTOR *endpoint;

	if (!descriptor || index >= descriptor->bNumEndpoints)
		return NULL;
	walk.next = (const unsigned char *)descriptor;
	usb_walk_next(&walk);
	do {
		endpoint = usb_walk_endpoint(&walk);
	} while (endpoint && index-- > 0);
	return endpoint;
}

VOID WdfUsbInterfaceGetEndpointInformation(WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex,
	UCHAR EndpointIndex, PWDF_USB_PIPE_INFORMATION EndpointInfo)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetEndpointInformation");
	const USB_ENDPOINT_DESCRIPTOR *endpoint =
		endpoint_at(fx_usb_interface_get(UsbInterface, &call), SettingIndex, EndpointIndex);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (!endpoint || EndpointInfo->Size != sizeof(*EndpointInfo))
		return;
	EndpointInfo->MaximumPacketSize = endpoint->wMaxPacketSize;
	EndpointInfo->EndpointAddress = endpoint->bEndpointAddress;
	EndpointInfo->Interval = endpoint->bInterval;
	EndpointInfo->SettingIndex = SettingIndex;
	EndpointInfo->PipeType =
		(WDF_USB_PIPE_TYPE)(WdfUsbPipeTypeControl +
				    (endpoint->bmAttributes & USB_ENDPOINT_TYPE_MASK));
	EndpointInfo->MaximumTransferSize = USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE;
}

BYTE WdfUsbInterfaceGetConfiguredSettingIndex(WDFUSBINTERFACE Interface)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetConfiguredSettingIndex");
	struct fx_usb_interface *interface = fx_usb_interface_get(Interface, &call);
	BYTE setting;

	fx_send_lock();
	setting = interface->is_configured ? interface->setting : 0;
	fx_send_unlock();
	return setting;
}

BYTE WdfUsbInterfaceGetNumConfiguredPipes(WDFUSBINTERFACE UsbInterface)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetNumConfiguredPipes");
	struct fx_usb_interface *interface = fx_usb_interface_get(UsbInterface, &call);
	BYTE count;

	fx_send_lock();
	count = interface->pipe_count;
	fx_send_unlock();
	return count;
}

WDFUSBPIPE WdfUsbInterfaceGetConfiguredPipe(
	WDFUSBINTERFACE UsbInterface, UCHAR PipeIndex, PWDF_USB_PIPE_INFORMATION PipeInfo)
{
	struct fx_call call = FX_CALL("WdfUsbInterfaceGetConfiguredPipe");
	struct fx_usb_interface *interface = fx_usb_interface_get(UsbInterface, &call);
	struct fx_usb_pipe *pipe;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	fx_send_lock();
	pipe = PipeIndex < interface->pipe_count ? interface->pipes[PipeIndex] : NULL;
	fx_send_unlock();
	if (!pipe)
		return NULL;
	if (PipeInfo && PipeInfo->Size == sizeof(*PipeInfo))
		fx_usb_pipe_describe(PipeInfo, pipe);
	return (WDFUSBPIPE)fx_object_handle(&pipe->target.object);
}
