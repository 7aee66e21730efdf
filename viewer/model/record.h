/*
 * Events in their shortest form, for an analysis that can do without most of what struct event
 * tells: an acquire or a release stays where it is in the trace, as the schema lays it out, and is
 * pointed at; any other event is decoded. Knows nothing of where traces come from.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "viewer/model/event.h"
#include "viewer/model/trace.h"

enum record_type {
	RECORD_ACQUIRE,
	RECORD_RELEASE,
	RECORD_EVENT, /* what is pointed at is a struct event */
};

/* Valid as events are: until the reader is asked for more. Payloads in a slice are, as long as it. */
struct record {
	int64_t time_ns; /* never goes back; an event tells its own */
	uint64_t word;
};

/*
 * Bits of record.word: an address, which takes no more of them, and from here on the number of the
 * stream and what the record is.
 */
enum {
	RECORD_STREAM_SHIFT = 48,
	RECORD_RELEASE_SHIFT = 62,
	RECORD_APART_SHIFT = 63,
	/* Events tell themselves, and so do acquires and releases of more streams than that. */
	RECORD_STREAM_MAX = (1 << (RECORD_RELEASE_SHIFT - RECORD_STREAM_SHIFT)) - 1,
};

/*
 * An event, or an acquire or a release that does not follow the one before it in the stream: that is
 * of the same thread and driver, and the next one of them by its seq.
 */
static const uint64_t record_is_apart = UINT64_C(1) << RECORD_APART_SHIFT;

/* Payloads of acquire and release, see the schema: little-endian, without gaps. */
enum record_payload {
	RECORD_THREAD = 0, /* pid, and tid behind it */
	RECORD_TID = 4,
	RECORD_SEQ = 8,
	RECORD_DRIVER = 12,
	RECORD_KIND = 16,
	RECORD_HANDLE = 20,
	RECORD_OWNER = 28, /* from here on of an acquire only */
	RECORD_SIZE = 36,
	RECORD_TAG = 44,
	RECORD_SITE = 48,
	RECORD_ACQUIRE_BYTES = 56,
	RECORD_RELEASE_SITE = 28,
	RECORD_RELEASE_BYTES = 36,
};

static inline uint32_t record_get_32(const unsigned char *payload, uint32_t offset)
{
	uint32_t number;

	memcpy(&number, payload + offset, sizeof(number));
	return number;
}

static inline uint64_t record_get_64(const unsigned char *payload, uint32_t offset)
{
	uint64_t number;

	memcpy(&number, payload + offset, sizeof(number));
	return number;
}

static inline void record_put_32(unsigned char *payload, uint32_t offset, uint32_t number)
{
	memcpy(payload + offset, &number, sizeof(number));
}

static inline void record_put_64(unsigned char *payload, uint32_t offset, uint64_t number)
{
	memcpy(payload + offset, &number, sizeof(number));
}

/* The payload of an acquire or a release, RECORD_ACQUIRE_BYTES at most. */
static inline void record_lay_out(unsigned char *payload, const struct event *event)
{
	record_put_32(payload, RECORD_THREAD, (uint32_t)event->pid);
	record_put_32(payload, RECORD_TID, (uint32_t)event->tid);
	record_put_32(payload, RECORD_SEQ, event->seq);
	record_put_32(payload, RECORD_DRIVER, event->driver);
	record_put_32(payload, RECORD_KIND, event->kind);
	record_put_64(payload, RECORD_HANDLE, event->handle);
	if (event->type == EVENT_RELEASE) {
		record_put_64(payload, RECORD_RELEASE_SITE, event->site);
		return;
	}
	record_put_64(payload, RECORD_OWNER, event->acquire.owner);
	record_put_64(payload, RECORD_SIZE, event->acquire.size_bytes);
	record_put_32(payload, RECORD_TAG, event->acquire.tag);
	record_put_64(payload, RECORD_SITE, event->site);
}

static inline const void *record_data(const struct record *record)
{
	const uint64_t mask = (UINT64_C(1) << RECORD_STREAM_SHIFT) - 1;

	return (const void *)(uintptr_t)(record->word & mask);
}

static inline uint32_t record_stream(const struct record *record)
{
	return (uint32_t)(record->word >> RECORD_STREAM_SHIFT) & RECORD_STREAM_MAX;
}

static inline bool record_is_event(const struct record *record)
{
	return record_stream(record) == RECORD_STREAM_MAX;
}

static inline enum record_type record_type(const struct record *record)
{
	if (record_is_event(record))
		return RECORD_EVENT;
	return record->word >> RECORD_RELEASE_SHIFT & 1 ? RECORD_RELEASE : RECORD_ACQUIRE;
}

/* Of an acquire in a stream below RECORD_STREAM_MAX. */
static inline uint64_t record_word(const void *payload, uint32_t stream)
{
	return (uint64_t)(uintptr_t)payload | (uint64_t)stream << RECORD_STREAM_SHIFT;
}

static inline struct record record_of_event(const struct event *event, int64_t time_ns)
{
	return (struct record){ time_ns, record_word(event, RECORD_STREAM_MAX) | record_is_apart };
}

/* Where the last acquire or release of a stream leaves its thread: pid and tid, seq and driver. */
struct record_trail {
	uint64_t ids;
	uint64_t seq;
};

/* Whether it is what is next there; it is the last one then. */
static inline bool record_follow(struct record_trail *trail, const unsigned char *payload)
{
	const struct record_trail last = *trail;

	trail->ids = record_get_64(payload, RECORD_THREAD);
	trail->seq = record_get_64(payload, RECORD_SEQ);
	return trail->ids == last.ids && trail->seq == last.seq + 1;
}

/* Of an acquire or a release. */
static inline uint32_t record_trace(const struct record *record, const struct trace_list *list)
{
	return list->stream_traces[record_stream(record)];
}

/* What an acquire or a release stands for, in full; nothing that its type does not have is set. */
static inline void record_expand_object(
	struct event *out, const struct record *record, const struct trace_list *list)
{
	const unsigned char *payload = record_data(record);

	out->trace = record_trace(record, list);
	out->stream = record_stream(record);
	out->time_ns = record->time_ns;
	out->pid = (int32_t)record_get_32(payload, RECORD_THREAD);
	out->tid = (int32_t)record_get_32(payload, RECORD_TID);
	out->seq = record_get_32(payload, RECORD_SEQ);
	out->driver = record_get_32(payload, RECORD_DRIVER);
	out->kind = record_get_32(payload, RECORD_KIND);
	out->handle = record_get_64(payload, RECORD_HANDLE);
	if (record_type(record) == RECORD_RELEASE) {
		out->type = EVENT_RELEASE;
		out->site = record_get_64(payload, RECORD_RELEASE_SITE);
		return;
	}
	out->type = EVENT_ACQUIRE;
	out->site = record_get_64(payload, RECORD_SITE);
	out->acquire.owner = record_get_64(payload, RECORD_OWNER);
	out->acquire.size_bytes = record_get_64(payload, RECORD_SIZE);
	out->acquire.tag = record_get_32(payload, RECORD_TAG);
}

/* What the record stands for, whatever it is. */
static inline struct event record_expand(const struct record *record, const struct trace_list *list)
{
	struct event event = { .type = EVENT_OTHER };

	if (record_is_event(record))
		return *(const struct event *)record_data(record);
	record_expand_object(&event, record, list);
	return event;
}
