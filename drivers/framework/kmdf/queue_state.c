/* Starting, stopping, draining and purging queues, and waiting for what comes of it. */
#include <errno.h>
#include <time.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/queue_private.h"
#include "drivers/framework/kmdf/request.h"
#include "drivers/framework/kmdf/reserve.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"

void fx_queue_start(struct fx_queue *queue)
{
	pthread_mutex_lock(&queue->io->lock);
	if (!queue->is_shut_down)
		queue->accepts = true;
	queue->dispatches = true;
	queue->cancels_drivers = false;
	if (queue->waiting_count > 0)
		queue->is_ready = true;
	fx_queue_dispatch(queue);
	pthread_mutex_unlock(&queue->io->lock);
}

/* What has been waiting; not what comes meanwhile. The lock is given back now and then. */
static void cancel_waiting(struct fx_queue *queue, const FILE_OBJECT *file)
{
	struct fx_request *request;
	ULONG count = queue->waiting_count;

	while (count-- > 0 && (request = fx_queue_take_next(queue, file)) != NULL) {
		if (!fx_queue_cancel_waiting(request))
			continue;
		pthread_mutex_unlock(&queue->io->lock);
		fx_request_complete_quietly(request, STATUS_CANCELLED);
		pthread_mutex_lock(&queue->io->lock);
	}
}

/* The list may have changed when one has been found. */
static bool cancel_one_marked(struct fx_queue *queue)
{
	for (LIST_ENTRY *link = queue->drivers.Flink; link != &queue->drivers; link = link->Flink) {
		if (fx_request_cancel_marked(CONTAINING_RECORD(link, struct fx_request, link)))
			return true;
	}
	return false;
}

static void cancel_all(struct fx_queue *queue)
{
	queue->cancels_drivers = true;
	cancel_waiting(queue, NULL);
	while (cancel_one_marked(queue))
		;
}

static NTSTATUS want(struct fx_queue_event *event, const struct fx_queue_event *wanted)
{
	if (!wanted || !wanted->routine)
		return STATUS_SUCCESS;
	if (event->routine)
		return STATUS_INVALID_DEVICE_REQUEST;
	*event = *wanted;
	return STATUS_SUCCESS;
}

NTSTATUS fx_queue_stop(struct fx_queue *queue, bool cancels, const struct fx_queue_event *event)
{
	NTSTATUS status;

	pthread_mutex_lock(&queue->io->lock);
	status = want(&queue->stopped, event);
	if (NT_SUCCESS(status)) {
		queue->accepts = !queue->is_shut_down;
		queue->dispatches = false;
		if (cancels)
			cancel_all(queue);
		fx_queue_dispatch(queue);
	}
	pthread_mutex_unlock(&queue->io->lock);
	if (NT_SUCCESS(status) && cancels)
		fx_reserve_cancel_waiting(queue, NULL);
	return status;
}

NTSTATUS fx_queue_purge(struct fx_queue *queue, bool cancels, const struct fx_queue_event *event)
{
	NTSTATUS status;

	pthread_mutex_lock(&queue->io->lock);
	status = want(&queue->purged, event);
	if (NT_SUCCESS(status)) {
		queue->accepts = false;
		if (cancels)
			cancel_all(queue);
		fx_queue_dispatch(queue);
	}
	pthread_mutex_unlock(&queue->io->lock);
	if (NT_SUCCESS(status))
		fx_reserve_cancel_waiting(queue, NULL);
	return status;
}

void fx_queue_flush_file(struct fx_queue *queue, const FILE_OBJECT *file)
{
	fx_reserve_cancel_waiting(queue, file);
	pthread_mutex_lock(&queue->io->lock);
	cancel_waiting(queue, file);
	fx_queue_dispatch(queue);
	pthread_mutex_unlock(&queue->io->lock);
}

static void report(const struct fx_queue *queue, LIST_ENTRY *list, const char *where,
	const struct fx_call *call)
{
	for (LIST_ENTRY *link = list->Flink; link != list; link = link->Flink) {
		struct fx_request *request = CONTAINING_RECORD(link, struct fx_request, link);
		const void *handle = fx_request_handle(request);
		struct io_breach breach = { fx_globals_io_driver(queue->object.globals),
			"request-never-completed", call->function, handle, request->site };

		io_violation(&breach,
			"the request with the handle %p is %s: its queue waits in vain", handle,
			where);
	}
}

void fx_queue_report_drivers(struct fx_queue *queue, const struct fx_call *call)
{
	report(queue, &queue->drivers, "with the driver, which has not completed it", call);
}

static bool is_quiet(const struct fx_queue *queue, bool also_waiting)
{
	return queue->drivers_count == 0 && (!also_waiting || queue->waiting_count == 0) &&
	       queue->dispatching == 0 && !queue->is_deferred;
}

void fx_queue_wait(struct fx_queue *queue, bool also_waiting, const struct fx_call *call)
{
	struct timespec end;
	int error = 0;

	fx_io_deadline(&end);
	pthread_mutex_lock(&queue->io->lock);
	while (error != ETIMEDOUT && !is_quiet(queue, also_waiting))
		error = pthread_cond_timedwait(&queue->io->changed, &queue->io->lock, &end);
	if (error == ETIMEDOUT) {
		fx_queue_report_drivers(queue, call);
		if (also_waiting)
			report(queue, &queue->waiting, "not taken out of it", call);
	}
	pthread_mutex_unlock(&queue->io->lock);
}
