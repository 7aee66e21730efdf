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

enum record_type {
	RECORD_ACQUIRE,
	RECORD_RELEASE,
	RECORD_EVENT, /* `data` is a struct event */
};

/* Valid as events are: until the reader is asked for more. Payloads in a slice are, as long as it. */
struct record {
	int64_t time_ns; /* never goes back; an event tells its own */
	const void *data;
	uint32_t stream;
	uint32_t trace;
	uint64_t type; /* record_type */
};

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

/* What the record stands for, in full. */
static inline struct event record_expand(const struct record *record)
{
	const unsigned char *payload = record->data;
	struct event event = { .type = EVENT_RELEASE };

	if (record->type == RECORD_EVENT)
		return *(const struct event *)record->data;
	event.trace = record->trace;
	event.stream = record->stream;
	event.time_ns = record->time_ns;
	event.pid = (int32_t)record_get_32(payload, RECORD_THREAD);
	event.tid = (int32_t)record_get_32(payload, RECORD_TID);
	event.seq = record_get_32(payload, RECORD_SEQ);
	event.driver = record_get_32(payload, RECORD_DRIVER);
	event.kind = record_get_32(payload, RECORD_KIND);
	event.handle = record_get_64(payload, RECORD_HANDLE);
	if (record->type == RECORD_RELEASE) {
		event.site = record_get_64(payload, RECORD_RELEASE_SITE);
		return event;
	}
	event.type = EVENT_ACQUIRE;
	event.site = record_get_64(payload, RECORD_SITE);
	event.acquire.owner = record_get_64(payload, RECORD_OWNER);
	event.acquire.size_bytes = record_get_64(payload, RECORD_SIZE);
	event.acquire.tag = record_get_32(payload, RECORD_TAG);
	return event;
}
