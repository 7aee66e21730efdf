/* Threads, in which all code of drivers runs; and how they are kept from running any further. */
#pragma once

#include <pthread.h>
#include <stdbool.h>

/*
 * Runs `routine` in a thread of its own, with an alternate signal stack, so that a driver that
 * overruns its stack can be reported; returns when it has. 0, or -errno when there is no thread.
 */
int io_thread_run(void (*routine)(void *argument), void *argument);

/* The same without waiting for it: nobody ever joins it. */
int io_thread_start(void (*routine)(void *argument), void *argument);

/*
 * Keeps the other threads that io_thread_* began, and that `is_chosen` is true of, from running
 * code of drivers any further. Where they are inside of the library or of the tracing, they are
 * let go on to the end of that; a thread that is blocked stays so. Each is tried at most
 * `attempts` times, 1 ms apart. Those that are held are so for good.
 */
void io_thread_hold(
	bool (*is_chosen)(pthread_t thread, void *choice), void *choice, unsigned int attempts);
