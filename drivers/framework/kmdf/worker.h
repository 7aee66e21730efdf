/*
 * Callbacks that run at PASSIVE_LEVEL in a worker thread of the system, for an object that has asked
 * for it: of work items, passive timers, interrupts. One may be queued again while it runs.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>

struct fx_object;

struct fx_worker {
	struct fx_object *object; /* borrowed: it waits for its callbacks when it is disposed of */
	void (*run)(struct fx_object *object);
	const char *function; /* what reports name */
	pthread_mutex_t lock;
	pthread_cond_t has_run;
	bool is_queued;
	unsigned int running; /* threads that it runs in */
	bool is_gone_inside;  /* disposed of by its own callback, which holds a reference */
};

void fx_worker_init(struct fx_worker *worker, struct fx_object *object,
	void (*run)(struct fx_object *object), const char *function);
void fx_worker_finish(struct fx_worker *worker);

/* False when it is queued already. */
bool fx_worker_queue(struct fx_worker *worker, const void *site);

/* Whether the calling thread is in its callback. */
bool fx_worker_is_mine(const struct fx_worker *worker);

/* Whether it is queued, or runs. */
bool fx_worker_is_busy(struct fx_worker *worker);

/* Until it is neither queued nor runs. Not for its own callback. */
void fx_worker_wait(struct fx_worker *worker);

/* The object is disposed of: waits as well, unless its own callback does that. */
void fx_worker_end(struct fx_worker *worker);
