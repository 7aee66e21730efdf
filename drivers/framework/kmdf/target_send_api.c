/* The boundary of I/O targets: requests that the driver waits for, with one of its own or without. */
#include <wdf.h>

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/kmdf/target_send.h"

NTSTATUS WdfIoTargetSendReadSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	PWDF_MEMORY_DESCRIPTOR OutputBuffer, PLONGLONG DeviceOffset,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesRead)
{
	struct fx_call call = FX_CALL("WdfIoTargetSendReadSynchronously");
	struct fx_target_wait what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_READ, .offset = DeviceOffset ? *DeviceOffset : 0 },
		RequestOptions, &call, 0, false };
	NTSTATUS status =
		fx_send_part_of_descriptor(&what.wanted.parts[FX_SEND_OUTPUT], OutputBuffer, &call);

	return NT_SUCCESS(status) ? fx_target_send_and_wait(&what, BytesRead) : status;
}

NTSTATUS WdfIoTargetSendWriteSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	PWDF_MEMORY_DESCRIPTOR InputBuffer, PLONGLONG DeviceOffset,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesWritten)
{
	struct fx_call call = FX_CALL("WdfIoTargetSendWriteSynchronously");
	struct fx_target_wait what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_WRITE, .offset = DeviceOffset ? *DeviceOffset : 0 },
		RequestOptions, &call, 0, false };
	NTSTATUS status =
		fx_send_part_of_descriptor(&what.wanted.parts[FX_SEND_INPUT], InputBuffer, &call);

	return NT_SUCCESS(status) ? fx_target_send_and_wait(&what, BytesWritten) : status;
}

static NTSTATUS send_control(
	struct fx_target_wait *what, const WDF_MEMORY_DESCRIPTOR *const *buffers, PULONG_PTR bytes)
{
	NTSTATUS status = STATUS_SUCCESS;

	for (size_t i = 0; i < FX_SEND_PARTS && NT_SUCCESS(status); i++)
		status = fx_send_part_of_descriptor(&what->wanted.parts[i], buffers[i], what->call);
	return NT_SUCCESS(status) ? fx_target_send_and_wait(what, bytes) : status;
}

NTSTATUS WdfIoTargetSendIoctlSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned)
{
	struct fx_call call = FX_CALL("WdfIoTargetSendIoctlSynchronously");
	struct fx_target_wait what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_DEVICE_CONTROL, .code = IoctlCode }, RequestOptions, &call, 0,
		false };
	const WDF_MEMORY_DESCRIPTOR *buffers[] = { InputBuffer, OutputBuffer, NULL };

	return send_control(&what, buffers, BytesReturned);
}

NTSTATUS WdfIoTargetSendInternalIoctlSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned)
{
	struct fx_call call = FX_CALL("WdfIoTargetSendInternalIoctlSynchronously");
	struct fx_target_wait what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_INTERNAL_DEVICE_CONTROL, .code = IoctlCode }, RequestOptions,
		&call, 0, false };
	const WDF_MEMORY_DESCRIPTOR *buffers[] = { InputBuffer, OutputBuffer, NULL };

	return send_control(&what, buffers, BytesReturned);
}

NTSTATUS WdfIoTargetSendInternalIoctlOthersSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR OtherArg1, PWDF_MEMORY_DESCRIPTOR OtherArg2,
	PWDF_MEMORY_DESCRIPTOR OtherArg4, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PULONG_PTR BytesReturned)
{
	struct fx_call call = FX_CALL("WdfIoTargetSendInternalIoctlOthersSynchronously");
	struct fx_target_wait what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_INTERNAL_DEVICE_CONTROL, .code = IoctlCode, .has_others = true },
		RequestOptions, &call, 0, false };
	const WDF_MEMORY_DESCRIPTOR *buffers[] = { OtherArg1, OtherArg2, OtherArg4 };

	return send_control(&what, buffers, BytesReturned);
}
