/* Cancelling requests: of the three who want to end one, exactly one does. */
#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/kmdf/request.h"

/* Where the IRP leads back to its request; the driver uses it only while it has the request. */
enum {
	CONTEXT_OF_REQUEST = 3,
};

bool fx_request_is_canceled(const struct fx_request *request)
{
	return __atomic_load_n(&request->is_canceled, __ATOMIC_RELAXED) ||
	       __atomic_load_n(&request->irp->Cancel, __ATOMIC_SEQ_CST);
}

static void set_canceled(struct fx_request *request)
{
	__atomic_store_n(&request->is_canceled, true, __ATOMIC_RELAXED);
}

/* Under the lock: the driver will be told, by who dispatches its queue. */
static void tell_driver(struct fx_request *request)
{
	set_canceled(request);
	InsertTailList(&request->queue->canceled, &request->cancel_link);
	fx_queue_dispatch_if_idle(request->queue);
}

/* It is cancelled where it waits; the lock is given back. */
static void end_waiting(struct fx_request *request)
{
	struct fx_io *io = request->io;
	struct fx_queue *queue = request->queue;
	bool is_ours;

	fx_queue_take(request);
	is_ours = fx_queue_cancel_waiting(request);
	if (is_ours) {
		pthread_mutex_unlock(&io->lock);
		fx_request_complete_quietly(request, STATUS_CANCELLED);
		pthread_mutex_lock(&io->lock);
	}
	fx_queue_dispatch_if_idle(queue);
	pthread_mutex_unlock(&io->lock);
}

/* The IRP's cancel routine. Until it has the lock, whoever wants the request leaves it alone. */
static void cancel_irp(PDEVICE_OBJECT device, PIRP irp)
{
	struct fx_request *request = irp->Tail.Overlay.DriverContext[CONTEXT_OF_REQUEST];
	struct fx_io *io = fx_io_reference(request->io);

	UNREFERENCED_PARAMETER(device);
	IoReleaseCancelSpinLock(irp->CancelIrql);
	fx_io_enter(io);
	pthread_mutex_lock(&io->lock);
	if (request->state == FX_REQUEST_WAITING) {
		end_waiting(request);
	} else if (request->queue) {
		tell_driver(request);
		pthread_mutex_unlock(&io->lock);
	} else {
		set_canceled(request);
		pthread_mutex_unlock(&io->lock);
		fx_request_call_cancel(request, NULL);
	}
	fx_io_leave(io);
	fx_io_dereference(io);
}

bool fx_request_arm(struct fx_request *request)
{
	PIRP irp = request->irp;

	irp->Tail.Overlay.DriverContext[CONTEXT_OF_REQUEST] = request;
	IoSetCancelRoutine(irp, cancel_irp);
	/* Too late for being called, unless the routine is on its way. */
	return !__atomic_load_n(&irp->Cancel, __ATOMIC_SEQ_CST) || !IoSetCancelRoutine(irp, NULL);
}

bool fx_request_disarm(struct fx_request *request)
{
	return IoSetCancelRoutine(request->irp, NULL) != NULL;
}

void fx_request_call_cancel(struct fx_request *request, struct fx_callback_lock *lock)
{
	struct fx_io *io = request->io;
	PFN_WDF_REQUEST_CANCEL routine;
	struct fx_io_callback callback;

	pthread_mutex_lock(&io->lock);
	routine = request->cancel;
	request->is_cancel_told = true;
	pthread_mutex_unlock(&io->lock);
	fx_io_callback_begin(
		&callback, request->object.globals, lock, "EvtRequestCancel", FX_SITE_IN(routine));
	routine(fx_request_handle(request));
	fx_io_callback_end(&callback);
}

NTSTATUS fx_request_mark_cancelable(
	struct fx_request *request, PFN_WDF_REQUEST_CANCEL cancel, bool is_told)
{
	struct fx_io *io = request->io;
	struct fx_queue *queue;
	NTSTATUS status = STATUS_SUCCESS;

	pthread_mutex_lock(&io->lock);
	queue = request->queue;
	request->cancel = cancel;
	request->is_cancel_told = false;
	if ((!queue || !queue->cancels_drivers) && fx_request_arm(request)) {
		pthread_mutex_unlock(&io->lock);
		return status;
	}
	if (is_told) {
		request->cancel = NULL;
		status = STATUS_CANCELLED;
	} else if (queue) {
		tell_driver(request);
	}
	pthread_mutex_unlock(&io->lock);
	if (!is_told && !queue)
		fx_request_call_cancel(request, NULL);
	return status;
}

bool fx_request_is_marked(struct fx_request *request)
{
	bool is_marked;

	pthread_mutex_lock(&request->io->lock);
	is_marked = request->cancel != NULL;
	pthread_mutex_unlock(&request->io->lock);
	return is_marked;
}

NTSTATUS fx_request_unmark_cancelable(struct fx_request *request)
{
	NTSTATUS status = STATUS_CANCELLED;

	pthread_mutex_lock(&request->io->lock);
	if (request->state == FX_REQUEST_DRIVERS && fx_request_disarm(request)) {
		request->cancel = NULL;
		status = STATUS_SUCCESS;
	}
	pthread_mutex_unlock(&request->io->lock);
	return status;
}

bool fx_request_cancel_marked(struct fx_request *request)
{
	if (!request->cancel || request->is_cancel_told || !fx_request_disarm(request))
		return false;
	tell_driver(request);
	return true;
}
