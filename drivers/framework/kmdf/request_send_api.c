/* The boundary of requests that a driver makes, formats and sends. */
#include <wdf.h>

#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/file_object.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/outgoing.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

/* Nobody is impersonated in the kernel. */
#define SEND_FLAGS                                                                                 \
	(WDF_REQUEST_SEND_OPTION_TIMEOUT | WDF_REQUEST_SEND_OPTION_SYNCHRONOUS |                   \
		WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE |                                      \
		WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET)

static NTSTATUS create(WDFREQUEST *out, const WDF_OBJECT_ATTRIBUTES *attributes,
	const struct fx_outgoing_wish *wish, const struct fx_call *call)
{
	struct fx_driver *driver = fx_handle_calling_driver(call);
	NTSTATUS status = fx_validate_attributes(attributes, 0);

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	*out = NULL;
	if (!NT_SUCCESS(status))
		return status;
	return fx_outgoing_create_request(out, driver, attributes, wish, call);
}

NTSTATUS WdfRequestCreate(
	PWDF_OBJECT_ATTRIBUTES RequestAttributes, WDFIOTARGET IoTarget, WDFREQUEST *Request)
{
	struct fx_call call = FX_CALL("WdfRequestCreate");
	struct fx_outgoing_wish wish = { .target =
						 IoTarget ? fx_target_get(IoTarget, &call) : NULL };

	return create(Request, RequestAttributes, &wish, &call);
}

NTSTATUS WdfRequestCreateFromIrp(PWDF_OBJECT_ATTRIBUTES RequestAttributes, PIRP Irp,
	BOOLEAN RequestFreesIrp, WDFREQUEST *Request)
{
	struct fx_call call = FX_CALL("WdfRequestCreateFromIrp");
	struct fx_outgoing_wish wish = { .irp = Irp, .owns_irp = RequestFreesIrp != FALSE };

	return create(Request, RequestAttributes, &wish, &call);
}

NTSTATUS WdfRequestReuse(WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS ReuseParams)
{
	struct fx_call call = FX_CALL("WdfRequestReuse");
	struct fx_request *request = fx_request_get_owned(Request, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (ReuseParams->Size != sizeof(*ReuseParams) ||
		ReuseParams->Flags & ~(ULONG)WDF_REQUEST_REUSE_SET_NEW_IRP)
		return STATUS_INVALID_PARAMETER;
	return fx_outgoing_reuse(request, ReuseParams);
}

NTSTATUS WdfRequestChangeTarget(WDFREQUEST Request, WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfRequestChangeTarget");
	struct fx_request *request = fx_request_get_owned(Request, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	return fx_outgoing_make_room(request, fx_target_get(IoTarget, &call));
}

VOID WdfRequestFormatRequestUsingCurrentType(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestFormatRequestUsingCurrentType");
	struct fx_request *request = fx_request_get_owned(Request, &call);
	struct fx_outgoing *outgoing = fx_outgoing_of(request);
	PIRP irp = request->irp;

	if (irp->CurrentLocation <= 1) {
		struct io_breach breach = { fx_globals_io_driver(request->object.globals),
			"no-more-irp-stack-locations", call.function, Request, call.site };

		io_stop(&breach, "the IRP at %p has %d stack locations, and all are in use",
			(void *)irp, irp->StackCount);
	}
	IoCopyCurrentIrpStackLocationToNext(irp);
	if (outgoing)
		outgoing->is_formatted = true;
}

/* The driver has formatted the IRP itself. */
VOID WdfRequestWdmFormatUsingStackLocation(WDFREQUEST Request, PIO_STACK_LOCATION Stack)
{
	struct fx_call call = FX_CALL("WdfRequestWdmFormatUsingStackLocation");
	struct fx_request *request = fx_request_get_owned(Request, &call);
	struct fx_outgoing *outgoing = fx_outgoing_of(request);
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(request->irp);

	*next = *Stack;
	next->CompletionRoutine = NULL;
	next->Context = NULL;
	next->Control = 0;
	if (outgoing)
		outgoing->is_formatted = true;
}

VOID WdfRequestSetCompletionRoutine(WDFREQUEST Request,
	PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine, WDFCONTEXT CompletionContext)
{
	struct fx_call call = FX_CALL("WdfRequestSetCompletionRoutine");
	struct fx_outgoing *outgoing = fx_outgoing_of(fx_request_get_owned(Request, &call));

	if (!outgoing)
		return;
	outgoing->routine = CompletionRoutine;
	outgoing->context = CompletionContext;
}

VOID WdfRequestGetCompletionParams(WDFREQUEST Request, PWDF_REQUEST_COMPLETION_PARAMS Params)
{
	struct fx_call call = FX_CALL("WdfRequestGetCompletionParams");
	struct fx_request *request = fx_request_get(Request, &call);
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"invalid-structure", call.function, Request, call.site };

	if (Params->Size != sizeof(*Params))
		io_violation(&breach,
			"WDF_REQUEST_COMPLETION_PARAMS is not initialised: its size is %u",
			Params->Size);
	else if (request->outgoing)
		*Params = request->outgoing->params;
}

NTSTATUS WdfRequestGetStatus(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestGetStatus");

	return fx_request_get(Request, &call)->irp->IoStatus.Status;
}

/* It is part of the request. */
NTSTATUS WdfRequestAllocateTimer(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestAllocateTimer");

	return fx_outgoing_of(fx_request_get(Request, &call)) ? STATUS_SUCCESS
							      : STATUS_INSUFFICIENT_RESOURCES;
}

BOOLEAN WdfRequestCancelSentRequest(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestCancelSentRequest");
	struct fx_request *request = fx_request_get(Request, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	return request->outgoing && fx_send_cancel(&request->outgoing->send);
}

static NTSTATUS check_options(const WDF_REQUEST_SEND_OPTIONS *options)
{
	if (!options)
		return STATUS_SUCCESS;
	if (options->Size != sizeof(*options) || options->Flags & ~(ULONG)SEND_FLAGS)
		return STATUS_INVALID_PARAMETER;
	if ((options->Flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET) &&
		options->Flags != WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET)
		return STATUS_INVALID_PARAMETER;
	return STATUS_SUCCESS;
}

/* What a driver cannot mean, and gets to know by the status. */
static NTSTATUS refuse(struct fx_request *request, const char *text, const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(request->object.globals),
		"request-sent-unprepared", call->function, fx_request_handle(request), call->site };

	io_violation(&breach, "the request %s, and is not sent", text);
	return STATUS_INVALID_DEVICE_REQUEST;
}

/* WDF breaks into the debugger, and goes on. */
static void report_forgotten(const struct fx_request *request, const char *rule, const char *text,
	const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(request->object.globals), rule,
		call->function, fx_request_handle(request), call->site };

	io_violation(&breach, "the request with the handle %p %s",
		(void *)fx_request_handle(request), text);
}

