/*
 * WPP messages: from an event class with a dictionary in its URI to a message class, once, and from
 * each of its events to typed arguments.
 */
#pragma once

#include <babeltrace2/babeltrace.h>
#include <stdint.h>

#include "viewer/model/event.h"

struct arena;
struct message_plan;

enum message_plan_condition {
	MESSAGE_PLAN_NO_MESSAGE = 1, /* the class is not one of a message */
};

/* `id`: of the message class that becomes part of the plan. */
int message_plan_create(struct message_plan **out, const bt_event_class *class, uint32_t id);
void message_plan_destroy(struct message_plan *plan);

/* What all events of the class have in common. */
void message_plan_prepare(const struct message_plan *plan, struct event *event);

/* The rest of it: arguments, level and CPU. Texts are the message's, all else is the arena's. */
int message_plan_decode(const struct message_plan *plan, const bt_event *from, struct arena *arena,
	struct event *event);
