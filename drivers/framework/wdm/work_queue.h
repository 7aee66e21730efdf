/*
 * The system's work queue: what is queued, and the worker threads that run it, as many as are
 * needed up to a limit. Knows two kinds of work: that for which the I/O manager keeps the driver,
 * and that for which the driver has to stay of its own.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct io_driver;

struct ex_work {
	struct io_driver *driver;
	void (*run)(void *work); /* calls the driver's routine; is given this */
	void (*routine)(void);   /* of whatever type it is */
	void *object;            /* what it is given besides */
	void *context;
	const void *item;   /* in the driver's memory: one is queued once */
	const void *handle; /* what reports name */
	const char *function;
	const void *site;
	bool keeps_driver;
};

/* -EALREADY when that item is queued, -ENOMEM. Copies `work`. */
int ex_work_queue(const struct ex_work *work);

bool ex_work_is_queued(const void *item);
bool ex_work_is_idle(void); /* nothing is queued, and nothing runs */

/* `function` is about to free memory: stops the driver when a queued item is there. */
void ex_work_check_memory(const char *function, const void *memory, size_t size, const void *site);

/*
 * The driver's code has run for the last time. Work that keeps it is waited for; the rest is taken
 * out of the queue, and `is_told`: is a broken rule. What runs then is the threads' concern.
 */
void ex_work_end_driver(struct io_driver *driver, bool is_told);
