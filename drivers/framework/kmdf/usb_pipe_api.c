/* The boundary of USB pipes. */
#include <wdfusb.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/target_send.h"
#include "drivers/framework/kmdf/usb_device.h"
#include "drivers/framework/kmdf/usb_reader.h"
#include "drivers/framework/kmdf/usb_request.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

#define READ_FLAGS (USBD_TRANSFER_DIRECTION_IN | USBD_SHORT_TRANSFER_OK)

VOID WdfUsbTargetPipeGetInformation(WDFUSBPIPE Pipe, PWDF_USB_PIPE_INFORMATION PipeInformation)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeGetInformation");
	struct fx_usb_pipe *pipe = fx_usb_pipe_get(Pipe, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (PipeInformation->Size == sizeof(*PipeInformation))
		fx_usb_pipe_describe(PipeInformation, pipe);
}

BOOLEAN WdfUsbTargetPipeIsInEndpoint(WDFUSBPIPE Pipe)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeIsInEndpoint");

	return fx_usb_pipe_is_in(fx_usb_pipe_get(Pipe, &call));
}

BOOLEAN WdfUsbTargetPipeIsOutEndpoint(WDFUSBPIPE Pipe)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeIsOutEndpoint");

	return !fx_usb_pipe_is_in(fx_usb_pipe_get(Pipe, &call));
}

WDF_USB_PIPE_TYPE WdfUsbTargetPipeGetType(WDFUSBPIPE Pipe)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeGetType");

	return fx_usb_pipe_type(fx_usb_pipe_get(Pipe, &call));
}

VOID WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(WDFUSBPIPE Pipe)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeSetNoMaximumPacketSizeCheck");

	fx_usb_pipe_get(Pipe, &call)->checks_packets = false;
}

/* Bulk and interrupt pipes transfer in their own direction only. */
static NTSTATUS check_transfer(const struct fx_usb_pipe *pipe, bool is_read, size_t length)
{
	WDF_USB_PIPE_TYPE type = fx_usb_pipe_type(pipe);

	if (type != WdfUsbPipeTypeBulk && type != WdfUsbPipeTypeInterrupt)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (length > MAXULONG)
		return STATUS_INTEGER_OVERFLOW;
	if (fx_usb_pipe_is_in(pipe) != is_read)
		return STATUS_INVALID_DEVICE_REQUEST;
	return is_read ? fx_usb_pipe_check_length(pipe, length) : STATUS_SUCCESS;
}

static void build_transfer(
	PURB urb, const struct fx_usb_pipe *pipe, const struct fx_send_part *part, bool is_read)
{
	UsbBuildInterruptOrBulkTransferRequest(urb, sizeof(struct _URB_BULK_OR_INTERRUPT_TRANSFER),
		pipe->information.PipeHandle, NULL, NULL, 0, is_read ? READ_FLAGS : 0, NULL);
	fx_usb_request_set_buffer(urb, part);
}

struct transfer {
	WDFREQUEST request;
	const WDF_REQUEST_SEND_OPTIONS *options;
	const WDF_MEMORY_DESCRIPTOR *memory;
	bool is_read;
};

static NTSTATUS send_urb(struct fx_usb_pipe *pipe, WDFREQUEST request,
	const WDF_REQUEST_SEND_OPTIONS *options, PURB urb, const struct fx_call *call)
{
	struct fx_target_wait what = { .target = &pipe->target,
		.request = request,
		.wanted = fx_usb_request_of_urb(urb),
		.options = options,
		.call = call };

	return fx_target_send_and_wait(&what, NULL);
}

static NTSTATUS send_transfer(WDFUSBPIPE handle, const struct transfer *transfer, PULONG bytes,
	const struct fx_call *call)
{
	struct fx_usb_pipe *pipe = fx_usb_pipe_get(handle, call);
	struct fx_send_part part;
	URB urb = { 0 };
	NTSTATUS status = fx_send_part_of_descriptor(&part, transfer->memory, call);

	if (bytes)
		*bytes = 0;
	if (NT_SUCCESS(status))
		status = check_transfer(pipe, transfer->is_read, part.length);
	if (!NT_SUCCESS(status))
		return status;
	build_transfer(&urb, pipe, &part, transfer->is_read);
	status = send_urb(pipe, transfer->request, transfer->options, &urb, call);
	if (bytes && urb.UrbHeader.Status != USBD_STATUS_PENDING && NT_SUCCESS(status))
		*bytes = urb.UrbBulkOrInterruptTransfer.TransferBufferLength;
	return status;
}

