/*
 * Presentation locks: what the framework holds while it calls a driver back, and the driver while it
 * wants no callback to run. A spin lock where callbacks may run at DISPATCH_LEVEL, a mutex where
 * they run at PASSIVE_LEVEL only. Neither is taken twice by the same thread.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <wdm.h>

struct fx_call;
struct fx_object;

struct fx_callback_lock {
	const struct fx_object *object; /* whose it is */
	bool is_mutex;
	KSPIN_LOCK spin_lock;
	pthread_mutex_t mutex;
	const void *owner; /* something that is its thread's alone; NULL: free */
	KIRQL before;      /* of the owner, when it acquired the lock */
};

void fx_callback_lock_init(
	struct fx_callback_lock *lock, const struct fx_object *object, bool is_mutex);
void fx_callback_lock_finish(struct fx_callback_lock *lock);

/*
 * For the driver's call, or the callback that `call` names. Both accept NULL: that is how callbacks
 * run that are not serialised. Stop the driver when it has the lock already, or not any more.
 */
void fx_callback_lock_acquire(struct fx_callback_lock *lock, const struct fx_call *call);
/* The same of a mutex, without waiting; false when another thread has it. */
bool fx_callback_lock_try(struct fx_callback_lock *lock, const struct fx_call *call);
void fx_callback_lock_release(struct fx_callback_lock *lock, const struct fx_call *call);

/* Whether the calling thread has it. False for NULL. */
bool fx_callback_lock_is_mine(const struct fx_callback_lock *lock);
