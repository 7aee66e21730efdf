/* A mapped stream file, and the packets in it as LTTng-UST lays them out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Packet header and context, of fixed size: see the templates in tsdl.c. */
enum {
	NATIVE_STREAM_ID = 20,
	NATIVE_INSTANCE_ID = 24,
	NATIVE_TIME_BEGIN = 32,
	NATIVE_TIME_END = 40,
	NATIVE_CONTENT_BITS = 48,
	NATIVE_PACKET_BITS = 56,
	NATIVE_SEQUENCE_NUMBER = 64,
	NATIVE_DISCARDED = 72,
	NATIVE_CPU = 80,
	NATIVE_HEADER_BYTES = 84,
};

static const uint32_t native_packet_magic = 0xc1fc1fc1;
/* Times beyond this could overflow once they are nanoseconds since the epoch. */
static const uint64_t native_clock_max = UINT64_C(1) << 62;

struct packet_index;

/* A packet in a file: one in so many, so that there are never many of these. */
struct native_mark {
	uint64_t at;
	uint64_t begin; /* by the clock */
};

struct native_file {
	int fd;                     /* owned; -1: none */
	const unsigned char *bytes; /* owned mapping */
	uint64_t size;              /* of the part that is read, which is whole packets */
	uint32_t stream_id;
	uint64_t instance_id;
	uint64_t begin; /* of the first packet, and the end of the last one, by the clock */
	uint64_t end;
	bool is_ordered;           /* packets do not overlap in time */
	struct native_mark *marks; /* owned; the first packet is one */
	size_t mark_count;
	uint64_t mark_distance; /* in bytes, at least */
	/* What its packets are, borrowed; NULL: each of them was looked at, and there are marks. */
	const struct packet_index *index;
};

static inline uint32_t native_get_32(const unsigned char *bytes)
{
	uint32_t number;

	memcpy(&number, bytes, sizeof(number));
	return number;
}

static inline uint64_t native_get_64(const unsigned char *bytes)
{
	uint64_t number;

	memcpy(&number, bytes, sizeof(number));
	return number;
}

/*
 * Maps the first `size` bytes and looks at every packet's header: NATIVE_NOT_UNDERSTOOD when one of
 * them is not as LTTng writes it. With an `index` that fits the file, which is borrowed, no header is
 * looked at. NULL: there is none.
 */
int native_file_open(
	struct native_file *out, const char *path, uint64_t size, const struct packet_index *index);
void native_file_close(struct native_file *file);

/* The file on disk has not become shorter: the packet can be read. */
bool native_file_holds(const struct native_file *file, uint64_t end);
/* What lies before is not needed any more. */
void native_file_forget(const struct native_file *file, uint64_t begin, uint64_t end);
