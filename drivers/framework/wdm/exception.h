/*
 * Structured exceptions: who handles the one that is raised on this thread. One that nothing in the
 * driver's routine handles stops the driver. Knows nothing of what raises.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <wdm/exception.h>

#include "drivers/framework/wdm/io.h"

/* Raises a status in the name of `function`, which the driver called at `site`. */
void ex_raise(const char *function, NTSTATUS status, const void *site) __attribute__((noreturn));
void ex_raise_access_violation(const char *function, const void *address, bool is_write,
	const void *site) __attribute__((noreturn));

struct ex_fault {
	int signal;
	const void *address;
	const void *counter; /* where it happened */
	bool is_write;
	const sigset_t *mask; /* the signals that were blocked there: a handler goes on with them */
};

/*
 * For a signal handler: a fault of a driver's, in its code or in a routine of the C library's that it
 * called, is an exception; then this does not return if something handles it. Kernel memory that was
 * freed or overrun is no such fault, nor is any at DISPATCH_LEVEL.
 */
IO_API void ex_fault_raise(const struct ex_fault *fault);

/* Whether each page of that memory can be read, or written. True too where nobody catches signals. */
IO_API bool ex_can_access(const volatile void *address, size_t size, bool is_write);
