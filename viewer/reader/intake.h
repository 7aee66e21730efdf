/*
 * Messages of many streams from one port, as a muxer or a live source gives them: decoded to events
 * that know their stream and their trace. Used by the babeltrace2 sinks and by live readings.
 */
#pragma once

#include <babeltrace2/babeltrace.h>
#include <stddef.h>

#include "viewer/model/event.h"
#include "viewer/model/trace.h"
#include "viewer/reader/arena.h"

struct decoder;
struct known_stream;

struct intake {
	struct trace_list *list;      /* borrowed */
	struct decoder *decoder;      /* owned */
	struct arena arena;           /* the arguments of the event at hand */
	struct known_stream *streams; /* owned */
	size_t stream_count;
	size_t last; /* the stream met last */
};

enum intake_condition {
	INTAKE_NOTHING = 1, /* the message is neither an event nor a loss */
};

int intake_init(struct intake *intake, struct trace_list *list);
void intake_finish(struct intake *intake);

/* The event and what belongs to it are valid until the next call, and as long as the message. */
int intake_take(struct intake *intake, const bt_message *message, struct event *out);
