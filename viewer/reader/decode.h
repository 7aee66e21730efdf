/*
 * Turns babeltrace2 messages into events of the model, and counts them in a trace list. Where each
 * field of an event class goes is looked up once per class; after that no name is compared and
 * nothing is allocated. Used by the reader and by the babeltrace2 sinks.
 */
#pragma once

#include <babeltrace2/babeltrace.h>

#include "viewer/model/event.h"
#include "viewer/model/trace.h"

struct arena;
struct decoder;

/* Conditions of decoder_decode(). */
enum decoder_condition {
	DECODER_NOTHING = 1, /* the message is neither an event nor a loss */
};

/* `list` is borrowed; what it counts is counted here. Its `others` must not be reordered. */
int decoder_create(struct decoder **out, struct trace_list *list);
void decoder_destroy(struct decoder *decoder);

/*
 * Fills `out` but for `trace` and `stream`. Its strings live as long as the message; the name of
 * an EVENT_OTHER and the class of an EVENT_MESSAGE live as long as the decoder, a message's
 * arguments until the arena is reset. A message without a time has `previous_ns`.
 */
int decoder_decode(struct decoder *decoder, const bt_message *message, int64_t previous_ns,
	struct arena *arena, struct event *out);

/* Host, start time and completeness of a trace; the other members of `out` stay as they are. */
int decoder_describe_trace(const bt_trace *trace, struct trace *out);
