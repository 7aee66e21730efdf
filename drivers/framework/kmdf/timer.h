/*
 * Timers that are objects: their callback runs at DISPATCH_LEVEL, or in a worker thread when the
 * timer is a passive one. Disposal cancels the timer and waits for its callback.
 */
#pragma once

#include <wdftimer.h>

#include "drivers/framework/kmdf/callback.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/kmdf/worker.h"

struct fx_timer {
	struct fx_object object;
	struct fx_object *parent; /* borrowed: it outlives this one's callbacks */
	struct fx_callback callback;
	LONG period; /* in milliseconds; 0: it expires once */
	KTIMER timer;
	KDPC dpc;
	struct fx_worker worker; /* of a passive timer */
	bool is_passive;
	const void *callback_thread; /* NULL: the callback does not run */
	pthread_mutex_t lock;        /* of what follows */
	bool is_going;               /* it is disposed of, and cannot be started any more */
	bool is_stopping;            /* somebody waits in WdfTimerStop */
	bool is_started_again;       /* while somebody has begun to wait */
	bool is_start_refused;       /* for the same reason */
};

extern const struct fx_class fx_timer_class;

struct fx_timer_request {
	const WDF_TIMER_CONFIG *config;
	const WDF_OBJECT_ATTRIBUTES *attributes; /* with a parent */
	struct fx_object *parent;
};

/* For fx_child.init; the argument is a struct fx_timer_request. */
NTSTATUS fx_timer_init(struct fx_object *object, const void *request);
struct fx_timer *fx_timer_of(struct fx_object *object);

/* True when it was set. */
bool fx_timer_start(struct fx_timer *timer, LONGLONG due, const struct fx_call *call);
bool fx_timer_cancel(struct fx_timer *timer);

/* The same as cancelling, and waits for the callback; the caller has checked that it may. */
bool fx_timer_stop(struct fx_timer *timer);

/* Whether the calling thread is in its callback. */
bool fx_timer_is_mine(const struct fx_timer *timer);

/* The call would wait for the callback that makes it, or that waits for a lock of the caller's. */
bool fx_timer_waits_for_itself(struct fx_timer *timer);
