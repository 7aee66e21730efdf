/*
 * Releases in a slice of what was not live before it: mistakes, as nothing in the slice can make
 * good for them. How one is told depends on what is remembered of earlier releases at that moment,
 * of which a slice keeps just enough. Knows nothing of the engine.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/lifetime/fold_slice.h"
#include "viewer/lifetime/released.h"

struct unknown_release {
	uint32_t ordinal;
	bool is_forgotten; /* an earlier release of the handle, if there was any */
};

struct unknown_releases {
	struct released_places taken;     /* by what was released up to now */
	struct released_places uncertain; /* may have been taken */
	struct unknown_release *items;    /* owned; by ordinal */
	size_t count;
};

int unknown_releases_init(struct unknown_releases *unknown, size_t capacity);
void unknown_releases_finish(struct unknown_releases *unknown);

/* For each release of the slice in order, either of them. It was live before the slice: */
void unknown_releases_pass(struct unknown_releases *unknown, const struct slice_release *release);
/* It was not. False when it cannot be said whether its earlier release is still remembered. */
bool unknown_releases_add(
	struct unknown_releases *unknown, const struct slice_release *release, bool is_remembered);

/* NULL when the record with that ordinal is none. */
const struct unknown_release *unknown_releases_find(
	const struct unknown_releases *unknown, uint32_t ordinal);
