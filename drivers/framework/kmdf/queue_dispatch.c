/* The dispatch loop: one thing after the other that the queue has to tell its driver. */
#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/work_queue.h"

struct fx_queue_callback fx_queue_callback(const struct fx_queue *queue, UCHAR major)
{
	const WDF_IO_QUEUE_CONFIG *config = &queue->config;
	struct fx_queue_callback all[] = {
		{ "EvtIoRead", FX_SITE_IN(config->EvtIoRead) },
		{ "EvtIoWrite", FX_SITE_IN(config->EvtIoWrite) },
		{ "EvtIoDeviceControl", FX_SITE_IN(config->EvtIoDeviceControl) },
		{ "EvtIoInternalDeviceControl", FX_SITE_IN(config->EvtIoInternalDeviceControl) },
	};

	if (major == IRP_MJ_READ && config->EvtIoRead)
		return all[0];
	if (major == IRP_MJ_WRITE && config->EvtIoWrite)
		return all[1];
	if (major == IRP_MJ_DEVICE_CONTROL && config->EvtIoDeviceControl)
		return all[2];
	if (major == IRP_MJ_INTERNAL_DEVICE_CONTROL && config->EvtIoInternalDeviceControl)
		return all[3];
	if (config->EvtIoDefault)
		return (struct fx_queue_callback){ "EvtIoDefault",
			FX_SITE_IN(config->EvtIoDefault) };
	return (struct fx_queue_callback){ NULL, NULL };
}

const void *fx_queue_site(const struct fx_queue *queue, UCHAR major)
{
	const void *site = fx_queue_callback(queue, major).site;

	return site ? site : queue->site;
}

/* The lock is held, and given back while the driver is called. */
static void begin(
	struct fx_queue *queue, struct fx_io_callback *callback, const char *name, const void *site)
{
	pthread_mutex_unlock(&queue->io->lock);
	fx_io_callback_begin(
		callback, queue->object.globals, queue->constraints.automatic, name, site);
}

static void end(struct fx_queue *queue, struct fx_io_callback *callback)
{
	fx_io_callback_end(callback);
	pthread_mutex_lock(&queue->io->lock);
}

/* The driver is given a request; nothing of it is looked at afterwards. */
static void call_driver(struct fx_queue *queue, struct fx_request *request)
{
	const WDF_IO_QUEUE_CONFIG *config = &queue->config;
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(request->irp);
	struct fx_queue_callback which = fx_queue_callback(queue, stack->MajorFunction);
	WDFREQUEST handle = fx_request_handle(request);
	WDFQUEUE self = fx_queue_handle(queue);
	ULONG length = stack->Parameters.Read.Length;
	ULONG output = stack->Parameters.DeviceIoControl.OutputBufferLength;
	ULONG input = stack->Parameters.DeviceIoControl.InputBufferLength;
	ULONG code = stack->Parameters.DeviceIoControl.IoControlCode;
	struct fx_io_callback callback;

	request->site = which.site;
	begin(queue, &callback, which.name, which.site);
	if (which.site == FX_SITE_IN(config->EvtIoDefault))
		config->EvtIoDefault(self, handle);
	else if (stack->MajorFunction == IRP_MJ_READ)
		config->EvtIoRead(self, handle, length);
	else if (stack->MajorFunction == IRP_MJ_WRITE)
		config->EvtIoWrite(self, handle, length);
	else if (stack->MajorFunction == IRP_MJ_DEVICE_CONTROL)
		config->EvtIoDeviceControl(self, handle, output, input, code);
	else
		config->EvtIoInternalDeviceControl(self, handle, output, input, code);
	end(queue, &callback);
}

/* Nothing is to be transferred, and the driver has not asked for such requests. */
static bool is_empty_transfer(const struct fx_queue *queue, const struct fx_request *request)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(request->irp);

	return !queue->config.AllowZeroLengthRequests &&
	       (stack->MajorFunction == IRP_MJ_READ || stack->MajorFunction == IRP_MJ_WRITE) &&
	       stack->Parameters.Read.Length == 0;
}

bool fx_queue_complete_unseen(struct fx_queue *queue, struct fx_request *request)
{
	UCHAR major = IoGetCurrentIrpStackLocation(request->irp)->MajorFunction;
	NTSTATUS status = STATUS_SUCCESS;

	if (queue->config.DispatchType != WdfIoQueueDispatchManual &&
		!fx_queue_callback(queue, major).site)
		status = STATUS_INVALID_DEVICE_REQUEST;
	else if (!is_empty_transfer(queue, request))
		return false;
	pthread_mutex_unlock(&queue->io->lock);
	fx_request_complete_quietly(request, status);
	pthread_mutex_lock(&queue->io->lock);
	return true;
}

static struct fx_request *take_cancelled(LIST_ENTRY *list)
{
	struct fx_request *request =
		CONTAINING_RECORD(RemoveHeadList(list), struct fx_request, cancel_link);

	InitializeListHead(&request->cancel_link);
	return request;
}

