/*
 * The books: everything that drivers hold, kept apart from the trace so that one can be compared
 * with the other. A resource is embedded in what it stands for (a pool block, a device, an object
 * of the framework above); taking it into the books and out again also emits acquire and release.
 */
#pragma once

#include <ntdef.h>
#include <stdbool.h>
#include <stdint.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;
struct io_resource;

struct io_kind {
	const char *name; /* as `kind` in the trace is called */
	uint32_t id;      /* enum drvtrace_kind; 0: a kind of our own, numbered at first use */

	/* Frees what the driver left behind, at the end of the process; calls no driver code. */
	void (*reclaim)(struct io_resource *resource);
};

struct io_resource {
	const struct io_kind *kind;
	const void *handle;
	struct io_driver *driver; /* NULL: it was left behind by a driver that is gone */
	const void *owner;        /* handle of what it goes with; NULL: the driver itself */
	uint64_t size;
	uint32_t tag;
	LIST_ENTRY link; /* in the books */
};

/* Fills in everything but `driver`; see io_resource_acquire(). */
struct io_claim {
	const struct io_kind *kind;
	const void *handle;
	const void *owner;
	uint64_t size;
	uint32_t tag;
	const void *site; /* return address of the driver's call */
};

void io_resource_acquire(
	struct io_resource *resource, struct io_driver *driver, const struct io_claim *claim);

/* Hands it to another owner of the same driver: NULL is the driver itself. */
void io_resource_transfer(struct io_resource *resource, const void *owner, const void *site);

/* Call it before the resource really goes: another thread may be given its address then. */
void io_resource_release(struct io_resource *resource, const void *site);

/* Handles are unique in the process. NULL when nothing of that handle is held. */
struct io_resource *io_resource_find(const void *handle);

/* Whether `handle` was released, lately and as the last thing that happened to it. */
bool io_resource_was_released(const void *handle);

uint32_t io_kind_id(const struct io_kind *kind);

/* Calls `visit` for each resource of `driver`, oldest first. It may not change the books. */
IO_API void io_resource_visit(const struct io_driver *driver,
	void (*visit)(const struct io_resource *resource, void *argument), void *argument);

/* The driver is gone: what it still holds is left behind. */
void io_resource_orphan(const struct io_driver *driver);

/* Frees everything that was left behind. */
IO_API void io_resource_reclaim_all(void);
