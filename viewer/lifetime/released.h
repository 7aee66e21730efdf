/*
 * The last release of a handle is remembered in one of a few places, until another handle of that
 * place is acquired or released: so a release of what is not live is known to be the second one.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "viewer/model/table.h"

enum {
	RELEASED_COUNT = 4096
};

static inline size_t released_place(uint32_t pid, uint64_t handle, uint32_t kind)
{
	return (hash_number(pid, handle) + kind) % RELEASED_COUNT;
}

/* A set of places. */
struct released_places {
	uint64_t bits[RELEASED_COUNT / 64];
};

static inline void released_places_add(struct released_places *places, size_t place)
{
	places->bits[place / 64] |= UINT64_C(1) << place % 64;
}

static inline int released_places_have(const struct released_places *places, size_t place)
{
	return places->bits[place / 64] >> place % 64 & 1;
}
