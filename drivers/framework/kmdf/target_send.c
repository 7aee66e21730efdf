#include "drivers/framework/kmdf/target_send.h"

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/outgoing.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"

static void nobody_is_told(struct fx_send *send)
{
	UNREFERENCED_PARAMETER(send);
}

static NTSTATUS send_own(const struct fx_target_wait *what, const struct fx_send_options *how,
	ULONG_PTR *information)
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

static NTSTATUS send_request(const struct fx_target_wait *what, const struct fx_send_options *how,
	ULONG_PTR *information)
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
NTSTATUS fx_target_send_quietly(const struct fx_target_wait *what, PULONG_PTR bytes)
{
	const WDF_REQUEST_SEND_OPTIONS *options = what->options;
	ULONG flags = options ? options->Flags : 0;
	struct fx_send_options how = { .site = what->call->site,
		.timeout =
			flags & WDF_REQUEST_SEND_OPTION_TIMEOUT ? options->Timeout : what->timeout,
		.ignores_state = what->ignores_state ||
				 (flags & WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE) != 0 };
	ULONG_PTR information = 0;
	NTSTATUS status = what->request ? send_request(what, &how, &information)
					: send_own(what, &how, &information);

	if (bytes)
		*bytes = information;
	return status;
}

NTSTATUS fx_target_send_and_wait(const struct fx_target_wait *what, PULONG_PTR bytes)
{
	const WDF_REQUEST_SEND_OPTIONS *options = what->options;

	ke_irql_check(what->call->function, PASSIVE_LEVEL, what->call->site);
	if (options && (options->Size != sizeof(*options) ||
			       options->Flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET))
		return STATUS_INVALID_PARAMETER;
	if (io_fault(fx_globals_io_driver(what->target->object.globals), what->call->function,
		    what->call->site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_target_send_quietly(what, bytes);
}
