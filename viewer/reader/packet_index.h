/*
 * LTTng's index of a stream file: what the headers of its packets say, without reading them. It is
 * another file, and may be wrong: it is taken only where it fits the stream file as a whole, and is
 * held against the header of every packet that is read after all.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct packet_entry {
	uint64_t at; /* in the file; all in bytes */
	uint64_t bytes;
	uint64_t content_bytes;
	uint64_t begin; /* by the clock */
	uint64_t end;
	uint64_t discarded; /* events, before its end */
	uint64_t sequence_number;
};

/* Entries are in order, of place and of time. */
struct packet_index {
	struct packet_entry *entries; /* owned; NULL: there is none */
	size_t count;
	unsigned char uuid[16]; /* of the first packet */
	uint64_t stream_id;
	uint64_t instance_id;
};

enum packet_index_condition {
	PACKET_INDEX_NONE = 1, /* or it is of no use */
};

/* For a stream file of so many bytes, whose first and last packets are held against it. */
int packet_index_read(struct packet_index *out, const char *path, int fd, uint64_t file_bytes);
void packet_index_finish(struct packet_index *index);

/* The entry of the packet at that place, or NULL. */
const struct packet_entry *packet_index_find(const struct packet_index *index, uint64_t at);
/* Whether the packet's header, of NATIVE_HEADER_BYTES, says what its entry says. */
bool packet_index_fits(const struct packet_index *index, const struct packet_entry *entry,
	const unsigned char *header);
/* The same of the header in the file. */
bool packet_index_fits_file(
	const struct packet_index *index, const struct packet_entry *entry, int fd);
