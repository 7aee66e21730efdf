/*
 * Queues: requests wait in them, and are given to the driver as the dispatch type says. A thread that
 * has changed something that may let a request go runs the dispatch loop, unless one does already;
 * where the driver's lock or IRQL does not allow that, a worker thread does. As fxioqueue.cpp has it.
 */
#pragma once

#include <wdfio.h>

#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/object.h"

struct fx_call;
struct fx_device;
struct fx_io;
struct fx_request;
struct fx_reserve;

/* Told once. */
struct fx_queue_event {
	PFN_WDF_IO_QUEUE_STATE routine; /* NULL: nobody wants to know */
	WDFCONTEXT context;
};

enum fx_queue_power {
	FX_QUEUE_ON,
	FX_QUEUE_STOPPING, /* the driver is being told, and may still have requests */
	FX_QUEUE_OFF,
};

struct fx_queue {
	struct fx_object object;
	struct fx_constraints constraints;
	struct fx_device *device;
	struct fx_io *io;
	const void *site; /* that created it */
	WDF_IO_QUEUE_CONFIG config;
	bool is_power_managed;
	enum fx_queue_power power;
	bool accepts;
	bool dispatches;
	bool is_shut_down;        /* Start does not make it accept again */
	bool cancels_drivers;     /* what the driver gives back or marks is cancelled */
	bool is_ready;            /* requests have come since it was empty */
	bool is_deferred;         /* a worker thread will dispatch */
	bool is_gone;             /* it is disposed of */
	unsigned int dispatching; /* threads in the dispatch loop */
	LIST_ENTRY waiting;       /* fx_request.link */
	LIST_ENTRY drivers;       /* fx_request.link: the driver's, or marked as cancelled */
	LIST_ENTRY canceled;      /* fx_request.cancel_link: to be told to EvtRequestCancel */
	LIST_ENTRY canceled_here; /* fx_request.cancel_link: to EvtIoCanceledOnQueue */
	ULONG waiting_count;
	ULONG drivers_count; /* until they are completed */
	struct fx_queue_event stopped;
	struct fx_queue_event purged;
	struct fx_queue_event ready;
	struct fx_reserve *reserve; /* owned; NULL: no forward progress is guaranteed */
	LIST_ENTRY link;            /* in fx_io.queues */
};

extern const struct fx_class fx_queue_class;

NTSTATUS fx_queue_create(struct fx_queue **out, struct fx_device *device,
	const WDF_IO_QUEUE_CONFIG *config, const WDF_OBJECT_ATTRIBUTES *attributes,
	const struct fx_call *call);
struct fx_queue *fx_queue_of(struct fx_object *object);
struct fx_queue *fx_queue_get(WDFQUEUE handle, const struct fx_call *call);
WDFQUEUE fx_queue_handle(const struct fx_queue *queue);

/* Whether the driver wants requests of that type from it; a manual queue has no callbacks. */
bool fx_queue_serves(const struct fx_queue *queue, WDF_REQUEST_TYPE type);

/*
 * Takes a request in: STATUS_PENDING. One that it does not accept is completed, and the status
 * returned, by add; forward leaves it to the caller.
 */
NTSTATUS fx_queue_add(struct fx_queue *queue, struct fx_request *request);
NTSTATUS fx_queue_forward(struct fx_queue *queue, struct fx_request *request);

/* As add, from where a request was completed: who dispatches the queue already goes on. */
void fx_queue_add_again(struct fx_queue *queue, struct fx_request *request);

/* What the driver has goes back to the head of the queue that it came from. */
void fx_queue_requeue(struct fx_request *request);

/* Under the lock: the dispatch loop. `if_idle`: not when another thread is in it. */
void fx_queue_dispatch(struct fx_queue *queue);
void fx_queue_dispatch_if_idle(struct fx_queue *queue);

/* Whether the calling thread is in a callback of the queue's. */
bool fx_queue_is_dispatched_here(const struct fx_queue *queue);

/*
 * Under the lock. take_next: the first request that waits (of that file, unless NULL) and is not
 * being cancelled, out of the queue; NULL when there is none. present: it is the driver's now.
 */
struct fx_request *fx_queue_take_next(struct fx_queue *queue, const FILE_OBJECT *file);
void fx_queue_take(struct fx_request *request);
void fx_queue_present(struct fx_request *request);

/*
 * Under the lock, for a request that is out of the waiting list because it was cancelled: it is
 * given to EvtIoCanceledOnQueue, or is to be completed by the caller, without the lock: then true.
 */
bool fx_queue_cancel_waiting(struct fx_request *request);

/* A request of the queue's is completed, or is another queue's. Under the lock. */
void fx_queue_left(struct fx_queue *queue);

/* Its states, as WdfIoQueueXxx sets them. STATUS_INVALID_DEVICE_REQUEST: somebody waits already. */
void fx_queue_start(struct fx_queue *queue);
NTSTATUS fx_queue_stop(struct fx_queue *queue, bool cancels, const struct fx_queue_event *event);
NTSTATUS fx_queue_purge(struct fx_queue *queue, bool cancels, const struct fx_queue_event *event);

/*
 * Wait until the driver has none of its requests; `also_waiting`: and none waits. After a while
 * those that are still there are a broken rule.
 */
void fx_queue_wait(struct fx_queue *queue, bool also_waiting, const struct fx_call *call);

/* Cancels the requests of that file that wait. */
void fx_queue_flush_file(struct fx_queue *queue, const FILE_OBJECT *file);

/* One queue's part of fx_io_power_...: power-managed or not is the caller's concern. */
void fx_queue_hold(struct fx_queue *queue);
void fx_queue_resume(struct fx_queue *queue);
void fx_queue_remove_power(struct fx_queue *queue);
void fx_queue_reset(struct fx_queue *queue);
