/*
 * Events that have handles: those of programs, and those that drivers create by name. Others are in the
 * driver's own memory.
 */
#pragma once

#include "drivers/framework/wdm/handle.h"

#include <wdm/dispatcher.h>
#include <wdm/object.h>

extern const struct ob_type ex_event_type;

/*
 * One reference, the caller's. With a name it may be one that is there already: `is_new` says so.
 * STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS ex_event_create(struct ob_object **out, EVENT_TYPE type, BOOLEAN state,
	PCUNICODE_STRING name, bool *is_new);

/* With a reference for the caller; STATUS_OBJECT_NAME_NOT_FOUND. */
NTSTATUS ex_event_open(struct ob_object **out, PCUNICODE_STRING name);

PKEVENT ex_event_body(struct ob_object *object);

/* The event at that address, with a reference for the caller; NULL when there is none. */
struct ob_object *ex_event_find(const void *body);
