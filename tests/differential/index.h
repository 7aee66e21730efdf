/*
 * Writes LTTng's indexes of the stream files in a folder, from the headers of their packets: right
 * ones, and such that are wrong in one way or another.
 */
#pragma once

#include <stdint.h>

enum index_variant {
	INDEX_NONE,
	INDEX_RIGHT,
	INDEX_OLD,       /* version 1.0, which tells less */
	INDEX_TRUNCATED, /* anywhere */
	INDEX_DAMAGED,   /* some bytes */
	INDEX_LYING,     /* a time, or a number, that could be */
	INDEX_STALE,     /* of another recording */
	INDEX_VARIANT_COUNT,
};

/* What is there goes. `state` is that of chance. */
void index_write(const char *folder, enum index_variant variant, uint64_t *state);
/* Makes something else of the header of the second packet of each file, of four at least. */
void index_destroy_headers(const char *folder);