NTSTATUS WdfUsbTargetPipeWriteSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesWritten)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeWriteSynchronously");
	struct transfer transfer = { Request, RequestOptions, MemoryDescriptor, false };

	return send_transfer(Pipe, &transfer, BytesWritten, &call);
}

NTSTATUS WdfUsbTargetPipeReadSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PWDF_MEMORY_DESCRIPTOR MemoryDescriptor,
	PULONG BytesRead)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeReadSynchronously");
	struct transfer transfer = { Request, RequestOptions, MemoryDescriptor, true };

	return send_transfer(Pipe, &transfer, BytesRead, &call);
}

static NTSTATUS format_transfer(struct fx_usb_pipe *pipe, WDFREQUEST request, WDFMEMORY memory,
	const WDFMEMORY_OFFSET *offset, bool is_read, const struct fx_call *call)
{
	struct fx_usb_request *usb;
	struct fx_send_part part;
	NTSTATUS status = fx_send_part_of_memory(&part, memory, offset, call);

	if (NT_SUCCESS(status))
		status = check_transfer(pipe, is_read, part.length);
	if (!NT_SUCCESS(status))
		return status;
	usb = fx_usb_request_create(
		is_read ? WdfUsbRequestTypePipeRead : WdfUsbRequestTypePipeWrite, &part, memory);
	if (!usb)
		return STATUS_INSUFFICIENT_RESOURCES;
	usb->params.Parameters.PipeRead.Offset = offset ? offset->BufferOffset : 0;
	build_transfer(usb->urb, pipe, &part, is_read);
	return fx_usb_request_format(usb, request, &pipe->target, call);
}

NTSTATUS WdfUsbTargetPipeFormatRequestForWrite(
	WDFUSBPIPE Pipe, WDFREQUEST Request, WDFMEMORY WriteMemory, PWDFMEMORY_OFFSET WriteOffset)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeFormatRequestForWrite");

	return format_transfer(
		fx_usb_pipe_get(Pipe, &call), Request, WriteMemory, WriteOffset, false, &call);
}

NTSTATUS WdfUsbTargetPipeFormatRequestForRead(
	WDFUSBPIPE Pipe, WDFREQUEST Request, WDFMEMORY ReadMemory, PWDFMEMORY_OFFSET ReadOffset)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeFormatRequestForRead");

	return format_transfer(
		fx_usb_pipe_get(Pipe, &call), Request, ReadMemory, ReadOffset, true, &call);
}

static NTSTATUS check_reader(
	const struct fx_usb_pipe *pipe, const WDF_USB_CONTINUOUS_READER_CONFIG *config)
{
	size_t total = config->HeaderLength + config->TransferLength;
	NTSTATUS status;

	if (config->Size != sizeof(*config))
		return STATUS_INFO_LENGTH_MISMATCH;
	if (!config->EvtUsbTargetPipeReadComplete || config->TransferLength == 0)
		return STATUS_INVALID_PARAMETER;
	if (total < config->TransferLength || total + config->TrailerLength < total)
		return STATUS_INTEGER_OVERFLOW;
	status = fx_validate_attributes(config->BufferAttributes, FX_PARENT_NOT_ALLOWED);
	if (NT_SUCCESS(status))
		status = check_transfer(pipe, true, config->TransferLength);
	if (NT_SUCCESS(status) && pipe->reader)
		status = STATUS_INVALID_DEVICE_STATE;
	return status;
}

