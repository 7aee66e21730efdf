/* The boundary of I/O targets: requests that the driver waits for, with one of its own or without. */
#include <wdf.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/outgoing.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"

#define CALL(function)                                                                             \
	{                                                                                          \
		(function), __builtin_return_address(0)                                            \
	}

struct synchronous {
	struct fx_target *target;
	WDFREQUEST request; /* NULL: an IRP is made for the call */
	struct fx_send_request wanted;
	const WDF_REQUEST_SEND_OPTIONS *options;
	const struct fx_call *call;
};

static void nobody_is_told(struct fx_send *send)
{
	UNREFERENCED_PARAMETER(send);
}

static NTSTATUS send_own(
	const struct synchronous *what, const struct fx_send_options *how, ULONG_PTR *information)
{
	struct fx_send send;
	NTSTATUS status;
	PIRP irp;

	if (!what->target->wdm)
		return STATUS_INVALID_DEVICE_STATE;
	irp = io_irp_create(what->target->wdm->StackSize, NULL);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	fx_send_init(&send, irp, nobody_is_told);
	status = fx_send_format_set(&send.format, irp, what->target->wdm->Flags, &what->wanted);
	if (NT_SUCCESS(status)) {
		IoGetNextIrpStackLocation(irp)->FileObject = what->target->file;
		status = fx_send_and_wait(&send, what->target, how);
		*information = irp->IoStatus.Information;
	}
	fx_send_finish(&send);
	io_irp_destroy(irp);
	return status;
}

static NTSTATUS send_request(
	const struct synchronous *what, const struct fx_send_options *how, ULONG_PTR *information)
{
	struct fx_request *request = fx_request_get_owned(what->request, what->call);
	NTSTATUS status = fx_outgoing_format(request, what->target, &what->wanted);
	IO_STATUS_BLOCK result;

	if (!NT_SUCCESS(status))
		return status;
	if (fx_outgoing_send_and_wait(&result, request, what->target, how))
		*information = result.Information;
	return result.Status;
}

/* The driver waits whatever the options say. */
static NTSTATUS send(const struct synchronous *what, PULONG_PTR bytes)
{
	const WDF_REQUEST_SEND_OPTIONS *options = what->options;
	ULONG flags = options ? options->Flags : 0;
	struct fx_send_options how = { .site = what->call->site,
		.timeout = flags & WDF_REQUEST_SEND_OPTION_TIMEOUT ? options->Timeout : 0,
		.ignores_state = (flags & WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE) != 0 };
	ULONG_PTR information = 0;
	NTSTATUS status;

	ke_irql_check(what->call->function, PASSIVE_LEVEL, what->call->site);
	if (options && (options->Size != sizeof(*options) ||
			       flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET))
		return STATUS_INVALID_PARAMETER;
	if (io_fault(fx_globals_io_driver(what->target->object.globals), what->call->function,
		    what->call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	status = what->request ? send_request(what, &how, &information)
			       : send_own(what, &how, &information);
	if (bytes)
		*bytes = information;
	return status;
}

NTSTATUS WdfIoTargetSendReadSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	PWDF_MEMORY_DESCRIPTOR OutputBuffer, PLONGLONG DeviceOffset,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesRead)
{
	struct fx_call call = CALL("WdfIoTargetSendReadSynchronously");
	struct synchronous what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_READ, .offset = DeviceOffset ? *DeviceOffset : 0 },
		RequestOptions, &call };
	NTSTATUS status =
		fx_send_part_of_descriptor(&what.wanted.parts[FX_SEND_OUTPUT], OutputBuffer, &call);

	return NT_SUCCESS(status) ? send(&what, BytesRead) : status;
}

NTSTATUS WdfIoTargetSendWriteSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	PWDF_MEMORY_DESCRIPTOR InputBuffer, PLONGLONG DeviceOffset,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesWritten)
{
	struct fx_call call = CALL("WdfIoTargetSendWriteSynchronously");
	struct synchronous what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_WRITE, .offset = DeviceOffset ? *DeviceOffset : 0 },
		RequestOptions, &call };
	NTSTATUS status =
		fx_send_part_of_descriptor(&what.wanted.parts[FX_SEND_INPUT], InputBuffer, &call);

	return NT_SUCCESS(status) ? send(&what, BytesWritten) : status;
}

static NTSTATUS send_control(
	struct synchronous *what, const WDF_MEMORY_DESCRIPTOR *const *buffers, PULONG_PTR bytes)
{
	NTSTATUS status = STATUS_SUCCESS;

	for (size_t i = 0; i < FX_SEND_PARTS && NT_SUCCESS(status); i++)
		status = fx_send_part_of_descriptor(&what->wanted.parts[i], buffers[i], what->call);
	return NT_SUCCESS(status) ? send(what, bytes) : status;
}

NTSTATUS WdfIoTargetSendIoctlSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned)
{
	struct fx_call call = CALL("WdfIoTargetSendIoctlSynchronously");
	struct synchronous what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_DEVICE_CONTROL, .code = IoctlCode }, RequestOptions, &call };
	const WDF_MEMORY_DESCRIPTOR *buffers[] = { InputBuffer, OutputBuffer, NULL };

	return send_control(&what, buffers, BytesReturned);
}

NTSTATUS WdfIoTargetSendInternalIoctlSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR InputBuffer, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned)
{
	struct fx_call call = CALL("WdfIoTargetSendInternalIoctlSynchronously");
	struct synchronous what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_INTERNAL_DEVICE_CONTROL, .code = IoctlCode }, RequestOptions,
		&call };
	const WDF_MEMORY_DESCRIPTOR *buffers[] = { InputBuffer, OutputBuffer, NULL };

	return send_control(&what, buffers, BytesReturned);
}

NTSTATUS WdfIoTargetSendInternalIoctlOthersSynchronously(WDFIOTARGET IoTarget, WDFREQUEST Request,
	ULONG IoctlCode, PWDF_MEMORY_DESCRIPTOR OtherArg1, PWDF_MEMORY_DESCRIPTOR OtherArg2,
	PWDF_MEMORY_DESCRIPTOR OtherArg4, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PULONG_PTR BytesReturned)
{
	struct fx_call call = CALL("WdfIoTargetSendInternalIoctlOthersSynchronously");
	struct synchronous what = { fx_target_get(IoTarget, &call), Request,
		{ .major = IRP_MJ_INTERNAL_DEVICE_CONTROL, .code = IoctlCode, .has_others = true },
		RequestOptions, &call };
	const WDF_MEMORY_DESCRIPTOR *buffers[] = { OtherArg1, OtherArg2, OtherArg4 };

	return send_control(&what, buffers, BytesReturned);
}
