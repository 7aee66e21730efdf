/*
 * A trace's metadata file, checked before babeltrace2 sees it: it never returns from a packetized
 * file that ends inside a packet. Knows the framing and where declarations end, not their meaning.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct metadata {
	char *text;           /* owned; every whole declaration, NUL-terminated */
	size_t dropped_bytes; /* at the end of the file, or of its text */
	bool is_odd;          /* its packets, or bytes of its text, are not as LTTng writes them */
	bool is_lttng;        /* stream files hold packets as LTTng writes them */
	bool has_magic;       /* every packet begins with CTF's number */
	bool has_uuid;
	unsigned char uuid[16]; /* of the trace: its packets repeat it */
};

/* 0, also when something was dropped; METADATA_EMPTY; -errno of what could not be read. */
enum metadata_condition {
	METADATA_EMPTY = 1,
};

int metadata_read(struct metadata *out, const char *path);
void metadata_finish(struct metadata *metadata);