static void check_forgotten(const struct fx_request *request, const struct fx_call *call)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(request->irp);

	if (request->outgoing && request->outgoing->routine)
		report_forgotten(request, "request-sent-unprepared",
			"is sent and forgotten: its completion routine is not called", call);
	if (stack->MajorFunction == IRP_MJ_CREATE &&
		fx_file_object_find(request->io, stack->FileObject))
		report_forgotten(request, "create-sent-and-forgotten",
			"opens a file that there is a WDFFILEOBJECT for, which stays when a "
			"device below refuses it",
			call);
}

static NTSTATUS forget(
	struct fx_request *request, struct fx_target *target, const struct fx_call *call)
{
	if (fx_outgoing_is_created(request))
		return STATUS_INVALID_DEVICE_STATE;
	if (request->outgoing && request->outgoing->send.format.is_set)
		return refuse(request, "is formatted, and is to be forgotten", call);
	if (!target->wdm)
		return STATUS_INVALID_DEVICE_STATE;
	check_forgotten(request, call);
	fx_request_forget(request, target->wdm, call);
	return STATUS_PENDING;
}

static NTSTATUS send(struct fx_request *request, struct fx_target *target,
	const WDF_REQUEST_SEND_OPTIONS *options, const struct fx_call *call)
{
	struct fx_outgoing *outgoing = fx_outgoing_of(request);
	ULONG flags = options ? options->Flags : 0;
	struct fx_send_options how = { .site = call->site,
		.timeout = flags & WDF_REQUEST_SEND_OPTION_TIMEOUT ? options->Timeout : 0,
		.ignores_state = (flags & WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE) != 0 };
	IO_STATUS_BLOCK result;

	if (!outgoing)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (!outgoing->is_formatted)
		return refuse(request, "is not formatted", call);
	if (flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS) {
		ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
		return fx_outgoing_send_and_wait(&result, request, target, &how) ? STATUS_PENDING
										 : result.Status;
	}
	if (!outgoing->routine && !outgoing->is_created)
		return refuse(request, "has no completion routine", call);
	return fx_outgoing_send(request, target, &how);
}

BOOLEAN WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target, PWDF_REQUEST_SEND_OPTIONS Options)
{
	struct fx_call call = FX_CALL("WdfRequestSend");
	struct fx_request *request = fx_request_get_owned(Request, &call);
	struct fx_target *target = fx_target_get(Target, &call);
	NTSTATUS status = check_options(Options);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (NT_SUCCESS(status)) {
		if (Options && Options->Flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET)
			status = forget(request, target, &call);
		else
			status = send(request, target, Options, &call);
	}
	if (status == STATUS_PENDING)
		return TRUE;
	request->irp->IoStatus.Status = status;
	return FALSE;
}
