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

/* Knows better: "DriverEntry (leaky.c:40)". 0, or negative when it does not. Not for signal handlers. */
typedef int io_site_namer(const void *site, char *text, size_t size);
IO_API void io_site_set_namer(io_site_namer *namer);

/* As the namer says; or else as io_site_text() does. */
const char *io_site_name(const void *site, char *text, size_t size);
