/* The boundary of USB devices: control transfers, strings and URBs of drivers. */
#include <stdlib.h>
#include <wdfusb.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/memory.h"
#include "drivers/framework/kmdf/target_send.h"
#include "drivers/framework/kmdf/usb_device.h"
#include "drivers/framework/kmdf/usb_request.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/irql.h"

static void build_control(
	PURB urb, const WDF_USB_CONTROL_SETUP_PACKET *setup, const struct fx_send_part *part)
{
	struct _URB_CONTROL_TRANSFER *transfer = &urb->UrbControlTransfer;
	WDF_USB_CONTROL_SETUP_PACKET packet = *setup;
	bool is_in = packet.Packet.bm.Request.Dir == BMREQUEST_DEVICE_TO_HOST;

	transfer->Hdr.Function = URB_FUNCTION_CONTROL_TRANSFER;
	transfer->Hdr.Length = sizeof(*transfer);
	transfer->TransferFlags = USBD_DEFAULT_PIPE_TRANSFER;
	if (is_in)
		transfer->TransferFlags |= USBD_TRANSFER_DIRECTION_IN | USBD_SHORT_TRANSFER_OK;
	packet.Packet.wLength = (USHORT)part->length;
	memcpy(transfer->SetupPacket, &packet, sizeof(transfer->SetupPacket));
	fx_usb_request_set_buffer(urb, part);
}

static struct fx_target_wait wait_for(struct fx_usb_device *device, WDFREQUEST request,
	const WDF_REQUEST_SEND_OPTIONS *options, PURB urb, const struct fx_call *call)
{
	return (struct fx_target_wait){ .target = &device->target,
		.request = request,
		.wanted = fx_usb_request_of_urb(urb),
		.options = options,
		.call = call };
}

NTSTATUS WdfUsbTargetDeviceSendControlTransferSynchronously(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesTransferred)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceSendControlTransferSynchronously");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	URB urb = { 0 };
	struct fx_target_wait what = wait_for(device, Request, RequestOptions, &urb, &call);
	struct fx_send_part part;
	NTSTATUS status = fx_send_part_of_descriptor(&part, MemoryDescriptor, &call);

	if (BytesTransferred)
		*BytesTransferred = 0;
	if (NT_SUCCESS(status) && part.length > MAXUSHORT)
		status = STATUS_INVALID_PARAMETER;
	if (!NT_SUCCESS(status))
		return status;
	build_control(&urb, SetupPacket, &part);
	status = fx_target_send_and_wait(&what, NULL);
	if (BytesTransferred && NT_SUCCESS(status))
		*BytesTransferred = urb.UrbControlTransfer.TransferBufferLength;
	return status;
}

NTSTATUS WdfUsbTargetDeviceFormatRequestForControlTransfer(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, WDFMEMORY TransferMemory,
	PWDFMEMORY_OFFSET TransferOffset)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceFormatRequestForControlTransfer");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	struct fx_usb_request *usb;
	struct fx_send_part part;
	NTSTATUS status = fx_send_part_of_memory(&part, TransferMemory, TransferOffset, &call);

	if (NT_SUCCESS(status) && part.length > MAXUSHORT)
		status = STATUS_INVALID_PARAMETER;
	if (!NT_SUCCESS(status))
		return status;
	usb = fx_usb_request_create(WdfUsbRequestTypeDeviceControlTransfer, &part, TransferMemory);
	if (!usb)
		return STATUS_INSUFFICIENT_RESOURCES;
	usb->params.Parameters.DeviceControlTransfer.SetupPacket = *SetupPacket;
	build_control(usb->urb, SetupPacket, &part);
	return fx_usb_request_format(usb, Request, &device->target, &call);
}

/* What the device has; `bytes` has room for a descriptor. */
static NTSTATUS query_string(
	struct fx_target_wait *what, unsigned char *bytes, UCHAR index, USHORT language)
{
	PURB urb = what->wanted.parts[0].address;
	NTSTATUS status;

	memset(urb, 0, sizeof(*urb));
	UsbBuildGetDescriptorRequest(urb, sizeof(struct _URB_CONTROL_DESCRIPTOR_REQUEST),
		USB_STRING_DESCRIPTOR_TYPE, index, language, bytes, NULL, 255, NULL);
	status = fx_target_send_and_wait(what, NULL);
	if (NT_SUCCESS(status) &&
		(bytes[0] < sizeof(USB_COMMON_DESCRIPTOR) || bytes[0] % 2 != 0 ||
			urb->UrbControlDescriptorRequest.TransferBufferLength < bytes[0]))
		return STATUS_DEVICE_DATA_ERROR;
	return status;
}

