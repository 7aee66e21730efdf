#include "viewer/reader/schema.h"

#include <stddef.h>
#include <string.h>

#define FIELD(type, name, member, slot)                                                            \
	{                                                                                          \
		type, name, offsetof(struct event, member), slot                                   \
	}

static const char provider[] = "drvtrace:";

static const char *const event_names[EVENT_TYPE_COUNT] = {
	[EVENT_PROCESS_START] = "process_start",
	[EVENT_PROCESS_END] = "process_end",
	[EVENT_MODULE] = "module",
	[EVENT_DRIVER_INIT] = "driver_init",
	[EVENT_DRIVER_CLEANUP] = "driver_cleanup",
	[EVENT_KIND] = "kind",
	[EVENT_ACQUIRE] = "acquire",
	[EVENT_RELEASE] = "release",
	[EVENT_STAGE] = "stage",
	[EVENT_TRANSFER] = "transfer",
	[EVENT_REFERENCE] = "reference",
	[EVENT_DEREFERENCE] = "dereference",
	[EVENT_SPAN_BEGIN] = "span_begin",
	[EVENT_SPAN_END] = "span_end",
	[EVENT_STATE] = "state",
	[EVENT_FAULT] = "fault",
	[EVENT_VIOLATION] = "violation",
};

/* Rows of EVENT_OTHER hold for every event of the schema. */
static const struct schema_field fields[] = {
	FIELD(EVENT_OTHER, "pid", pid, SCHEMA_32),
	FIELD(EVENT_OTHER, "tid", tid, SCHEMA_32),
	FIELD(EVENT_OTHER, "seq", seq, SCHEMA_32),
	FIELD(EVENT_OTHER, "driver", driver, SCHEMA_32),
	FIELD(EVENT_OTHER, "kind", kind, SCHEMA_32),
	FIELD(EVENT_OTHER, "handle", handle, SCHEMA_64),
	FIELD(EVENT_OTHER, "site", site, SCHEMA_64),
	FIELD(EVENT_PROCESS_START, "name", process_start.name, SCHEMA_STRING),
	FIELD(EVENT_PROCESS_START, "path", process_start.path, SCHEMA_STRING),
	FIELD(EVENT_PROCESS_START, "ppid", process_start.ppid, SCHEMA_32),
	FIELD(EVENT_PROCESS_END, "status", process_end.status, SCHEMA_32),
	FIELD(EVENT_MODULE, "base", module.base, SCHEMA_64),
	FIELD(EVENT_MODULE, "size", module.size_bytes, SCHEMA_64),
	FIELD(EVENT_MODULE, "path", module.path, SCHEMA_STRING),
	FIELD(EVENT_MODULE, "build_id", module.build_id, SCHEMA_STRING),
	FIELD(EVENT_DRIVER_INIT, "name", driver_init.name, SCHEMA_STRING),
	FIELD(EVENT_DRIVER_INIT, "path", driver_init.path, SCHEMA_STRING),
	FIELD(EVENT_DRIVER_INIT, "control_guid", driver_init.control_guid, SCHEMA_STRING),
	FIELD(EVENT_DRIVER_INIT, "flag_names", driver_init.flag_names, SCHEMA_STRING),
	FIELD(EVENT_DRIVER_CLEANUP, "how", driver_cleanup.how, SCHEMA_32),
	FIELD(EVENT_KIND, "id", kind_name.id, SCHEMA_32),
	FIELD(EVENT_KIND, "name", kind_name.name, SCHEMA_STRING),
	FIELD(EVENT_ACQUIRE, "owner", acquire.owner, SCHEMA_64),
	FIELD(EVENT_ACQUIRE, "size", acquire.size_bytes, SCHEMA_64),
	FIELD(EVENT_ACQUIRE, "tag", acquire.tag, SCHEMA_32),
	FIELD(EVENT_STAGE, "stage", stage.stage, SCHEMA_32),
	FIELD(EVENT_STAGE, "phase", stage.phase, SCHEMA_32),
	FIELD(EVENT_TRANSFER, "owner", transfer.owner, SCHEMA_64),
	FIELD(EVENT_TRANSFER, "new_driver", transfer.new_driver, SCHEMA_32),
	FIELD(EVENT_REFERENCE, "tag", reference.tag, SCHEMA_64),
	FIELD(EVENT_REFERENCE, "count", reference.count, SCHEMA_32),
	FIELD(EVENT_REFERENCE, "line", reference.line, SCHEMA_32),
	FIELD(EVENT_REFERENCE, "file", reference.file, SCHEMA_STRING),
	FIELD(EVENT_DEREFERENCE, "tag", reference.tag, SCHEMA_64),
	FIELD(EVENT_DEREFERENCE, "count", reference.count, SCHEMA_32),
	FIELD(EVENT_DEREFERENCE, "line", reference.line, SCHEMA_32),
	FIELD(EVENT_DEREFERENCE, "file", reference.file, SCHEMA_STRING),
	FIELD(EVENT_SPAN_BEGIN, "name", span.name, SCHEMA_STRING),
	FIELD(EVENT_SPAN_END, "name", span.name, SCHEMA_STRING),
	FIELD(EVENT_SPAN_END, "status", span.status, SCHEMA_32),
	FIELD(EVENT_STATE, "state", state.state, SCHEMA_32),
	FIELD(EVENT_STATE, "status", state.status, SCHEMA_32),
	FIELD(EVENT_STATE, "name", state.name, SCHEMA_STRING),
	FIELD(EVENT_FAULT, "point", fault.point, SCHEMA_STRING),
	FIELD(EVENT_FAULT, "nth", fault.nth, SCHEMA_32),
	FIELD(EVENT_VIOLATION, "rule", violation.rule, SCHEMA_STRING),
	FIELD(EVENT_VIOLATION, "text", violation.text, SCHEMA_STRING),
};

#define FIELD_COUNT (sizeof(fields) / sizeof(fields[0]))

enum event_type schema_event_type(const char *name)
{
	if (strncmp(name, provider, strlen(provider)) != 0)
		return EVENT_OTHER;

	name += strlen(provider);
	for (size_t i = 0; i < EVENT_TYPE_COUNT; i++)
		if (event_names[i] && strcmp(event_names[i], name) == 0)
			return (enum event_type)i;

	return EVENT_OTHER;
}

const struct schema_field *schema_find_field(enum event_type type, const char *name)
{
	if (type == EVENT_OTHER)
		return NULL;

	for (size_t i = 0; i < FIELD_COUNT; i++)
		if ((fields[i].type == type || fields[i].type == EVENT_OTHER) &&
			strcmp(fields[i].name, name) == 0)
			return &fields[i];

	return NULL;
}

struct event schema_default_event(enum event_type type)
{
	static const char *const empty = "";
	struct event event = { .type = type };

	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (fields[i].type == type && fields[i].slot == SCHEMA_STRING)
			memcpy((char *)&event + fields[i].offset, &empty, sizeof(empty));

	return event;
}

bool schema_is_whole(const bool seen[EVENT_TYPE_COUNT])
{
	for (int type = 0; type < EVENT_TYPE_COUNT; type++) {
		bool is_of_schema =
			type != EVENT_OTHER && type != EVENT_LOST && type != EVENT_MESSAGE;

		if (is_of_schema && !seen[type])
			return false;
	}
	return true;
}
