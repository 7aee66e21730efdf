/* The file of LTTng's index: big-endian, a header and one entry for each packet. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "viewer/reader/bytes.h"

enum {
	INDEX_MAGIC = 0,
	INDEX_MAJOR = 4,
	INDEX_MINOR = 8,
	INDEX_ENTRY_BYTES = 12,
	INDEX_HEADER_BYTES = 16,
};

enum {
	INDEX_ENTRY_AT = 0,
	INDEX_ENTRY_PACKET_BITS = 8,
	INDEX_ENTRY_CONTENT_BITS = 16,
	INDEX_ENTRY_TIME_BEGIN = 24,
	INDEX_ENTRY_TIME_END = 32,
	INDEX_ENTRY_DISCARDED = 40,
	INDEX_ENTRY_STREAM_ID = 48,
	INDEX_ENTRY_BYTES_1_0 = 56,
	/* Since 1.1. */
	INDEX_ENTRY_INSTANCE_ID = 56,
	INDEX_ENTRY_SEQUENCE_NUMBER = 64,
	INDEX_ENTRY_BYTES_1_1 = 72,
};

static inline uint32_t index_get_32(const unsigned char *bytes)
{
	return __builtin_bswap32(bytes_get_32(bytes, false));
}

static inline uint64_t index_get_64(const unsigned char *bytes)
{
	return __builtin_bswap64(bytes_get_64(bytes, false));
}

/* Whether its header says that it is one, of any version 1. */
static inline bool index_is_header(const unsigned char *header)
{
	return index_get_32(header + INDEX_MAGIC) == 0xc1f1dcc1 &&
	       index_get_32(header + INDEX_MAJOR) == 1;
}
