/*
 * Broken rules. Where Windows would bug-check, the driver is stopped, and with it the process;
 * where Windows would carry on, the violation is recorded and so does the caller.
 */
#pragma once

#include <ntdef.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

/* Who broke which rule, where. */
struct io_breach {
	struct io_driver *driver; /* NULL: unknown */
	const char *rule;         /* its id in drivers/README.md */
	const char *function;     /* the call that was wrong */
	const void *handle;
	const void *site;
};

void io_violation(const struct io_breach *breach, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void io_stop(const struct io_breach *breach, const char *format, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/* What ends the process after io_stop() has reported; without one, it aborts. */
IO_API void io_stop_set_handler(void (*handler)(void));

/* "DriverEntry+0x1c (leaky.so+0x1139)"; async-signal-safe as far as dladdr() is. */
IO_API const char *io_site_text(const void *site, char *text, size_t size);
