#include <drvtrace/span.h>

#include "tracelib/src/probe.h"

#define SPAN_NAME_MAX 256

/* A span without a name, or of a driver without a number, emits nothing. */
static uint32_t number_of(const struct drvtrace_driver *driver, const char *name)
{
	return driver && name ? __atomic_load_n(&driver->id, __ATOMIC_RELAXED) : 0;
}

void drvtrace_span_begin(struct drvtrace_driver *driver, const char *name, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16 + SPAN_NAME_MAX);
	uint32_t id = number_of(driver, name);

	if (!id || !probe_is_on(SCHEMA_SPAN_BEGIN))
		return;
	if (!site)
		site = __builtin_return_address(0);
	payload_u32(&payload, id);
	payload_string(&payload, name, SPAN_NAME_MAX);
	payload_address(&payload, site);
	probe_emit(SCHEMA_SPAN_BEGIN, &payload, site);
}

void drvtrace_span_end(
	struct drvtrace_driver *driver, const char *name, int32_t status, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16 + SPAN_NAME_MAX);
	uint32_t id = number_of(driver, name);

	if (!id || !probe_is_on(SCHEMA_SPAN_END))
		return;
	if (!site)
		site = __builtin_return_address(0);
	payload_u32(&payload, id);
	payload_i32(&payload, status);
	payload_address(&payload, site);
	payload_string(&payload, name, SPAN_NAME_MAX);
	probe_emit(SCHEMA_SPAN_END, &payload, site);
}