NTSTATUS WdfUsbTargetPipeConfigContinuousReader(
	WDFUSBPIPE Pipe, PWDF_USB_CONTINUOUS_READER_CONFIG Config)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeConfigContinuousReader");
	struct fx_usb_pipe *pipe = fx_usb_pipe_get(Pipe, &call);
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	status = check_reader(pipe, Config);
	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(fx_globals_io_driver(pipe->target.object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_usb_reader_create(&pipe->reader, pipe, Config, call.site);
}

static void build_pipe_request(PURB urb, const struct fx_usb_pipe *pipe, USHORT function)
{
	urb->UrbHeader.Function = function;
	urb->UrbHeader.Length = sizeof(struct _URB_PIPE_REQUEST);
	urb->UrbPipeRequest.PipeHandle = pipe->information.PipeHandle;
}

NTSTATUS WdfUsbTargetPipeAbortSynchronously(
	WDFUSBPIPE Pipe, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeAbortSynchronously");
	struct fx_usb_pipe *pipe = fx_usb_pipe_get(Pipe, &call);
	URB urb = { 0 };

	build_pipe_request(&urb, pipe, URB_FUNCTION_ABORT_PIPE);
	return send_urb(pipe, Request, RequestOptions, &urb, &call);
}

NTSTATUS WdfUsbTargetPipeResetSynchronously(
	WDFUSBPIPE Pipe, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeResetSynchronously");
	struct fx_usb_pipe *pipe = fx_usb_pipe_get(Pipe, &call);
	URB urb = { 0 };

	build_pipe_request(&urb, pipe, URB_FUNCTION_RESET_PIPE);
	return send_urb(pipe, Request, RequestOptions, &urb, &call);
}

NTSTATUS WdfUsbTargetPipeSendUrbSynchronously(
	WDFUSBPIPE Pipe, WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeSendUrbSynchronously");

	return Urb ? send_urb(fx_usb_pipe_get(Pipe, &call), Request, RequestOptions, Urb, &call)
		   : STATUS_INVALID_PARAMETER;
}

static NTSTATUS format_pipe_request(struct fx_usb_pipe *pipe, WDFREQUEST request,
	WDF_USB_REQUEST_TYPE type, const struct fx_call *call)
{
	struct fx_send_part none = { .address = NULL };
	struct fx_usb_request *usb = fx_usb_request_create(type, &none, NULL);

	if (!usb)
		return STATUS_INSUFFICIENT_RESOURCES;
	build_pipe_request(usb->urb, pipe,
		type == WdfUsbRequestTypePipeAbort ? URB_FUNCTION_ABORT_PIPE
						   : URB_FUNCTION_RESET_PIPE);
	return fx_usb_request_format(usb, request, &pipe->target, call);
}

NTSTATUS WdfUsbTargetPipeFormatRequestForAbort(WDFUSBPIPE Pipe, WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeFormatRequestForAbort");

	return format_pipe_request(
		fx_usb_pipe_get(Pipe, &call), Request, WdfUsbRequestTypePipeAbort, &call);
}

NTSTATUS WdfUsbTargetPipeFormatRequestForReset(WDFUSBPIPE Pipe, WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeFormatRequestForReset");

	return format_pipe_request(
		fx_usb_pipe_get(Pipe, &call), Request, WdfUsbRequestTypePipeReset, &call);
}

NTSTATUS WdfUsbTargetPipeFormatRequestForUrb(
	WDFUSBPIPE PIPE, WDFREQUEST Request, WDFMEMORY UrbMemory, PWDFMEMORY_OFFSET UrbMemoryOffset)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeFormatRequestForUrb");
	struct fx_usb_pipe *pipe = fx_usb_pipe_get(PIPE, &call);
	struct fx_send_part part;
	NTSTATUS status = fx_send_part_of_memory(&part, UrbMemory, UrbMemoryOffset, &call);

	if (!NT_SUCCESS(status))
		return status;
	return fx_usb_request_format_urb(
		WdfUsbRequestTypePipeUrb, Request, &pipe->target, &part, UrbMemory, &call);
}

USBD_PIPE_HANDLE WdfUsbTargetPipeWdmGetPipeHandle(WDFUSBPIPE UsbPipe)
{
	struct fx_call call = FX_CALL("WdfUsbTargetPipeWdmGetPipeHandle");

	return fx_usb_pipe_get(UsbPipe, &call)->information.PipeHandle;
}
