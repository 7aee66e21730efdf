/* The boundary of USB devices: what they are, and what their ports do. */
#include <wdfusb.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/usb_device.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/usb_port.h"

static NTSTATUS create(WDFUSBDEVICE *out, WDFDEVICE handle, const WDF_OBJECT_ATTRIBUTES *attributes,
	bool has_contract, const struct fx_call *call)
{
	struct fx_device *device = fx_device_of_handle(handle, call);
	struct fx_usb_device *usb;
	NTSTATUS status;

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	*out = NULL;
	status = fx_usb_device_create(&usb, device, attributes, has_contract, call);
	if (NT_SUCCESS(status))
		*out = (WDFUSBDEVICE)fx_object_handle(&usb->target.object);
	return status;
}

NTSTATUS WdfUsbTargetDeviceCreate(
	WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES Attributes, WDFUSBDEVICE *UsbDevice)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceCreate");

	return create(UsbDevice, Device, Attributes, false, &call);
}

NTSTATUS WdfUsbTargetDeviceCreateWithParameters(WDFDEVICE Device,
	PWDF_USB_DEVICE_CREATE_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
	WDFUSBDEVICE *UsbDevice)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceCreateWithParameters");

	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (Config->USBDClientContractVersion != USBD_CLIENT_CONTRACT_VERSION_602)
		return STATUS_INVALID_PARAMETER;
	return create(UsbDevice, Device, Attributes, true, &call);
}

NTSTATUS WdfUsbTargetDeviceRetrieveInformation(
	WDFUSBDEVICE UsbDevice, PWDF_USB_DEVICE_INFORMATION Information)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceRetrieveInformation");
	const struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (Information->Size != sizeof(*Information))
		return STATUS_INFO_LENGTH_MISMATCH;
	USBD_GetUSBDIVersion(&Information->UsbdVersionInformation);
	Information->HcdPortCapabilities = 0;
	Information->Traits = device->traits;
	return STATUS_SUCCESS;
}

VOID WdfUsbTargetDeviceGetDeviceDescriptor(
	WDFUSBDEVICE UsbDevice, PUSB_DEVICE_DESCRIPTOR UsbDeviceDescriptor)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceGetDeviceDescriptor");

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	*UsbDeviceDescriptor = fx_usb_device_get(UsbDevice, &call)->descriptor;
}

NTSTATUS WdfUsbTargetDeviceRetrieveConfigDescriptor(
	WDFUSBDEVICE UsbDevice, PVOID ConfigDescriptor, PUSHORT ConfigDescriptorLength)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceRetrieveConfigDescriptor");
	const struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	USHORT total = device->configuration->wTotalLength;
	USHORT room = *ConfigDescriptorLength;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	*ConfigDescriptorLength = total;
	if (ConfigDescriptor)
		memcpy(ConfigDescriptor, device->configuration, room < total ? room : total);
	return ConfigDescriptor && room >= total ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
}

static NTSTATUS check_fault(const struct fx_usb_device *device, const struct fx_call *call)
{
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	return io_fault(fx_globals_io_driver(device->target.object.globals), call->function,
		       call->site)
		       ? STATUS_INSUFFICIENT_RESOURCES
		       : STATUS_SUCCESS;
}

/* Of the bus itself, without a request: at any level up to DISPATCH_LEVEL. */
NTSTATUS WdfUsbTargetDeviceRetrieveCurrentFrameNumber(
	WDFUSBDEVICE UsbDevice, PULONG CurrentFrameNumber)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceRetrieveCurrentFrameNumber");
	const struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (io_fault(fx_globals_io_driver(device->target.object.globals), call.function, call.site))
		return STATUS_UNSUCCESSFUL;
	*CurrentFrameNumber = usb_port_frame_number();
	return STATUS_SUCCESS;
}

NTSTATUS WdfUsbTargetDeviceIsConnectedSynchronous(WDFUSBDEVICE UsbDevice)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceIsConnectedSynchronous");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	NTSTATUS status = check_fault(device, &call);
	ULONG port = 0;

	if (NT_SUCCESS(status))
		status = fx_usb_send_code(device, IOCTL_INTERNAL_USB_GET_PORT_STATUS, &port, &call);
	if (NT_SUCCESS(status) && !(port & USBD_PORT_CONNECTED))
		status = STATUS_DEVICE_DOES_NOT_EXIST;
	return status;
}

NTSTATUS WdfUsbTargetDeviceResetPortSynchronously(WDFUSBDEVICE UsbDevice)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceResetPortSynchronously");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	NTSTATUS status = check_fault(device, &call);

	return NT_SUCCESS(status)
		       ? fx_usb_send_code(device, IOCTL_INTERNAL_USB_RESET_PORT, NULL, &call)
		       : status;
}

NTSTATUS WdfUsbTargetDeviceQueryUsbCapability(WDFUSBDEVICE UsbDevice, const GUID *CapabilityType,
	ULONG CapabilityBufferLength, PVOID CapabilityBuffer, PULONG ResultLength)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceQueryUsbCapability");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	NTSTATUS status = check_fault(device, &call);

	if (ResultLength)
		*ResultLength = 0;
	if (!NT_SUCCESS(status))
		return status;
	if (CapabilityBufferLength > 0 && !CapabilityBuffer)
		return STATUS_INVALID_PARAMETER;
	if (!device->has_contract)
		return STATUS_INVALID_DEVICE_STATE;
	return usb_port_capability(usb_port_description(device->target.wdm), CapabilityType);
}

static NTSTATUS create_urb(struct fx_usb_device *device, const WDF_OBJECT_ATTRIBUTES *attributes,
	size_t size, WDFMEMORY *memory, const struct fx_call *call)
{
	struct fx_object *object;
	NTSTATUS status = fx_validate_attributes(attributes, 0);

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	*memory = NULL;
	if (!NT_SUCCESS(status))
		return status;
	if (!device->has_contract)
		return STATUS_INVALID_DEVICE_STATE;
	status = fx_usb_device_create_memory(&object, device, attributes, size, call);
	if (NT_SUCCESS(status))
		*memory = (WDFMEMORY)fx_object_handle(object);
	return status;
}

NTSTATUS WdfUsbTargetDeviceCreateUrb(
	WDFUSBDEVICE UsbDevice, PWDF_OBJECT_ATTRIBUTES Attributes, WDFMEMORY *UrbMemory, PURB *Urb)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceCreateUrb");
	NTSTATUS status = create_urb(
		fx_usb_device_get(UsbDevice, &call), Attributes, sizeof(URB), UrbMemory, &call);

	if (NT_SUCCESS(status) && Urb)
		*Urb = WdfMemoryGetBuffer(*UrbMemory, NULL);
	return status;
}

NTSTATUS WdfUsbTargetDeviceCreateIsochUrb(WDFUSBDEVICE UsbDevice, PWDF_OBJECT_ATTRIBUTES Attributes,
	ULONG NumberOfIsochPackets, WDFMEMORY *UrbMemory, PURB *Urb)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceCreateIsochUrb");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	size_t size = GET_ISO_URB_SIZE(NumberOfIsochPackets);
	NTSTATUS status;

	if (NumberOfIsochPackets == 0 || NumberOfIsochPackets > 1024)
		return STATUS_INVALID_PARAMETER;
	status = create_urb(
		device, Attributes, size < sizeof(URB) ? sizeof(URB) : size, UrbMemory, &call);
	if (NT_SUCCESS(status) && Urb)
		*Urb = WdfMemoryGetBuffer(*UrbMemory, NULL);
	return status;
}
