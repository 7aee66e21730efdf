/* The boundary of queues: taking requests out of them. */
#include <wdf.h>

#include "drivers/framework/kmdf/file_object.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

/* Parallel queues give their requests by themselves only; nobody gets one of a stopped queue. */
static NTSTATUS check(const struct fx_queue *queue)
{
	if (queue->config.DispatchType == WdfIoQueueDispatchParallel)
		return STATUS_INVALID_DEVICE_STATE;
	if (queue->power == FX_QUEUE_OFF || !queue->dispatches)
		return STATUS_WDF_PAUSED;
	return STATUS_SUCCESS;
}

static NTSTATUS take(struct fx_request **out, struct fx_queue *queue, const FILE_OBJECT *file)
{
	struct fx_request *request;
	NTSTATUS status = check(queue);

	if (!NT_SUCCESS(status))
		return status;
	do {
		request = fx_queue_take_next(queue, file);
		if (!request)
			return STATUS_NO_MORE_ENTRIES;
	} while (fx_queue_complete_unseen(queue, request));
	fx_queue_present(request);
	*out = request;
	return STATUS_SUCCESS;
}

static NTSTATUS retrieve(struct fx_queue *queue, const FILE_OBJECT *file, WDFREQUEST *out,
	const struct fx_call *call)
{
	struct fx_request *request;
	NTSTATUS status;

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	*out = NULL;
	pthread_mutex_lock(&queue->io->lock);
	status = take(&request, queue, file);
	if (NT_SUCCESS(status)) {
		request->site = call->site;
		*out = fx_request_handle(request);
	}
	pthread_mutex_unlock(&queue->io->lock);
	return status;
}

NTSTATUS WdfIoQueueRetrieveNextRequest(WDFQUEUE Queue, WDFREQUEST *OutRequest)
{
	struct fx_call call = FX_CALL("WdfIoQueueRetrieveNextRequest");

	return retrieve(fx_queue_get(Queue, &call), NULL, OutRequest, &call);
}

NTSTATUS WdfIoQueueRetrieveRequestByFileObject(
	WDFQUEUE Queue, WDFFILEOBJECT FileObject, WDFREQUEST *OutRequest)
{
	struct fx_call call = FX_CALL("WdfIoQueueRetrieveRequestByFileObject");

	return retrieve(fx_queue_get(Queue, &call), fx_file_object_get(FileObject, &call)->wdm,
		OutRequest, &call);
}

/* The first behind `behind`, or at all; NULL when `behind` waits no more or is the last. */
static struct fx_request *find(
	struct fx_queue *queue, const struct fx_request *behind, const FILE_OBJECT *file)
{
	bool has_begun = !behind;

	for (LIST_ENTRY *link = queue->waiting.Flink; link != &queue->waiting; link = link->Flink) {
		struct fx_request *request = CONTAINING_RECORD(link, struct fx_request, link);
		PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(request->irp);

		if (has_begun && (!file || stack->FileObject == file))
			return request;
		has_begun |= request == behind;
	}
	return NULL;
}

NTSTATUS WdfIoQueueFindRequest(WDFQUEUE Queue, WDFREQUEST FoundRequest, WDFFILEOBJECT FileObject,
	PWDF_REQUEST_PARAMETERS Parameters, WDFREQUEST *OutRequest)
{
	struct fx_call call = FX_CALL("WdfIoQueueFindRequest");
	struct fx_queue *queue = fx_queue_get(Queue, &call);
	struct fx_request *behind = FoundRequest ? fx_request_get(FoundRequest, &call) : NULL;
	PFILE_OBJECT file = FileObject ? fx_file_object_get(FileObject, &call)->wdm : NULL;
	struct fx_request *request;
	NTSTATUS status = STATUS_NO_MORE_ENTRIES;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	*OutRequest = NULL;
	if (Parameters && Parameters->Size != sizeof(WDF_REQUEST_PARAMETERS))
		return STATUS_INFO_LENGTH_MISMATCH;
	pthread_mutex_lock(&queue->io->lock);
	request = find(queue, behind, file);
	if (behind && (behind->queue != queue || behind->state != FX_REQUEST_WAITING)) {
		request = NULL;
		status = STATUS_NOT_FOUND;
	}
	if (request) {
		request->is_found = true;
		fx_object_reference(&request->object);
		*OutRequest = fx_request_handle(request);
		status = STATUS_SUCCESS;
	}
	pthread_mutex_unlock(&queue->io->lock);
	if (request && Parameters)
		WdfRequestGetParameters(*OutRequest, Parameters);
	return status;
}

NTSTATUS WdfIoQueueRetrieveFoundRequest(
	WDFQUEUE Queue, WDFREQUEST FoundRequest, WDFREQUEST *OutRequest)
{
	struct fx_call call = FX_CALL("WdfIoQueueRetrieveFoundRequest");
	struct fx_queue *queue = fx_queue_get(Queue, &call);
	struct fx_object *object = fx_handle_get(FoundRequest, &fx_request_class, &call);
	struct fx_request *request = fx_request_of(object);
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	*OutRequest = NULL;
	if (queue->config.DispatchType != WdfIoQueueDispatchManual)
		return STATUS_INVALID_DEVICE_REQUEST;
	pthread_mutex_lock(&queue->io->lock);
	status = check(queue);
	if (NT_SUCCESS(status) && (request->state != FX_REQUEST_WAITING ||
					  request->queue != queue || !fx_request_disarm(request)))
		status = STATUS_NOT_FOUND;
	if (NT_SUCCESS(status)) {
		fx_queue_take(request);
		if (fx_queue_complete_unseen(queue, request))
			status = STATUS_NOT_FOUND;
	}
	if (NT_SUCCESS(status)) {
		fx_queue_present(request);
		request->site = call.site;
		*OutRequest = FoundRequest;
	}
	pthread_mutex_unlock(&queue->io->lock);
	return status;
}

NTSTATUS WdfIoQueueReadyNotify(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE QueueReady, WDFCONTEXT Context)
{
	struct fx_call call = FX_CALL("WdfIoQueueReadyNotify");
	struct fx_queue *queue = fx_queue_get(Queue, &call);
	NTSTATUS status = STATUS_SUCCESS;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (queue->config.DispatchType != WdfIoQueueDispatchManual)
		return STATUS_INVALID_DEVICE_REQUEST;
	pthread_mutex_lock(&queue->io->lock);
	/* It is there once; and it is taken away of a queue that is stopped. */
	if ((queue->ready.routine != NULL) == (QueueReady != NULL) ||
		(!QueueReady && queue->dispatches)) {
		status = STATUS_INVALID_DEVICE_REQUEST;
	} else {
		queue->ready = (struct fx_queue_event){ QueueReady, Context };
		fx_queue_dispatch(queue);
	}
	pthread_mutex_unlock(&queue->io->lock);
	return status;
}
