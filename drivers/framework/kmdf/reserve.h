/*
 * Forward progress: a queue that has requests in reserve takes one for an IRP that there is no memory
 * for. When all are in use, the IRP waits for one. A reserved request keeps what the driver has
 * allocated for it, its callbacks of cleanup run when its queue goes. As fxioqueuekm.cpp has it.
 */
#pragma once

#include "drivers/framework/kmdf/queue.h"

struct fx_reserve {
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY policy;
	/* Under the lock of the queue's device: */
	LIST_ENTRY free; /* fx_request.reserve_link */
	LIST_ENTRY used; /* fx_request.reserve_link */
	LIST_ENTRY irps; /* IRP.Tail.Overlay.ListEntry: that wait for one */
};

/* The queue has it from now on. What EvtIoAllocateResourcesForReservedRequest has failed with. */
NTSTATUS fx_reserve_create(struct fx_queue *queue,
	const WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY *policy, const struct fx_call *call);

/* The queue goes, and nobody has one of its requests any more. */
void fx_reserve_destroy(struct fx_queue *queue, const void *site);

/*
 * A request for the IRP, from the reserve where there is no other: STATUS_SUCCESS; STATUS_PENDING: it
 * waits for one; or what it is to be completed with.
 */
NTSTATUS fx_reserve_create_request(
	struct fx_request **out, struct fx_queue *queue, PIRP irp, const void *site);

/* Nobody refers to it any more: it has the next IRP that waits, or goes back. */
void fx_reserve_take_back(struct fx_request *request, const void *site);

/* The IRPs of that file, of all for NULL, that wait. Without the lock. */
void fx_reserve_cancel_waiting(struct fx_queue *queue, const FILE_OBJECT *file);
