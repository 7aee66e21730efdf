/* The boundary of USB devices: what is selected of them. */
#include <stdlib.h>
#include <wdfusb.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/usb_device.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/usb_descriptor.h"
#include "drivers/framework/wdm/usbd_urb.h"

struct selection {
	struct fx_usb_device *device;
	const WDF_OBJECT_ATTRIBUTES *attributes;
	const struct fx_call *call;
};

static PUSB_INTERFACE_DESCRIPTOR descriptor_of(
	const struct fx_usb_interface *interface, UCHAR index)
{
	return index < interface->setting_count
		       ? (PUSB_INTERFACE_DESCRIPTOR)(ULONG_PTR)interface->settings[index]
		       : NULL;
}

static NTSTATUS select_list(const struct selection *selection,
	PUSB_CONFIGURATION_DESCRIPTOR configuration, PUSBD_INTERFACE_LIST_ENTRY list)
{
	size_t size = usbd_urb_configuration_size(list);
	PURB urb;
	NTSTATUS status;

	if (size == 0)
		return STATUS_INVALID_PARAMETER;
	urb = calloc(1, size);
	if (!urb)
		return STATUS_INSUFFICIENT_RESOURCES;
	usbd_urb_build_configuration(urb, configuration, list);
	status = fx_usb_select(selection->device, selection->attributes, urb, selection->call);
	free(urb);
	return status;
}

static NTSTATUS select_single(
	const struct selection *selection, PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS params)
{
	const struct fx_usb_device *device = selection->device;
	USBD_INTERFACE_LIST_ENTRY list[2] = { { NULL, NULL }, { NULL, NULL } };
	struct fx_usb_interface *interface = device->interfaces[0];
	NTSTATUS status;

	memset(&params->Types.SingleInterface, 0, sizeof(params->Types.SingleInterface));
	list[0].InterfaceDescriptor = descriptor_of(interface, 0);
	if (device->interface_count > 1 || !list[0].InterfaceDescriptor)
		return STATUS_INVALID_PARAMETER;
	status = select_list(selection, device->configuration, list);
	if (!NT_SUCCESS(status))
		return status;
	params->Types.SingleInterface.NumberConfiguredPipes = interface->pipe_count;
	params->Types.SingleInterface.ConfiguredUsbInterface =
		(WDFUSBINTERFACE)fx_object_handle(&interface->object);
	return status;
}

/* Each interface once, with the setting that the pairs say. */
static NTSTATUS fill_pairs(PUSBD_INTERFACE_LIST_ENTRY list, const struct selection *selection,
	const WDF_USB_DEVICE_SELECT_CONFIG_PARAMS *params)
{
	UCHAR count = params->Types.MultiInterface.NumberInterfaces;
	bool is_seen[256] = { false };

	if (!params->Types.MultiInterface.Pairs || count != selection->device->interface_count)
		return STATUS_INVALID_PARAMETER;
	for (UCHAR i = 0; i < count; i++) {
		const WDF_USB_INTERFACE_SETTING_PAIR *pair = &params->Types.MultiInterface.Pairs[i];
		struct fx_usb_interface *interface =
			fx_usb_interface_get(pair->UsbInterface, selection->call);

		list[i].InterfaceDescriptor = descriptor_of(interface, pair->SettingIndex);
		if (!list[i].InterfaceDescriptor || is_seen[interface->number] ||
			interface->device != selection->device)
			return STATUS_INVALID_PARAMETER;
		is_seen[interface->number] = true;
	}
	return STATUS_SUCCESS;
}

static NTSTATUS select_multiple(
	const struct selection *selection, PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS params)
{
	const struct fx_usb_device *device = selection->device;
	USBD_INTERFACE_LIST_ENTRY list[257] = { { NULL, NULL } };
	NTSTATUS status = STATUS_SUCCESS;

	params->Types.MultiInterface.NumberOfConfiguredInterfaces = 0;
	if (params->Type == WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs)
		status = fill_pairs(list, selection, params);
	else
		for (UCHAR i = 0; i < device->interface_count; i++)
			list[i].InterfaceDescriptor = descriptor_of(device->interfaces[i], 0);
	if (NT_SUCCESS(status))
		status = select_list(selection, device->configuration, list);
	if (NT_SUCCESS(status))
		params->Types.MultiInterface.NumberOfConfiguredInterfaces = device->interface_count;
	return status;
}

