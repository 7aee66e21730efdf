/*
 * What drivers still held when they were unloaded, as the framework itself counts it: the truth
 * that a report made from the trace is compared with. Kept in memory, written once as JSON.
 */
#pragma once

#include <ntdef.h>

struct io_driver;

/* Why the driver's books are closed. */
enum books_outcome {
	BOOKS_UNLOADED,
	BOOKS_ENTRY_FAILED,
	BOOKS_NOT_UNLOADED, /* it has no unload routine: what it holds is in use */
	BOOKS_STOPPED,      /* a bug check */
};

/* From now on books are kept. */
void books_begin(void);

/* Takes down what `driver` holds. Without memory the record is lost, and books_write() says so. */
void books_close_driver(
	const struct io_driver *driver, enum books_outcome outcome, NTSTATUS status);

/* 0, or -errno. */
int books_write(const char *path);
void books_finish(void);
