/*
 * The dispatcher: the state of everything that can be waited for, under one lock, and the threads
 * that wait. Knows the objects only by their headers, and no driver.
 */
#pragma once

#include <stdbool.h>
#include <wdm/dispatcher.h>

enum ke_object_type {
	KE_EVENT_NOTIFICATION = 0,
	KE_EVENT_SYNCHRONIZATION = 1,
	KE_MUTANT = 2,
	KE_PROCESS = 3,
	KE_SEMAPHORE = 5,
	KE_THREAD = 6,
	KE_TIMER_NOTIFICATION = 8,
	KE_TIMER_SYNCHRONIZATION = 9,
};

struct ke_wait_request {
	PVOID *objects; /* NULL: waits for the time only */
	size_t count;
	bool is_for_all;
	const LARGE_INTEGER *timeout; /* NULL: for ever */
};

void ke_header_init(PDISPATCHER_HEADER header, enum ke_object_type type, LONG state);

/* STATUS_SUCCESS + index, STATUS_ABANDONED + index, or STATUS_TIMEOUT. */
NTSTATUS ke_wait(const struct ke_wait_request *request);

/* Every change of a header is between these two; unlock wakes who need not wait any more. */
void ke_dispatcher_lock(void);
void ke_dispatcher_unlock(void);

/* Wakes who need not wait any more, between the two: what is changed after that, they do not see. */
void ke_dispatcher_wake(void);

/*
 * Whoever waits looks up again, whether the object it waits for has changed or not: a thread that
 * has been told to stop does so.
 */
void ke_dispatcher_wake_all(void);
