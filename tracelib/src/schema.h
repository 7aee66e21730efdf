/*
 * The events of tracelib/README.md as LTTng-UST descriptors. Data only: field types, names,
 * enumerations and log levels. What fires is in probe.c.
 */
#pragma once

#include <lttng/tracepoint-types.h>
#include <lttng/ust-events.h>

enum schema_event {
	SCHEMA_PROCESS_START,
	SCHEMA_PROCESS_END,
	SCHEMA_MODULE,
	SCHEMA_DRIVER_INIT,
	SCHEMA_DRIVER_CLEANUP,
	SCHEMA_KIND,
	SCHEMA_ACQUIRE,
	SCHEMA_RELEASE,
	SCHEMA_STAGE,
	SCHEMA_TRANSFER,
	SCHEMA_REFERENCE,
	SCHEMA_DEREFERENCE,
	SCHEMA_SPAN_BEGIN,
	SCHEMA_SPAN_END,
	SCHEMA_STATE,
	SCHEMA_FAULT,
	SCHEMA_VIOLATION,
	SCHEMA_EVENT_COUNT,
};

/* Of an event, the prefix included. */
#define SCHEMA_FIELDS_MAX 16

extern struct lttng_ust_tracepoint schema_tracepoints[SCHEMA_EVENT_COUNT];
extern struct lttng_ust_tracepoint *const schema_tracepoint_list[SCHEMA_EVENT_COUNT];
extern const struct lttng_ust_tracepoint_class schema_classes[SCHEMA_EVENT_COUNT];
extern const struct lttng_ust_probe_desc schema_provider;

/* The number of a built-in kind, DRVTRACE_KIND_NONE when `name` is none. */
unsigned int schema_kind_by_name(const char *name);

/* What LTTng calls for each session that records the event; defined by probe.c. */
void probe_fire(void);