NTSTATUS WdfUsbTargetDeviceQueryString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PUSHORT String, PUSHORT NumCharacters,
	UCHAR StringIndex, USHORT LangID)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceQueryString");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	URB urb;
	struct fx_target_wait what = wait_for(device, Request, RequestOptions, &urb, &call);
	unsigned char bytes[256] = { 0 };
	USHORT room = *NumCharacters;
	NTSTATUS status;

	if (String && room == 0)
		return STATUS_INVALID_PARAMETER;
	what.timeout = WDF_REL_TIMEOUT_IN_SEC(2);
	status = query_string(&what, bytes, StringIndex, LangID);
	if (!NT_SUCCESS(status))
		return status;
	*NumCharacters = (USHORT)(bytes[0] / 2 - 1);
	if (!String)
		return STATUS_SUCCESS;
	memcpy(String, bytes + 2, (room < *NumCharacters ? room : *NumCharacters) * sizeof(USHORT));
	return room < *NumCharacters ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

static NTSTATUS create_text(WDFMEMORY *out, const struct fx_usb_device *device,
	const WDF_OBJECT_ATTRIBUTES *attributes, const unsigned char *bytes,
	const struct fx_call *call)
{
	size_t length = bytes[0] - sizeof(USB_COMMON_DESCRIPTOR);
	struct fx_object *object;
	NTSTATUS status = fx_usb_device_create_memory(
		&object, device, attributes, length ? length : sizeof(WCHAR), call);

	if (!NT_SUCCESS(status))
		return status;
	memcpy(fx_memory_of(object)->buffer, bytes + sizeof(USB_COMMON_DESCRIPTOR), length);
	*out = (WDFMEMORY)fx_object_handle(object);
	return status;
}

NTSTATUS WdfUsbTargetDeviceAllocAndQueryString(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES StringMemoryAttributes, WDFMEMORY *StringMemory,
	PUSHORT NumCharacters, UCHAR StringIndex, USHORT LangID)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceAllocAndQueryString");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	URB urb;
	struct fx_target_wait what = wait_for(device, NULL, NULL, &urb, &call);
	unsigned char bytes[256] = { 0 };
	NTSTATUS status = fx_validate_attributes(StringMemoryAttributes, 0);

	*StringMemory = NULL;
	what.timeout = WDF_REL_TIMEOUT_IN_SEC(2);
	if (NT_SUCCESS(status))
		status = query_string(&what, bytes, StringIndex, LangID);
	if (NT_SUCCESS(status))
		status = create_text(StringMemory, device, StringMemoryAttributes, bytes, &call);
	if (NT_SUCCESS(status) && NumCharacters)
		*NumCharacters = (USHORT)(bytes[0] / 2 - 1);
	return status;
}

NTSTATUS WdfUsbTargetDeviceFormatRequestForString(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
	WDFMEMORY Memory, PWDFMEMORY_OFFSET Offset, UCHAR StringIndex, USHORT LangID)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceFormatRequestForString");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	struct fx_usb_request *usb;
	struct fx_send_part part;
	NTSTATUS status = fx_send_part_of_memory(&part, Memory, Offset, &call);

	if (NT_SUCCESS(status) && (part.length == 0 || part.length % sizeof(WCHAR) != 0))
		status = STATUS_INVALID_PARAMETER;
	if (!NT_SUCCESS(status))
		return status;
	usb = fx_usb_request_create(WdfUsbRequestTypeDeviceString, &part, Memory);
	if (!usb)
		return STATUS_INSUFFICIENT_RESOURCES;
	usb->string = calloc(1, 256);
	if (!usb->string) {
		fx_usb_request_destroy(usb);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	usb->params.Parameters.DeviceString.StringIndex = StringIndex;
	usb->params.Parameters.DeviceString.LangID = LangID;
	UsbBuildGetDescriptorRequest(usb->urb, sizeof(struct _URB_CONTROL_DESCRIPTOR_REQUEST),
		USB_STRING_DESCRIPTOR_TYPE, StringIndex, LangID, usb->string, NULL, 255, NULL);
	return fx_usb_request_format(usb, Request, &device->target, &call);
}

NTSTATUS WdfUsbTargetDeviceSendUrbSynchronously(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceSendUrbSynchronously");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	struct fx_target_wait what = wait_for(device, Request, RequestOptions, Urb, &call);

	return Urb ? fx_target_send_and_wait(&what, NULL) : STATUS_INVALID_PARAMETER;
}

NTSTATUS WdfUsbTargetDeviceFormatRequestForUrb(WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
	WDFMEMORY UrbMemory, PWDFMEMORY_OFFSET UrbMemoryOffset)
{
	struct fx_call call = FX_CALL("WdfUsbTargetDeviceFormatRequestForUrb");
	struct fx_usb_device *device = fx_usb_device_get(UsbDevice, &call);
	struct fx_send_part part;
	NTSTATUS status = fx_send_part_of_memory(&part, UrbMemory, UrbMemoryOffset, &call);

	if (!NT_SUCCESS(status))
		return status;
	return fx_usb_request_format_urb(
		WdfUsbRequestTypeDeviceUrb, Request, &device->target, &part, UrbMemory, &call);
}
