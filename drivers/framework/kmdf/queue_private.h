/* What the files of the queue share, and nobody else. */
#pragma once

#include "drivers/framework/kmdf/queue.h"

/* Which of its callbacks a request of that major function is given to. */
struct fx_queue_callback {
	const char *name;
	const void *site; /* in the callback; NULL: there is none */
};

struct fx_queue_callback fx_queue_callback(const struct fx_queue *queue, UCHAR major);

/* Where the driver's part of a request of that kind begins. */
const void *fx_queue_site(const struct fx_queue *queue, UCHAR major);

/*
 * Under the lock: completes a request that is out of the waiting list and that the driver is not to
 * see, because it transfers nothing, or has no callback. False when the driver is to see it.
 */
bool fx_queue_complete_unseen(struct fx_queue *queue, struct fx_request *request);

/* Under the lock: what somebody waits for in vain is a broken rule. */
void fx_queue_report_drivers(struct fx_queue *queue, const struct fx_call *call);
