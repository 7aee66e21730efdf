/* System threads, in which all code of drivers runs. */
#pragma once

/*
 * Runs `routine` in a thread of its own, with an alternate signal stack, so that a driver that
 * overruns its stack can be reported; returns when it has. 0, or -errno when there is no thread.
 */
int io_thread_run(void (*routine)(void *argument), void *argument);
