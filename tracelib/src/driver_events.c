#include "tracelib/src/driver_events.h"

#include <drvtrace/lifetime.h>

#include "tracelib/src/module.h"
#include "tracelib/src/probe.h"

#define GUIDS_MAX 2048
#define TEXT_MAX  1024
#define RULE_MAX  128

/* What the expansions of WPP_CONTROL_GUIDS leave: separators in front, and GUIDs in any case. */
static void payload_guids(struct payload *payload, const char *guids)
{
	unsigned char *begin = payload->bytes + payload->size;

	payload_string(payload, guids, GUIDS_MAX);
	for (unsigned char *at = begin; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at |= 0x20;
}

static void payload_flags(struct payload *payload, const char *flags)
{
	unsigned char *begin = payload->bytes + payload->size;
	unsigned char *to = begin;

	payload_string(payload, flags, GUIDS_MAX);
	for (const unsigned char *from = begin; *from; from++)
		if (*from != ',' || (to > begin && to[-1] != ',' && to[-1] != ';'))
			*to++ = *from;
	*to++ = '\0';
	payload->size = (size_t)(to - payload->bytes);
}

static void emit_init(const struct registration *registration,
	const struct drvtrace_driver *descriptor, const char *path, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16 + REGISTRY_NAME_MAX + PATH_MAX + 2 * GUIDS_MAX);
	struct module module;

	if (!probe_is_on(SCHEMA_DRIVER_INIT))
		return;
	if (!path)
		path = module_find(&module, descriptor) ? module.path : "";
	payload_u32(&payload, registration->id);
	payload_string(&payload, registration->name, REGISTRY_NAME_MAX);
	payload_string(&payload, path, PATH_MAX);
	payload_guids(&payload, descriptor->control_guid);
	payload_flags(&payload, descriptor->flag_names);
	payload_address(&payload, site);
	probe_emit(SCHEMA_DRIVER_INIT, &payload, site);
}

/* The registration itself is a resource; the descriptor's address is its handle. */
static void emit_tracing(
	enum schema_event event, const struct registration *registration, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 48);

	if (!probe_is_on(event))
		return;
	payload_u32(&payload, registration->id);
	payload_u32(&payload, DRVTRACE_KIND_TRACING);
	payload_address(&payload, registration->descriptor);
	if (event == SCHEMA_ACQUIRE) {
		payload_address(&payload, NULL);
		payload_u64(&payload, 0);
		payload_u32(&payload, 0);
	}
	payload_address(&payload, site);
	probe_emit(event, &payload, site);
}

void emit_driver_begin(const struct registration *registration,
	const struct drvtrace_driver *descriptor, const char *path, const void *site)
{
	if (!registration->is_shared)
		emit_loaded(registration, registration->module ? descriptor : site, site);
	emit_init(registration, descriptor, path, site);
	emit_tracing(SCHEMA_ACQUIRE, registration, site);
}

static void emit_cleanup(
	const struct registration *registration, enum drvtrace_cleanup_how how, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16);

	if (!probe_is_on(SCHEMA_DRIVER_CLEANUP))
		return;
	payload_u32(&payload, registration->id);
	payload_u8(&payload, (uint8_t)how);
	payload_address(&payload, site);
	probe_emit(SCHEMA_DRIVER_CLEANUP, &payload, site);
}

void emit_driver_end(
	const struct registration *registration, enum drvtrace_cleanup_how how, const void *site)
{
	if (how != DRVTRACE_CLEANUP_UNLOAD)
		emit_tracing(SCHEMA_RELEASE, registration, site);
	emit_cleanup(registration, how, site);
	if (!registration->is_shared)
		emit_state(registration->id, DRVTRACE_STATE_UNLOADED, 0, registration->name, site);
}

void emit_loaded(const struct registration *registration, const void *address, const void *site)
{
	module_emit(address, registration->id, site);
	emit_state(registration->id, DRVTRACE_STATE_LOADED, 0, registration->name, site);
}

static void emit_state_to(const struct lttng_ust_session *only, uint32_t driver,
	enum drvtrace_state state, int32_t status, const char *name, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16 + REGISTRY_NAME_MAX);

	if (!probe_is_on(SCHEMA_STATE))
		return;
	payload_u32(&payload, driver);
	payload_u8(&payload, (uint8_t)state);
	payload_i32(&payload, status);
	payload_string(&payload, name, REGISTRY_NAME_MAX);
	probe_emit_to(only, SCHEMA_STATE, &payload, site);
}

void emit_state(uint32_t driver, enum drvtrace_state state, int32_t status, const char *name,
	const void *site)
{
	emit_state_to(NULL, driver, state, status, name, site);
}

void emit_presence(uint32_t driver, const char *name, const struct lttng_ust_session *session)
{
	emit_state_to(session, driver, DRVTRACE_STATE_LOADED, 0, name, NULL);
}

void emit_violation(
	uint32_t driver, const char *rule, const void *handle, const void *site, const char *text)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 32 + RULE_MAX + TEXT_MAX);

	if (!probe_is_on(SCHEMA_VIOLATION))
		return;
	payload_u32(&payload, driver);
	payload_string(&payload, rule, RULE_MAX);
	payload_address(&payload, handle);
	payload_address(&payload, site);
	payload_string(&payload, text, TEXT_MAX);
	probe_emit(SCHEMA_VIOLATION, &payload, site);
}

void end_stale_registrations(const struct drvtrace_driver *new_descriptor, const void *site)
{
	struct registration gone;

	while (registry_remove_stale(&gone, new_descriptor))
		emit_driver_end(&gone, DRVTRACE_CLEANUP_UNLOAD, site);
}
