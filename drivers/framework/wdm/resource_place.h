/* Where a resource that is wanted may be: places that neither another device nor the device itself has. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct io_resource_places {
	const CM_PARTIAL_RESOURCE_LIST *own; /* what the device has been given already */
	const CM_RESOURCE_LIST *boot;        /* what it was left with; NULL: nothing */
	const char *claimant;
};

/* What the device was left with by its bus, or the firmware, it keeps if it can. */
bool io_resource_find_boot(CM_PARTIAL_RESOURCE_DESCRIPTOR *out,
	const struct io_resource_places *places, const IO_RESOURCE_DESCRIPTOR *wanted);

/*
 * The first place from *place on, which says where that was: the next one is behind it. False: there is
 * none. `out` has its type, share disposition and flags already.
 */
ULONGLONG io_resource_first_place(const IO_RESOURCE_DESCRIPTOR *wanted);
bool io_resource_find_place(CM_PARTIAL_RESOURCE_DESCRIPTOR *out,
	const struct io_resource_places *places, const IO_RESOURCE_DESCRIPTOR *wanted,
	ULONGLONG *place);
