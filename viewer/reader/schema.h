/*
 * The event schema of tracelib/README.md as data: which field of which event goes where in
 * struct event. Knows nothing of babeltrace2.
 */
#pragma once

#include <stdint.h>

#include "viewer/model/event.h"

/* What a field is in struct event. */
enum schema_slot {
	SCHEMA_8,
	SCHEMA_32,
	SCHEMA_64,
	SCHEMA_STRING,
};

struct schema_field {
	enum event_type type;
	const char *name;
	uint16_t offset;
	enum schema_slot slot;
};

/* By the full name of the event, "drvtrace:acquire": EVENT_OTHER when it is not of the schema. */
enum event_type schema_event_type(const char *name);

/* NULL when an event of this type has no such field. */
const struct schema_field *schema_find_field(enum event_type type, const char *name);

/* The event with every field at its default: numbers 0, strings empty. */
struct event schema_default_event(enum event_type type);

/* Whether every event of the schema is among those seen, so that a gap in seq is a loss. */
bool schema_is_whole(const bool seen[EVENT_TYPE_COUNT]);
