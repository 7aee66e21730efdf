/* Spans of the trace around calls of a driver's routines: one call is one span, named after its role. */
#pragma once

#include <wdm.h>

struct io_driver;

/* One call; lives on the stack of who makes it. */
struct io_span {
	struct io_driver *driver; /* NULL: there is none */
	const char *name;
	const void *site; /* a return address just inside of the routine: the span is about it */
};

/*
 * `routine` is about to be called in the name of `driver`. One that is not in its module, as a layer's
 * that serves the driver, has no span.
 */
struct io_span io_span_begin(struct io_driver *driver, const char *name, const void *routine);
void io_span_end(const struct io_span *span, NTSTATUS status);
