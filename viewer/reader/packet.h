/*
 * The packets of a stream file, checked before babeltrace2 sees it: one file that does not end at
 * the end of a packet makes it refuse the whole trace.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* What a stream file holds. */
struct packets {
	uint64_t file_bytes;
	uint64_t whole_bytes; /* of the packets in front that are whole */
	bool is_stream;       /* begins as a packet does, or is empty */
	bool is_cut;          /* the last packet is not whole; else what follows is no packet */
	bool has_wrong_index; /* babeltrace2 would go by it, and end the process */
	bool has_uuid;        /* the first packet's header is there */
	unsigned char uuid[16];
	uint64_t class_id; /* of the stream, when whole_bytes is not 0 */
	uint64_t instance_id;
};

/*
 * -errno of what could not be read. Only LTTng's layout is known packet by packet; of another
 * one (`is_lttng` false) the first number is looked at, when it has one (`has_magic`).
 * `index_path` is where LTTng's index of the file would be.
 */
int packets_measure(struct packets *out, const char *path, const char *index_path, bool is_lttng,
	bool has_magic);
