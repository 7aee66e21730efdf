/* One stream of a trace that is read natively: its packets one by one, and the events in them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/trace.h"
#include "viewer/reader/clock.h"
#include "viewer/reader/layout.h"
#include "viewer/reader/native.h"
#include "viewer/reader/packet_index.h"

struct native_file;

enum {
	NATIVE_LOSS_MAX = 2, /* in front of a packet: events, and packets */
	NATIVE_LIMIT = 100,  /* as a condition: what is next is left for later */
};

/* An acquire or a release as it stands in a packet behind a short header. */
struct native_plain {
	uint32_t id;      /* UINT32_MAX: there is none */
	uint32_t bytes;   /* of header and event */
	uint32_t payload; /* where that begins */
};

/* A stream class of the metadata. */
struct native_class {
	uint32_t id;
	bool is_large;
	struct clock clock;
	int64_t decoded_offset_ns; /* 0: events are decoded with what the clock says */
	struct layout *layouts;    /* owned; by id */
	size_t layout_count;
	struct layout **by_id; /* owned; the layouts are not; NULL where an id has none */
	uint32_t id_count;
	struct native_plain plains[2]; /* by record_type */
};

struct native_stream {
	const struct native_class *class;
	char *name;                /* owned */
	struct native_file *files; /* owned; one after the other in time */
	size_t file_count;
	struct trace_list *list;

	size_t file;        /* the one that is read */
	uint64_t packet_at; /* of the next packet in it */
	uint64_t kept_at;   /* what lies before was forgotten */
	struct layout_cursor cursor;
	uint64_t clock; /* of the event last read */
	struct record_trail trail;

	/* Of the packet last begun; what is lost follows from two of them. */
	bool has_packet;
	uint64_t sequence_number;
	uint64_t discarded;
	uint64_t packet_end;

	bool is_stuck;
	bool has_wrong_index; /* a packet is not what its index says: stuck */
	uint64_t given_count;

	/* What was narrowed has passed all packets before the first one, and ends behind that time. */
	bool is_narrowed;
	int64_t until_ns;
	size_t first_file;
	uint64_t first_at;
};

static inline int64_t native_stream_time(const struct native_stream *stream, uint64_t clock)
{
	return clock_time(&stream->class->clock, clock);
}

void native_stream_begin(struct native_stream *stream, struct trace_list *list);
void native_stream_finish(struct native_stream *stream);

/* What comes next in the stream, by an index or by itself; false: nothing. */
bool native_stream_look_ahead(const struct native_stream *stream, struct packet_entry *out);
/* At the end of a packet that is not looked into: what is lost before the next one is counted. */
void native_stream_pass(struct native_stream *stream, const struct packet_entry *next);
/* At the end of a packet: 0 with the losses in front of the next one, NATIVE_END or NATIVE_STUCK. */
int native_stream_next_packet(struct native_stream *stream, struct event *events, size_t *count,
	const struct event *model);
/* Decodes until the packet or the room ends: gives how many. Negative: no memory. */
ptrdiff_t native_stream_decode(struct native_stream *stream, struct event *events, size_t capacity,
	const struct event *model);
/* The same, but what comes behind the first one ends where an acquire or a release does. */
ptrdiff_t native_stream_decode_others(struct native_stream *stream, struct event *events,
	size_t capacity, const struct event *model);
/* Why there are no more events: NATIVE_END, NATIVE_STUCK or NATIVE_HOPELESS. */
int native_stream_end(const struct native_stream *stream);
/* The time at which the next packet begins, or what is lost before it; INT64_MAX: there is none. */
int64_t native_stream_next_ns(const struct native_stream *stream);
int native_stream_register(struct trace_list *list, struct layout *layout);
