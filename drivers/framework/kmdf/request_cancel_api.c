/* The boundary of requests: cancelling them, and passing them on. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

static struct io_breach breach_of(
	const struct fx_request *request, const char *rule, const struct fx_call *call)
{
	return (struct io_breach){ fx_globals_io_driver(request->object.globals), rule,
		call->function, fx_request_handle(request), call->site };
}

VOID WdfRequestMarkCancelable(WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel)
{
	struct fx_call call = FX_CALL("WdfRequestMarkCancelable");

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	fx_request_mark_cancelable(
		fx_request_get_presented(Request, &call), EvtRequestCancel, false);
}

NTSTATUS WdfRequestMarkCancelableEx(WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel)
{
	struct fx_call call = FX_CALL("WdfRequestMarkCancelableEx");

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	return fx_request_mark_cancelable(
		fx_request_get_presented(Request, &call), EvtRequestCancel, true);
}

/*
 * A driver that refers to a request may ask for it when its cancel callback has completed it: so it
 * learns that.
 */
NTSTATUS WdfRequestUnmarkCancelable(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestUnmarkCancelable");
	struct fx_request *request = fx_request_get_completed_too(Request, &call);
	struct io_breach breach = breach_of(request, "request-not-cancelable", &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (fx_request_is_marked(request))
		return fx_request_unmark_cancelable(request);
	io_violation(&breach, "the request with the handle %p is not marked cancelable",
		(void *)Request);
	return STATUS_INVALID_DEVICE_REQUEST;
}

BOOLEAN WdfRequestIsCanceled(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestIsCanceled");

	return fx_request_is_canceled(fx_request_get(Request, &call));
}

/*
 * What a driver has made, with an IRP of its own or not, no queue takes: nobody would complete it
 * (fxrequestapi.cpp:3018-3050, VerifyRequestCanBeCompleted).
 */
static bool is_for_queues(const struct fx_request *request, const struct fx_call *call)
{
	struct io_breach breach = breach_of(request, "request-not-owned", call);

	if (request->io)
		return true;
	io_violation(&breach,
		"the request with the handle %p is the driver's own: it is not forwarded to a "
		"queue",
		(void *)fx_request_handle(request));
	return false;
}

NTSTATUS WdfRequestForwardToIoQueue(WDFREQUEST Request, WDFQUEUE DestinationQueue)
{
	struct fx_call call = FX_CALL("WdfRequestForwardToIoQueue");
	struct fx_queue *queue = fx_queue_get(DestinationQueue, &call);
	struct fx_request *request = fx_request_get_owned(Request, &call);
	struct io_breach breach = breach_of(request, "request-forwarded-wrongly", &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (!is_for_queues(request, &call))
		return STATUS_INVALID_DEVICE_REQUEST;
	if (request->queue == queue) {
		io_violation(&breach,
			"the request with the handle %p is forwarded to the queue that it "
			"comes from",
			(void *)Request);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	if (request->device != queue->device) {
		io_violation(&breach,
			"the request with the handle %p is forwarded to a queue of another device",
			(void *)Request);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	return fx_queue_forward(queue, request);
}

/* What is wrong with it; NULL: nothing. As fxioqueue.cpp:1520-1590 has it. */
static const char *check_forward_to_parent(
	const struct fx_request *request, const struct fx_queue *queue)
{
	const struct fx_pdo *pdo = request->device->pdo;

	if (!pdo)
		return "is of a device that is no child of a bus";
	if (pdo->parent != queue->device)
		return "is forwarded to a queue of another device than its parent";
	if (!pdo->is_forwarding)
		return "is of a device that was not allowed to forward requests to its parent";
	if (fx_request_is_reserved(request))
		return "is in the reserve of its queue";
	return NULL;
}

NTSTATUS WdfRequestForwardToParentDeviceIoQueue(
	WDFREQUEST Request, WDFQUEUE ParentDeviceQueue, PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions)
{
	struct fx_call call = FX_CALL("WdfRequestForwardToParentDeviceIoQueue");
	struct fx_queue *queue = fx_queue_get(ParentDeviceQueue, &call);
	struct fx_request *request = fx_request_get_owned(Request, &call);
	struct io_breach breach = breach_of(request, "request-forwarded-wrongly", &call);
	const char *wrong;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (ForwardOptions->Size != sizeof(*ForwardOptions))
		return STATUS_INFO_LENGTH_MISMATCH;
	if ((ForwardOptions->Flags & ~(ULONG)WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET) != 0)
		return STATUS_INVALID_PARAMETER;
	if (!is_for_queues(request, &call))
		return STATUS_INVALID_DEVICE_REQUEST;
	wrong = check_forward_to_parent(request, queue);
	if (wrong) {
		io_violation(&breach, "the request with the handle %p %s", (void *)Request, wrong);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	return fx_queue_forward(queue, request);
}

NTSTATUS WdfRequestRequeue(WDFREQUEST Request)
{
	struct fx_call call = FX_CALL("WdfRequestRequeue");
	struct fx_request *request = fx_request_get_presented(Request, &call);
	struct io_breach breach = breach_of(request, "request-forwarded-wrongly", &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (!request->queue || request->queue->config.DispatchType != WdfIoQueueDispatchManual) {
		io_violation(&breach,
			"the request with the handle %p goes back to a queue that is not manual",
			(void *)Request);
		return STATUS_INVALID_DEVICE_REQUEST;
	}
	fx_queue_requeue(request);
	return STATUS_SUCCESS;
}

/* Also after the driver has completed the request: that has answered it then. */
VOID WdfRequestStopAcknowledge(WDFREQUEST Request, BOOLEAN Requeue)
{
	struct fx_call call = FX_CALL("WdfRequestStopAcknowledge");
	struct fx_request *request = Requeue ? fx_request_get_presented(Request, &call)
					     : fx_request_get_completed_too(Request, &call);
	struct io_breach breach = breach_of(request, "request-acknowledged-outside-stop", &call);
	bool is_stopping;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	pthread_mutex_lock(&request->io->lock);
	is_stopping = request->is_stopping;
	if (is_stopping) {
		request->is_stopping = false;
		request->is_stopped = true;
		request->is_requeued = Requeue != FALSE;
		pthread_cond_broadcast(&request->io->changed);
	}
	pthread_mutex_unlock(&request->io->lock);
	if (!is_stopping)
		io_violation(&breach, "EvtIoStop has not told of the request with the handle %p",
			(void *)Request);
}
