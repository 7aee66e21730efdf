/*
 * The metadata that LTTng-UST 2.11 to 2.14 writes on little-endian 64-bit machines, parsed. It is
 * one dialect of CTF's language, and anything that is not exactly of it is not understood: the
 * caller then leaves the trace to babeltrace2. Knows nothing of files, or of what is in events.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/reader/clock.h"

enum tsdl_type {
	TSDL_INTEGER, /* enumerations too */
	TSDL_FLOAT,
	TSDL_STRING,
	TSDL_ARRAY,    /* of integers */
	TSDL_SEQUENCE, /* of integers; as many as the field `length` says */
	TSDL_PADDING,  /* only an alignment */
};

/* A name for numbers of an enumeration, sign-extended if they are signed. */
struct tsdl_label {
	char *text; /* owned */
	uint64_t first;
	uint64_t last;
};

struct tsdl_field {
	enum tsdl_type type;
	char *name;           /* owned; without the underscore that CTF puts in front */
	uint32_t size_bytes;  /* of the number, or of one element */
	uint32_t align_bytes; /* a power of two */
	bool is_signed;
	bool is_swapped; /* big-endian */
	bool is_text;    /* the elements are characters */
	bool is_hexadecimal;
	uint32_t count;            /* TSDL_ARRAY */
	size_t length;             /* TSDL_SEQUENCE: index of the field of the same structure */
	struct tsdl_label *labels; /* owned; of an enumeration */
	size_t label_count;
};

struct tsdl_structure {
	struct tsdl_field *fields; /* owned */
	size_t count;
};

struct tsdl_event {
	uint32_t id;
	uint32_t stream_id;
	char *name; /* owned */
	char *uri;  /* owned; model.emf.uri, NULL when there is none */
	struct tsdl_structure context;
	struct tsdl_structure payload;
};

struct tsdl_stream {
	uint32_t id;
	bool is_large; /* which of LTTng's two event headers it has */
	struct tsdl_structure context;
};

struct tsdl {
	struct tsdl_stream *streams; /* owned */
	size_t stream_count;
	struct tsdl_event *events; /* owned */
	size_t event_count;
	char uuid[37];
	char *host;       /* owned; "" when not said */
	char *start_time; /* owned; the same */
	struct clock clock;
};

enum tsdl_condition {
	TSDL_NOT_UNDERSTOOD = 1,
};

/* `text` is not kept. */
int tsdl_parse(struct tsdl *out, const char *text);
void tsdl_finish(struct tsdl *tsdl);
