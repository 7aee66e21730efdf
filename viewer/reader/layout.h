/*
 * How the events of one class are decoded, compiled once from its declaration: which bytes go where
 * in struct event, and what must be walked over because its size is known only from the data.
 * Knows nothing of packets or clocks.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/event.h"

struct tsdl_event;
struct tsdl_stream;

/* Copies one number of a run of bytes. */
struct layout_load {
	uint32_t source;      /* in the run */
	uint16_t target;      /* in struct event, or the number of a length */
	uint8_t bytes;        /* 1, 2, 4 or 8 */
	uint8_t target_bytes; /* 1, 4 or 8; 0: the target is a length */
	bool is_signed;
	bool is_swapped;
	bool is_copy; /* its 4 or 8 bytes as they are */
};

enum layout_step_type {
	LAYOUT_RUN,      /* `bytes` of known size, with loads */
	LAYOUT_ALIGN,    /* to a multiple of `bytes` within the packet */
	LAYOUT_STRING,   /* up to its NUL; into struct event at `target`, if that is not 0 */
	LAYOUT_SEQUENCE, /* as many elements of `bytes` as length `target` says */
};

struct layout_step {
	enum layout_step_type type;
	uint16_t target;
	uint16_t load_begin;
	uint16_t load_end;
	uint64_t bytes;
	bool is_text; /* LAYOUT_SEQUENCE */
};

/* Layouts that are decoded by a function made for them: those of which there are millions. */
enum layout_shape {
	LAYOUT_GENERAL,
	LAYOUT_RUN_ONLY, /* a single run */
	LAYOUT_MESSAGE,  /* a single run, with nothing but process and thread to be loaded */
	LAYOUT_OBJECT,   /* a single run, an acquire or a release as tracelib writes it */
};

struct layout {
	enum layout_shape shape;
	uint32_t fixed_bytes; /* where the shape is not LAYOUT_GENERAL */
	uint32_t base;        /* where the first of the loads is, behind the context */
	uint8_t owner;        /* offsets in it, of what acquire and release do not have in common */
	uint8_t size;
	uint8_t tag;
	uint8_t site;
	struct event initial;
	struct message_class *message; /* owned; NULL: its events are no messages */
	bool is_own;
	bool is_special;    /* what struct event has is not all there is to do */
	bool is_registered; /* `other` is known */
	size_t other;       /* index in trace_list.others, when the type is EVENT_OTHER */
	uint32_t id;
	char *name;                /* owned */
	struct layout_step *steps; /* owned */
	size_t step_count;
	struct layout_load *loads; /* owned */
	size_t load_count;
	size_t length_count;
};

enum {
	LAYOUT_LENGTH_MAX = 32,
	LAYOUT_ALIGN_MAX = 64, /* bytes */
};

/*
 * Elements of a sequence that is not text. A length beyond it is damage that babeltrace2 does not survive: it
 * makes a field for each element before it looks whether they are there.
 */
enum {
	LAYOUT_POSSIBLE_MAX = 1 << 24
};

enum layout_condition {
	LAYOUT_NOT_UNDERSTOOD = 1,
};

/* `out` is to be finished in any case. */
int layout_init(
	struct layout *out, const struct tsdl_event *event, const struct tsdl_stream *stream);
void layout_finish(struct layout *layout);

/* The part of a packet that an event is decoded from. */
struct layout_cursor {
	const unsigned char *packet;
	uint64_t at; /* in the packet */
	uint64_t end;
	bool has_impossible_length; /* why the event could not be decoded: see LAYOUT_POSSIBLE_MAX */
};

/*
 * Decodes one event at the cursor, and moves it behind. False when the event does not end before
 * the cursor's end; then the cursor and `out` are anything. Time, trace and stream stay unset.
 */
bool layout_decode(const struct layout *layout, struct layout_cursor *cursor, struct event *out);

/* The same for a layout whose fixed_bytes are known to be there. */
void layout_decode_run(const struct layout *layout, const unsigned char *bytes, struct event *out);
