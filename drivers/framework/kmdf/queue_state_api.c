/* The boundary of queues: their states. */
#include <wdf.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

WDF_IO_QUEUE_STATE WdfIoQueueGetState(WDFQUEUE Queue, PULONG QueueRequests, PULONG DriverRequests)
{
	struct fx_call call = FX_CALL("WdfIoQueueGetState");
	struct fx_queue *queue = fx_queue_get(Queue, &call);
	unsigned int state = 0;

	pthread_mutex_lock(&queue->io->lock);
	if (queue->accepts)
		state |= WdfIoQueueAcceptRequests;
	if (queue->dispatches)
		state |= WdfIoQueueDispatchRequests;
	if (queue->waiting_count == 0)
		state |= WdfIoQueueNoRequests;
	if (queue->drivers_count == 0)
		state |= WdfIoQueueDriverNoRequests;
	if (queue->is_power_managed && queue->power != FX_QUEUE_ON)
		state |= WdfIoQueuePnpHeld;
	if (QueueRequests)
		*QueueRequests = queue->waiting_count;
	if (DriverRequests)
		*DriverRequests = queue->drivers_count;
	pthread_mutex_unlock(&queue->io->lock);
	return (WDF_IO_QUEUE_STATE)state;
}

VOID WdfIoQueueStart(WDFQUEUE Queue)
{
	struct fx_call call = FX_CALL("WdfIoQueueStart");

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	fx_queue_start(fx_queue_get(Queue, &call));
}

/* Only one may wait for a state at a time; WDF reports the second, and does nothing. */
static void report_second(const struct fx_queue *queue, const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(queue->object.globals),
		"queue-state-awaited-twice", call->function, fx_queue_handle(queue), call->site };

	io_violation(&breach,
		"a callback waits already for the queue with the handle %p: nothing is done",
		breach.handle);
}

static void stop(WDFQUEUE handle, bool cancels, const struct fx_queue_event *event,
	const struct fx_call *call)
{
	struct fx_queue *queue = fx_queue_get(handle, call);

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if (fx_queue_stop(queue, cancels, event) == STATUS_INVALID_DEVICE_REQUEST)
		report_second(queue, call);
}

static void purge(WDFQUEUE handle, bool cancels, const struct fx_queue_event *event,
	const struct fx_call *call)
{
	struct fx_queue *queue = fx_queue_get(handle, call);

	ke_irql_check(call->function, DISPATCH_LEVEL, call->site);
	if (fx_queue_purge(queue, cancels, event) == STATUS_INVALID_DEVICE_REQUEST)
		report_second(queue, call);
}

VOID WdfIoQueueStop(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete, WDFCONTEXT Context)
{
	struct fx_call call = FX_CALL("WdfIoQueueStop");

	stop(Queue, false, &(struct fx_queue_event){ StopComplete, Context }, &call);
}

VOID WdfIoQueueStopAndPurge(
	WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopAndPurgeComplete, WDFCONTEXT Context)
{
	struct fx_call call = FX_CALL("WdfIoQueueStopAndPurge");

	stop(Queue, true, &(struct fx_queue_event){ StopAndPurgeComplete, Context }, &call);
}

VOID WdfIoQueueDrain(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete, WDFCONTEXT Context)
{
	struct fx_call call = FX_CALL("WdfIoQueueDrain");

	purge(Queue, false, &(struct fx_queue_event){ DrainComplete, Context }, &call);
}

VOID WdfIoQueuePurge(WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete, WDFCONTEXT Context)
{
	struct fx_call call = FX_CALL("WdfIoQueuePurge");

	purge(Queue, true, &(struct fx_queue_event){ PurgeComplete, Context }, &call);
}

/* It would wait for the callback that it is called from. */
static struct fx_queue *get_to_wait(WDFQUEUE handle, const struct fx_call *call)
{
	struct fx_queue *queue = fx_queue_get(handle, call);
	struct io_breach breach = { fx_globals_io_driver(queue->object.globals), "waits-for-itself",
		call->function, handle, call->site };

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	if (fx_queue_is_dispatched_here(queue))
		io_stop(&breach,
			"the call waits for a callback of the queue with the handle %p, "
			"which cannot end before it",
			(void *)handle);
	return queue;
}

VOID WdfIoQueueStopSynchronously(WDFQUEUE Queue)
{
	struct fx_call call = FX_CALL("WdfIoQueueStopSynchronously");
	struct fx_queue *queue = get_to_wait(Queue, &call);

	fx_queue_stop(queue, false, NULL);
	fx_queue_wait(queue, false, &call);
}

VOID WdfIoQueueStopAndPurgeSynchronously(WDFQUEUE Queue)
{
	struct fx_call call = FX_CALL("WdfIoQueueStopAndPurgeSynchronously");
	struct fx_queue *queue = get_to_wait(Queue, &call);

	fx_queue_stop(queue, true, NULL);
	fx_queue_wait(queue, false, &call);
}

VOID WdfIoQueueDrainSynchronously(WDFQUEUE Queue)
{
	struct fx_call call = FX_CALL("WdfIoQueueDrainSynchronously");
	struct fx_queue *queue = get_to_wait(Queue, &call);

	fx_queue_purge(queue, false, NULL);
	fx_queue_wait(queue, true, &call);
}

VOID WdfIoQueuePurgeSynchronously(WDFQUEUE Queue)
{
	struct fx_call call = FX_CALL("WdfIoQueuePurgeSynchronously");
	struct fx_queue *queue = get_to_wait(Queue, &call);

	fx_queue_purge(queue, true, NULL);
	fx_queue_wait(queue, true, &call);
}
