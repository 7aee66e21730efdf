/* What a queue does when its device leaves its working state, enters it, or goes. */
#include <errno.h>
#include <time.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/hold.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"

static struct fx_request *request_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_request, link);
}

/* One that the driver has and was not told of yet; NULL when there is none. */
static struct fx_request *find_untold(struct fx_queue *queue)
{
	for (LIST_ENTRY *link = queue->drivers.Flink; link != &queue->drivers; link = link->Flink) {
		if (!request_of(link)->is_power_told)
			return request_of(link);
	}
	return NULL;
}

static void forget_told(struct fx_queue *queue)
{
	for (LIST_ENTRY *link = queue->drivers.Flink; link != &queue->drivers; link = link->Flink) {
		request_of(link)->is_power_told = false;
		request_of(link)->is_stopping = false;
		request_of(link)->is_stopped = false;
		request_of(link)->is_requeued = false;
	}
}

/* The request stays while the driver is told, whatever it does. The lock is given back meanwhile. */
static void tell_stop(struct fx_queue *queue, struct fx_request *request, ULONG flags)
{
	PFN_WDF_IO_QUEUE_IO_STOP routine = queue->config.EvtIoStop;
	struct fx_io_callback callback;

	request->is_stopping = true;
	if (request->cancel && !request->is_cancel_told)
		flags |= WdfRequestStopRequestCancelable;
	fx_object_reference(&request->object);
	pthread_mutex_unlock(&queue->io->lock);
	fx_io_callback_begin(&callback, queue->object.globals, queue->constraints.automatic,
		"EvtIoStop", FX_SITE_IN(routine));
	routine(fx_queue_handle(queue), fx_request_handle(request), flags);
	fx_io_callback_end(&callback);
	fx_object_dereference(&request->object, NULL);
	pthread_mutex_lock(&queue->io->lock);
}

static void tell_all(struct fx_queue *queue, ULONG flags)
{
	struct fx_request *request;

	forget_told(queue);
	while ((request = find_untold(queue)) != NULL) {
		request->is_power_told = true;
		if (queue->config.EvtIoStop && !request->is_canceled)
			tell_stop(queue, request, flags);
	}
}

/* Those that the driver gives back go to the head of the queue. True when there was one. */
static bool take_back_one(struct fx_queue *queue)
{
	for (LIST_ENTRY *link = queue->drivers.Flink; link != &queue->drivers; link = link->Flink) {
		struct fx_request *request = request_of(link);

		if (!request->is_requeued)
			continue;
		request->is_requeued = false;
		request->is_stopped = false;
		pthread_mutex_unlock(&queue->io->lock);
		fx_queue_requeue(request);
		pthread_mutex_lock(&queue->io->lock);
		return true;
	}
	return false;
}

/* The driver has nothing that it has not said that it keeps, and nobody is calling it. */
static bool has_stopped(struct fx_queue *queue)
{
	ULONG kept = 0;

	while (take_back_one(queue))
		;
	for (LIST_ENTRY *link = queue->drivers.Flink; link != &queue->drivers; link = link->Flink)
		kept += request_of(link)->is_stopped;
	return queue->drivers_count == kept && queue->dispatching == 0;
}

static void wait_until_stopped(struct fx_queue *queue)
{
	struct fx_call call = { "EvtIoStop", queue->site };
	struct timespec end;
	int error = 0;

	fx_io_deadline(&end);
	while (error != ETIMEDOUT && !has_stopped(queue))
		error = pthread_cond_timedwait(&queue->io->changed, &queue->io->lock, &end);
	if (error == ETIMEDOUT)
		fx_queue_report_drivers(queue, &call);
}

/* Until no thread is calling the driver; those that come find the queue off. */
static void wait_for_dispatchers(struct fx_queue *queue)
{
	struct timespec end;
	int error = 0;

	fx_io_deadline(&end);
	while (error != ETIMEDOUT && (queue->dispatching > 0 || queue->is_deferred))
		error = pthread_cond_timedwait(&queue->io->changed, &queue->io->lock, &end);
}

static void power_off(struct fx_queue *queue, ULONG flags)
{
	pthread_mutex_lock(&queue->io->lock);
	if (!queue->is_gone) {
		queue->power = FX_QUEUE_STOPPING;
		wait_for_dispatchers(queue);
		tell_all(queue, flags);
		wait_until_stopped(queue);
		queue->power = FX_QUEUE_OFF;
	}
	pthread_mutex_unlock(&queue->io->lock);
}

void fx_queue_hold(struct fx_queue *queue)
{
	if (queue->power == FX_QUEUE_ON)
		power_off(queue, WdfRequestStopActionSuspend);
}

static void tell_resume(struct fx_queue *queue, struct fx_request *request)
{
	PFN_WDF_IO_QUEUE_IO_RESUME routine = queue->config.EvtIoResume;
	struct fx_io_callback callback;

	fx_object_reference(&request->object);
	pthread_mutex_unlock(&queue->io->lock);
	fx_io_callback_begin(&callback, queue->object.globals, queue->constraints.automatic,
		"EvtIoResume", FX_SITE_IN(routine));
	routine(fx_queue_handle(queue), fx_request_handle(request));
	fx_io_callback_end(&callback);
	fx_object_dereference(&request->object, NULL);
	pthread_mutex_lock(&queue->io->lock);
}

void fx_queue_resume(struct fx_queue *queue)
{
	struct fx_request *request;

	pthread_mutex_lock(&queue->io->lock);
	if (queue->power == FX_QUEUE_OFF && !queue->is_gone) {
		forget_told(queue);
		while ((request = find_untold(queue)) != NULL) {
			request->is_power_told = true;
			if (queue->config.EvtIoResume && !request->is_canceled)
				tell_resume(queue, request);
		}
		forget_told(queue);
		queue->power = FX_QUEUE_ON;
		if (queue->waiting_count > 0)
			queue->is_ready = true;
		fx_queue_dispatch(queue);
	}
	pthread_mutex_unlock(&queue->io->lock);
}

void fx_queue_remove_power(struct fx_queue *queue)
{
	pthread_mutex_lock(&queue->io->lock);
	queue->is_shut_down = true;
	pthread_mutex_unlock(&queue->io->lock);
	fx_queue_purge(queue, true, NULL);
	power_off(queue, WdfRequestStopActionPurge);
}

void fx_queue_reset(struct fx_queue *queue)
{
	pthread_mutex_lock(&queue->io->lock);
	if (!queue->is_power_managed)
		queue->power = FX_QUEUE_ON;
	queue->is_shut_down = false;
	queue->accepts = true;
	pthread_mutex_unlock(&queue->io->lock);
}
