/* The boundary of I/O targets: what a request asks one for. */
#include <wdf.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/outgoing.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/wdm/irql.h"

static NTSTATUS format(WDFIOTARGET target, WDFREQUEST request, const struct fx_send_request *wanted,
	const struct fx_call *call)
{
	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	return fx_outgoing_format(
		fx_request_get_owned(request, call), fx_target_get(target, call), wanted);
}

NTSTATUS WdfIoTargetFormatRequestForRead(WDFIOTARGET IoTarget, WDFREQUEST Request,
	WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset, PLONGLONG DeviceOffset)
{
	struct fx_call call = FX_CALL("WdfIoTargetFormatRequestForRead");
	struct fx_send_request wanted = { .major = IRP_MJ_READ,
		.offset = DeviceOffset ? *DeviceOffset : 0 };
	NTSTATUS status = fx_send_part_of_memory(
		&wanted.parts[FX_SEND_OUTPUT], OutputBuffer, OutputBufferOffset, &call);

	return NT_SUCCESS(status) ? format(IoTarget, Request, &wanted, &call) : status;
}

NTSTATUS WdfIoTargetFormatRequestForWrite(WDFIOTARGET IoTarget, WDFREQUEST Request,
	WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset, PLONGLONG DeviceOffset)
{
	struct fx_call call = FX_CALL("WdfIoTargetFormatRequestForWrite");
	struct fx_send_request wanted = { .major = IRP_MJ_WRITE,
		.offset = DeviceOffset ? *DeviceOffset : 0 };
	NTSTATUS status = fx_send_part_of_memory(
		&wanted.parts[FX_SEND_INPUT], InputBuffer, InputBufferOffset, &call);

	return NT_SUCCESS(status) ? format(IoTarget, Request, &wanted, &call) : status;
}

/* Buffers, each with the part of it that is meant. */
struct buffers {
	WDFMEMORY memory[FX_SEND_PARTS];
	PWDFMEMORY_OFFSET offsets[FX_SEND_PARTS];
};

static NTSTATUS format_control(WDFIOTARGET target, WDFREQUEST request,
	struct fx_send_request *wanted, const struct buffers *buffers, const struct fx_call *call)
{
	NTSTATUS status = STATUS_SUCCESS;

	for (size_t i = 0; i < FX_SEND_PARTS && NT_SUCCESS(status); i++)
		status = fx_send_part_of_memory(
			&wanted->parts[i], buffers->memory[i], buffers->offsets[i], call);
	return NT_SUCCESS(status) ? format(target, request, wanted, call) : status;
}

NTSTATUS WdfIoTargetFormatRequestForIoctl(WDFIOTARGET IoTarget, WDFREQUEST Request, ULONG IoctlCode,
	WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset, WDFMEMORY OutputBuffer,
	PWDFMEMORY_OFFSET OutputBufferOffset)
{
	struct fx_call call = FX_CALL("WdfIoTargetFormatRequestForIoctl");
	struct fx_send_request wanted = { .major = IRP_MJ_DEVICE_CONTROL, .code = IoctlCode };
	struct buffers buffers = { { InputBuffer, OutputBuffer },
		{ InputBufferOffset, OutputBufferOffset } };

	return format_control(IoTarget, Request, &wanted, &buffers, &call);
}

NTSTATUS WdfIoTargetFormatRequestForInternalIoctl(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, WDFMEMORY InputBuffer, PWDFMEMORY_OFFSET InputBufferOffset,
	WDFMEMORY OutputBuffer, PWDFMEMORY_OFFSET OutputBufferOffset)
{
	struct fx_call call = FX_CALL("WdfIoTargetFormatRequestForInternalIoctl");
	struct fx_send_request wanted = { .major = IRP_MJ_INTERNAL_DEVICE_CONTROL,
		.code = IoctlCode };
	struct buffers buffers = { { InputBuffer, OutputBuffer },
		{ InputBufferOffset, OutputBufferOffset } };

	return format_control(IoTarget, Request, &wanted, &buffers, &call);
}

NTSTATUS WdfIoTargetFormatRequestForInternalIoctlOthers(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, WDFMEMORY OtherArg1, PWDFMEMORY_OFFSET OtherArg1Offset,
	WDFMEMORY OtherArg2, PWDFMEMORY_OFFSET OtherArg2Offset, WDFMEMORY OtherArg4,
	PWDFMEMORY_OFFSET OtherArg4Offset)
{
	struct fx_call call = FX_CALL("WdfIoTargetFormatRequestForInternalIoctlOthers");
	struct fx_send_request wanted = {
		.major = IRP_MJ_INTERNAL_DEVICE_CONTROL, .code = IoctlCode, .has_others = true
	};
	struct buffers buffers = { { OtherArg1, OtherArg2, OtherArg4 },
		{ OtherArg1Offset, OtherArg2Offset, OtherArg4Offset } };

	return format_control(IoTarget, Request, &wanted, &buffers, &call);
}
