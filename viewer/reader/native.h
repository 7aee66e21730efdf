/*
 * A trace of LTTng-UST's, read without babeltrace2: its stream files are mapped, and decoded with
 * layouts compiled from its metadata. Takes only traces whose metadata and packets it understands
 * completely, and gives for them exactly what the other reader gives.
 *
 * Where an event cannot be decoded after all, because it is damaged, the stream is stuck there: the
 * caller goes on with babeltrace2, behind as many events as it was given here.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/event.h"
#include "viewer/model/record.h"
#include "viewer/model/trace.h"

struct inspection;
struct native_stream;
struct native_trace;

enum native_condition {
	NATIVE_NOT_UNDERSTOOD = 1,
	NATIVE_END,
	NATIVE_STUCK,
	NATIVE_HOPELESS, /* stuck, and babeltrace2 would not survive it */
};

/* The folder as `inspection` found it; both it and `list` are borrowed. */
int native_open(
	struct native_trace **out, const struct inspection *inspection, struct trace_list *list);
void native_close(struct native_trace *trace);

/* Host, start time and completeness; the other members of `out` stay as they are. */
int native_describe(const struct native_trace *trace, struct trace *out);

/* Streams have the names that babeltrace2 gives them, and are in their order. */
size_t native_stream_count(const struct native_trace *trace);
const char *native_stream_name(const struct native_trace *trace, size_t stream);
struct native_stream *native_stream_get(const struct native_trace *trace, size_t stream);

/*
 * The next events of a stream, at least one and at most `capacity`, and counts them in the list.
 * `trace` and `stream` of each are those of `model`. Their strings are valid until the next call.
 */
int native_read(struct native_stream *stream, struct event *events, size_t capacity, size_t *count,
	const struct event *model);

/* Records, and the events that they stand for where they are no acquires or releases. */
struct record_batch {
	struct record *records;
	struct event *events;
	size_t capacity; /* of both */
	size_t count;
	size_t event_count;
	int64_t key_ns; /* of the last record, in the batch before too */
	/*
	 * What is at or after that time is left for later. Then the stream must be in order, and
	 * what proves not to be is an error: -EBADMSG.
	 */
	bool is_bounded;
	int64_t limit_ns;
};

/* The same in another form; a stream is read either way, not both. */
int native_read_records(
	struct native_stream *stream, struct record_batch *batch, const struct event *model);

/*
 * From here on a stream can be read several times over: gives false when it cannot. Its slices share
 * its files, and can be read at the same time.
 */
bool native_can_slice(const struct native_stream *stream);
uint64_t native_size(const struct native_stream *stream);
/* When about that part of its bytes has been read, by a packet's beginning. */
int64_t native_time_at(const struct native_stream *stream, double part);
/* A slice that begins with the packet that may have the first event at or after that time. */
int native_slice_open(struct native_stream **out, const struct native_stream *stream,
	int64_t begin_ns, struct trace_list *list);
void native_slice_close(struct native_stream *slice);
/* Names that are not the schema's are in the list before slices count them. */
int native_register_others(struct native_trace *trace);

/*
 * Leaves out, from here on, packets that end before the one time or begin after the other, if the
 * stream is in order; what is lost in them is counted all the same. True when what was read so far
 * is not wanted either. For native_read() only.
 */
bool native_narrow(struct native_stream *stream, int64_t since_ns, int64_t until_ns);

/* Before that: whether the indexes are right about all packets that are not left out. */
bool native_fits_index(const struct native_trace *trace, int64_t since_ns, int64_t until_ns);

/* How many events, losses among them, native_read() has given of this stream since it was narrowed. */
uint64_t native_given_count(const struct native_stream *stream);
