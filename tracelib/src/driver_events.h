/* The events of a driver's own life, for the calls that begin and end it (driver.c, wpp.c). */
#pragma once

#include <drvtrace/driver.h>

#include "tracelib/src/registry.h"

/* What begins the tracing of a driver; `path` NULL: that of the module which holds `descriptor`. */
void emit_driver_begin(const struct registration *registration,
	const struct drvtrace_driver *descriptor, const char *path, const void *site);

/* What ends it. It is not released, only forgotten, when its module goes away under it. */
void emit_driver_end(
	const struct registration *registration, enum drvtrace_cleanup_how how, const void *site);

/* module and state LOADED, for a driver that has just been given its number. */
void emit_loaded(const struct registration *registration, const void *address, const void *site);

struct lttng_ust_session;

/* Tells a session that was not there before of a driver. */
void emit_presence(uint32_t driver, const char *name, const struct lttng_ust_session *session);

void emit_state(uint32_t driver, enum drvtrace_state state, int32_t status, const char *name,
	const void *site);
void emit_violation(
	uint32_t driver, const char *rule, const void *handle, const void *site, const char *text);

/* Ends the registrations whose module has gone, before a new one is made. */
void end_stale_registrations(const struct drvtrace_driver *new_descriptor, const void *site);
