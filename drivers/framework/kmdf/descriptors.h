/*
 * Descriptors of resources in their order, of either kind; a driver is shown a copy of one, which is there
 * as long as the descriptor. Whoever calls has the lock of the driver's globals.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct fx_descriptors {
	size_t size;        /* of one */
	LIST_ENTRY entries; /* fx_descriptor.link */
	ULONG count;
	bool is_fixed;   /* it is not the driver's to change */
	bool is_changed; /* by the driver */
};

void fx_descriptors_init(struct fx_descriptors *descriptors, size_t size);
void fx_descriptors_clear(struct fx_descriptors *descriptors);

/*
 * Before the one at `index`; WDF_INSERT_AT_END is behind the last. STATUS_ACCESS_DENIED,
 * STATUS_ARRAY_BOUNDS_EXCEEDED, STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS fx_descriptors_insert(
	struct fx_descriptors *descriptors, const void *descriptor, ULONG index);

/* False when there is none, or none may be removed. */
bool fx_descriptors_remove(struct fx_descriptors *descriptors, ULONG index);
bool fx_descriptors_update(struct fx_descriptors *descriptors, const void *descriptor, ULONG index);

/* The first that is the same, byte by byte, if there is one. */
void fx_descriptors_remove_equal(struct fx_descriptors *descriptors, const void *descriptor);

/* What the driver sees; NULL behind the last. */
void *fx_descriptors_show(struct fx_descriptors *descriptors, ULONG index);

/* All, one behind the other; where the last one ends. */
void *fx_descriptors_copy(const struct fx_descriptors *descriptors, void *out);
