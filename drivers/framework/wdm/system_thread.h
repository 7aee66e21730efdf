/*
 * Thread objects: those of drivers' system threads, which are counted and have handles, and those
 * of the framework's own threads, which only are somebody to own a mutex.
 */
#pragma once

#include <stdbool.h>
#include <wdm/thread.h>

#include "drivers/framework/wdm/handle.h"

struct io_driver;

extern const struct ob_type ps_thread_type;

/* Starts a thread and opens a handle to it. STATUS_INSUFFICIENT_RESOURCES. */
NTSTATUS ps_thread_create(
	HANDLE *out, PKSTART_ROUTINE routine, PVOID context, const struct ob_claim *claim);

/* Ends the calling thread, unless it is not a driver's: then it returns. */
void ps_thread_terminate(NTSTATUS status, const void *site);

/* A routine of a driver that a thread of the framework's own is to run. */
struct ps_loan {
	struct io_driver *driver;
	void (*routine)(void *argument);
	void *argument;
	const char *rule; /* broken when it still runs as the driver is gone */
	const char *function;
	const void *handle;
	const void *site;
};

/* From here on the calling thread is one of the driver's, which cannot go unnoticed. */
void ps_thread_begin_loan(const struct ps_loan *loan);

/* Runs the routine; returns early when the driver is gone and the thread was told to stop. */
void ps_thread_run_loan(void);

HANDLE ps_thread_id(PKTHREAD thread);

/* A driver's references by pointer; the thread is in the books until it has ended without any. */
PKTHREAD ps_thread_find(const void *object);
PKTHREAD ps_thread_of(struct ob_object *object);
LONG ps_thread_reference(PKTHREAD thread, bool has_reference, const void *site);

/* The count that is left; -1 when there was none to give back. */
LONG ps_thread_dereference(PKTHREAD thread, const void *site);

/* Whether a driver's system thread runs, or another that a driver's routine is lent to. */
bool ps_thread_is_any(void);

/* Whether a thread has been told to stop, because its driver is gone. */
bool ps_thread_is_stopping(PKTHREAD thread);

/* Then the calling thread ends here. Not while it holds a lock. */
void ps_thread_stop_if_told(void);

/*
 * The driver's code has run for the last time: its threads are stopped. `is_told`: each of them is
 * a broken rule. False when one of them could only be halted in the middle of the driver's code:
 * the module has to stay.
 */
bool ps_thread_end_driver(struct io_driver *driver, bool is_told);

/* The process is about to end: no driver's code runs from here on, but the caller's. */
void ps_thread_hold_all(void);
