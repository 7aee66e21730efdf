/*
 * Memory descriptor lists: those of drivers, which IoAllocateMdl has made or which are in memory of the
 * driver's own, and those that the I/O manager makes for direct I/O.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct io_driver;
struct io_resource;

/* One for the I/O manager itself: its pages are locked, and it is in nobody's books. NULL: no memory. */
PMDL io_mdl_create_locked(PVOID address, ULONG length);

/* One in the books of the driver; its pages are not locked. NULL: no memory. */
PMDL io_mdl_create(struct io_driver *driver, PVOID address, ULONG length, const void *site);

/* One of these two, which is not used any more. */
void io_mdl_destroy(PMDL mdl, const void *site);

/* Whether that is an MDL which a driver has of io_mdl_create. */
bool io_mdl_is_resource(const struct io_resource *resource);

/* The request is done: what is still chained to it is unlocked and freed. */
void io_mdl_free_chain(PMDL mdl);

/* How many page numbers there is room for behind it. */
SIZE_T io_mdl_room(PMDL mdl);

/* Its page numbers are those of its buffer. */
void io_mdl_fill_pages(PMDL mdl);

/* Locked pages and mappings are in the books, too, but not those of the I/O manager. */
void io_mdl_lock(PMDL mdl, struct io_driver *driver, const void *site);
void io_mdl_unlock(PMDL mdl, const void *site);
void io_mdl_map(PMDL mdl, struct io_driver *driver, const void *site);
void io_mdl_unmap(PMDL mdl, const void *site);
