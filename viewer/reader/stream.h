/*
 * One stream of a trace as a queue of decoded events, and the order of several such streams by
 * time. Knows how to refill itself from a graph; knows nothing of folders.
 */
#pragma once

#include <babeltrace2/babeltrace.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/event.h"
#include "viewer/model/record.h"
#include "viewer/reader/arena.h"

struct native_stream;
struct source;

struct stream {
	struct source *source;
	size_t port;     /* number of the stream in its graph; STREAM_NO_PORT: it only has a loss */
	uint32_t number; /* and in the whole reading */

	struct native_stream *native; /* the source's; NULL: babeltrace2 reads the stream */
	uint64_t skip_count; /* events of babeltrace2's that were given out natively before */

	const bt_message **messages; /* owned, and the references in it: events borrow from them */
	size_t message_count;
	struct event *events; /* owned; of these messages */
	size_t event_count;
	size_t capacity;    /* of both arrays */
	struct arena arena; /* the arguments of these events */
	size_t position;    /* of the first event, or record, that was not given out */

	bool is_beginning; /* what of it is wanted will be known soon */
	bool has_records;  /* is read as records: the events are those they need */
	/* Between one whose time is before all others, and one whose time is after them. */
	struct record *records;
	struct record *record_memory; /* owned */
	size_t record_count;
	size_t record_capacity;
	unsigned char *payloads; /* owned; of records of babeltrace2's events */
	size_t payload_capacity;
	int64_t record_key_ns;     /* of the last of them */
	struct record_trail trail; /* of those */
	bool is_slice;
	int64_t limit_ns; /* of a slice */

	/*
	 * What follows the last event is lost, because its file is damaged: the stream ends with an
	 * EVENT_LOST that says so.
	 */
	bool has_lost_rest;
	bool has_ended; /* its graph must not be asked again */

	int64_t last_ns; /* of the last event decoded */
	int64_t key_ns;  /* the highest time given out so far, or of the event at position: never
			    goes back, so that a clock that does leaves the stream in its own order */
};

enum stream_condition {
	STREAM_END = 1,
};

#define STREAM_NO_PORT SIZE_MAX

void stream_init(struct stream *stream, struct source *source, size_t port, uint32_t number);
void stream_finish(struct stream *stream);

/*
 * Drops the events at hand and gets the next ones, at least one. A stream that cannot be read on
 * is a problem in the trace list, and has ended.
 */
int stream_refill(struct stream *stream);

/* Events before and after these times may be left out; as stream_refill(), with some at hand. */
int stream_narrow(struct stream *stream, int64_t since_ns, int64_t until_ns);

/* Sets the key to the event, or the record, at `position`, which must exist. */
void stream_update_key(struct stream *stream);

/* Streams with events at hand as a binary heap, the one to go next at the top. */
struct stream_heap {
	struct stream **streams; /* owned, the streams are not */
	size_t count;
};

int stream_heap_init(struct stream_heap *heap, size_t capacity);
void stream_heap_finish(struct stream_heap *heap);
void stream_heap_add(struct stream_heap *heap, struct stream *stream);
void stream_heap_remove_top(struct stream_heap *heap);

/* After the key of the top has risen. */
void stream_heap_sink_top(struct stream_heap *heap);

/* How many events of the top come before those of every other stream; at least one. */
size_t stream_heap_run(const struct stream_heap *heap);

/* What stream_heap_merge() does, of streams that are read as records. */
size_t stream_heap_merge_records(struct stream_heap *heap, struct record *out, size_t capacity);

/*
 * Copies the next events of all streams, in their order, until there are `capacity` or one of the
 * streams has no more at hand: that one is then the top. Gives how many, at least one.
 */
size_t stream_heap_merge(struct stream_heap *heap, struct event *out, size_t capacity);
