/* The two headers that LTTng-UST puts before events: what comes next, and when it was. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "viewer/reader/native_file.h"

enum {
	NATIVE_COMPACT_ID_MASK = 31,
	NATIVE_COMPACT_ID_BITS = 5,
	NATIVE_COMPACT_BYTES = 4,
	NATIVE_COMPACT_EXTENDED =
		31, /* the id that says that a whole one follows, and a whole time */
	NATIVE_COMPACT_EXTENDED_BYTES = 13,
	NATIVE_LARGE_BYTES = 6,
	NATIVE_LARGE_EXTENDED = 65535,
	NATIVE_LARGE_EXTENDED_BYTES = 14,
};

/* The clock when its low `bits` are `low` for the first time after `clock`. */
static inline uint64_t native_clock_extend(uint64_t clock, uint64_t low, unsigned int bits)
{
	uint64_t mask = (UINT64_C(1) << bits) - 1;

	return clock + ((low - clock) & mask);
}

/* Where an event's header says what it is. */
struct native_header {
	uint32_t id;
	uint64_t clock;
	uint64_t bytes;
};

static inline bool native_read_compact(
	struct native_header *out, const unsigned char *at, uint64_t left, uint64_t clock)
{
	uint32_t word;

	if (left < NATIVE_COMPACT_BYTES)
		return false;
	word = native_get_32(at);
	out->id = word & NATIVE_COMPACT_ID_MASK;
	out->clock = native_clock_extend(clock, word >> NATIVE_COMPACT_ID_BITS, 27);
	out->bytes = NATIVE_COMPACT_BYTES;
	if (__builtin_expect(out->id != NATIVE_COMPACT_EXTENDED, 1))
		return true;
	if (left < NATIVE_COMPACT_EXTENDED_BYTES)
		return false;
	out->id = native_get_32(at + 1);
	out->clock = native_get_64(at + 5);
	out->bytes = NATIVE_COMPACT_EXTENDED_BYTES;
	return out->clock < native_clock_max;
}

static inline bool native_read_large(
	struct native_header *out, const unsigned char *at, uint64_t left, uint64_t clock)
{
	uint16_t id;

	if (left < NATIVE_LARGE_BYTES)
		return false;
	memcpy(&id, at, sizeof(id));
	out->id = id;
	out->clock = native_clock_extend(clock, native_get_32(at + 2), 32);
	out->bytes = NATIVE_LARGE_BYTES;
	if (__builtin_expect(id != NATIVE_LARGE_EXTENDED, 1))
		return true;
	if (left < NATIVE_LARGE_EXTENDED_BYTES)
		return false;
	out->id = native_get_32(at + 2);
	out->clock = native_get_64(at + 6);
	out->bytes = NATIVE_LARGE_EXTENDED_BYTES;
	return out->clock < native_clock_max;
}