static NTSTATUS select_descriptors(
	const struct selection *selection, const WDF_USB_DEVICE_SELECT_CONFIG_PARAMS *params)
{
	ULONG count = params->Types.Descriptor.NumInterfaceDescriptors;
	PUSB_CONFIGURATION_DESCRIPTOR configuration =
		params->Types.Descriptor.ConfigurationDescriptor;
	PUSBD_INTERFACE_LIST_ENTRY list;
	NTSTATUS status;

	if (!params->Types.Descriptor.InterfaceDescriptors || count == 0 || count > MAXUCHAR)
		return STATUS_INVALID_PARAMETER;
	list = calloc(count + 1, sizeof(*list));
	if (!list)
		return STATUS_INSUFFICIENT_RESOURCES;
	for (ULONG i = 0; i < count; i++)
		list[i].InterfaceDescriptor = params->Types.Descriptor.InterfaceDescriptors[i];
	status = select_list(
		selection, configuration ? configuration : selection->device->configuration, list);
	free(list);
	return status;
}

static NTSTATUS select_urb(const struct selection *selection, PURB urb)
{
	size_t least = offsetof(struct _URB_SELECT_CONFIGURATION, Interface.Pipes);

	if (!urb || urb->UrbHeader.Function != URB_FUNCTION_SELECT_CONFIGURATION ||
		urb->UrbHeader.Length < least)
		return STATUS_INVALID_PARAMETER;
	return fx_usb_select(selection->device, selection->attributes, urb, selection->call);
}

static NTSTATUS select_as(
	const struct selection *selection, PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS params)
{
	switch (params->Type) {
	case WdfUsbTargetDeviceSelectConfigTypeDeconfig:
		return fx_usb_deselect(selection->device, selection->call);
	case WdfUsbTargetDeviceSelectConfigTypeSingleInterface:
		return select_single(selection, params);
	case WdfUsbTargetDeviceSelectConfigTypeMultiInterface:
	case WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs:
		return select_multiple(selection, params);
	case WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor:
		return select_descriptors(selection, params);
	default:
		return select_urb(selection, params->Types.Urb.Urb);
	}
}

NTSTATUS WdfUsbTargetDeviceSelectConfig(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES PipeAttributes, PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceSelectConfig");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	struct selection selection = { device, PipeAttributes, &call };
	NTSTATUS status;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (Params->Size != sizeof(*Params))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (Params->Type < WdfUsbTargetDeviceSelectConfigTypeDeconfig ||
		Params->Type > WdfUsbTargetDeviceSelectConfigTypeUrb)
		return STATUS_INVALID_PARAMETER;
	status = fx_validate_attributes(PipeAttributes, FX_PARENT_NOT_ALLOWED);
	if (!NT_SUCCESS(status))
		return status;
	if (device->is_mismatched)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (device->interface_count == 0)
		return STATUS_SUCCESS;
	if (io_fault(fx_globals_io_driver(device->target.object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return select_as(&selection, Params);
}

UCHAR WdfUsbTargetDeviceGetNumInterfaces(WDFUSBDEVICE UsbDevice)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceGetNumInterfaces");

	return fx_usb_device_get(UsbDevice, &call)->interface_count;
}

WDFUSBINTERFACE WdfUsbTargetDeviceGetInterface(WDFUSBDEVICE UsbDevice, UCHAR InterfaceIndex)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceGetInterface");
	const struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);

	if (InterfaceIndex >= device->interface_count)
		return NULL;
	return (WDFUSBINTERFACE)fx_object_handle(&device->interfaces[InterfaceIndex]->object);
}

USBD_CONFIGURATION_HANDLE WdfUsbTargetDeviceWdmGetConfigurationHandle(WDFUSBDEVICE UsbDevice)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceWdmGetConfigurationHandle");

	return fx_usb_device_get(UsbDevice, &call)->handle;
}