/* The driver learns what was cancelled. True when there was something. */
static bool tell_cancelled(struct fx_queue *queue)
{
	struct fx_io_callback callback;
	struct fx_request *request;

	if (!IsListEmpty(&queue->canceled)) {
		request = take_cancelled(&queue->canceled);
		pthread_mutex_unlock(&queue->io->lock);
		fx_request_call_cancel(request, queue->constraints.automatic);
		pthread_mutex_lock(&queue->io->lock);
		return true;
	}
	if (IsListEmpty(&queue->canceled_here))
		return false;
	request = take_cancelled(&queue->canceled_here);
	begin(queue, &callback, "EvtIoCanceledOnQueue",
		FX_SITE_IN(queue->config.EvtIoCanceledOnQueue));
	queue->config.EvtIoCanceledOnQueue(fx_queue_handle(queue), fx_request_handle(request));
	end(queue, &callback);
	return true;
}

static void tell(struct fx_queue *queue, struct fx_queue_event *event, const char *name)
{
	struct fx_queue_event told = *event;
	struct fx_io_callback callback;

	event->routine = NULL;
	begin(queue, &callback, name, FX_SITE_IN(told.routine));
	told.routine(fx_queue_handle(queue), told.context);
	end(queue, &callback);
}

static bool tell_states(struct fx_queue *queue)
{
	if (queue->dispatching > 1 || queue->drivers_count > 0)
		return false;
	if (queue->stopped.routine) {
		queue->cancels_drivers = false;
		tell(queue, &queue->stopped, "EvtIoQueueState");
		return true;
	}
	if (queue->purged.routine && queue->waiting_count == 0) {
		queue->cancels_drivers = false;
		tell(queue, &queue->purged, "EvtIoQueueState");
		return true;
	}
	return false;
}

/* What the dispatch type lets through now. */
static bool has_room(const struct fx_queue *queue)
{
	switch (queue->config.DispatchType) {
	case WdfIoQueueDispatchSequential:
		return queue->drivers_count == 0;
	case WdfIoQueueDispatchParallel:
		return queue->drivers_count <
		       queue->config.Settings.Parallel.NumberOfPresentedRequests;
	default:
		return false;
	}
}

/* One thing; false when there is nothing to do. */
static bool step(struct fx_queue *queue)
{
	struct fx_request *request;

	if (tell_cancelled(queue) || tell_states(queue))
		return true;
	if (queue->power != FX_QUEUE_ON || !queue->dispatches)
		return false;
	if (queue->config.DispatchType == WdfIoQueueDispatchManual && queue->ready.routine &&
		queue->is_ready && queue->waiting_count > 0) {
		struct fx_queue_event ready = queue->ready;

		queue->is_ready = false;
		tell(queue, &ready, "EvtIoQueueState");
		return true;
	}
	request = has_room(queue) ? fx_queue_take_next(queue, NULL) : NULL;
	if (!request)
		return false;
	if (fx_queue_complete_unseen(queue, request))
		return true;
	fx_queue_present(request);
	call_driver(queue, request);
	return true;
}

/* The queues that this thread dispatches, innermost first. */
struct nest {
	const struct fx_queue *queue;
	const struct nest *outer;
};

static __thread const struct nest *nests;

static void loop(struct fx_queue *queue)
{
	struct nest nest = { queue, nests };

	fx_io_enter_locked(queue->io);
	queue->dispatching++;
	nests = &nest;
	while (!queue->is_gone && step(queue))
		;
	nests = nest.outer;
	queue->dispatching--;
	fx_io_leave_locked(queue->io);
}

bool fx_queue_is_dispatched_here(const struct fx_queue *queue)
{
	const struct nest *nest = nests;

	while (nest && nest->queue != queue)
		nest = nest->outer;
	return nest != NULL;
}

static void run_deferred(void *argument)
{
	struct ex_work *work = argument;
	struct fx_queue *queue = work->object;

	pthread_mutex_lock(&queue->io->lock);
	queue->is_deferred = false;
	loop(queue);
	pthread_mutex_unlock(&queue->io->lock);
}

/* The queue is not disposed of before that has run. */
static void defer(struct fx_queue *queue)
{
	struct ex_work work = { .driver = fx_globals_io_driver(queue->object.globals),
		.run = run_deferred,
		.object = queue,
		.item = queue,
		.handle = fx_queue_handle(queue),
		.function = "WDFQUEUE",
		.site = queue->site,
		.keeps_driver = true };

	if (queue->is_deferred)
		return;
	queue->is_deferred = ex_work_queue(&work) == 0;
}

/* Not where its lock is held already, nor above the level that its callbacks run at. */
static bool may_dispatch(const struct fx_queue *queue)
{
	const struct fx_constraints *constraints = &queue->constraints;

	if (constraints->level == WdfExecutionLevelPassive && ke_irql() > PASSIVE_LEVEL)
		return false;
	return !fx_callback_lock_is_mine(constraints->presentation);
}

void fx_queue_dispatch(struct fx_queue *queue)
{
	if (queue->is_gone)
		return;
	if (may_dispatch(queue))
		loop(queue);
	else
		defer(queue);
}

void fx_queue_dispatch_if_idle(struct fx_queue *queue)
{
	if (queue->dispatching == 0)
		fx_queue_dispatch(queue);
}
