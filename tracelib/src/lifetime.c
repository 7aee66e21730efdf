#include <drvtrace/lifetime.h>

#include "tracelib/src/probe.h"

#define FILE_MAX 1024

/* A call whose driver has no number, or that names nothing, emits nothing. */
static uint32_t number_of(const struct drvtrace_driver *driver, const void *handle)
{
	return driver && handle ? __atomic_load_n(&driver->id, __ATOMIC_RELAXED) : 0;
}

/* The payloads of which there are millions, as the schema has them: their places are known. */
struct __attribute__((packed)) acquire {
	unsigned char prefix[PAYLOAD_PREFIX];
	uint32_t driver;
	uint32_t kind;
	uint64_t handle;
	uint64_t owner;
	uint64_t size;
	uint32_t tag;
	uint64_t site;
};

struct __attribute__((packed)) release {
	unsigned char prefix[PAYLOAD_PREFIX];
	uint32_t driver;
	uint32_t kind;
	uint64_t handle;
	uint64_t site;
};

void drvtrace_acquire(struct drvtrace_driver *driver, uint32_t kind, const void *handle,
	uint64_t size, uint32_t tag, const void *owner, const void *site)
{
	struct acquire event;
	struct payload payload = { (unsigned char *)&event, sizeof(event), sizeof(event) };

	if (!probe_is_on(SCHEMA_ACQUIRE))
		return;
	event.driver = number_of(driver, handle);
	if (!event.driver)
		return;
	if (!site)
		site = __builtin_return_address(0);
	event.kind = kind;
	event.handle = (uintptr_t)handle;
	event.owner = (uintptr_t)owner;
	event.size = size;
	event.tag = tag;
	event.site = (uintptr_t)site;
	probe_emit(SCHEMA_ACQUIRE, &payload, site);
}

void drvtrace_release(
	struct drvtrace_driver *driver, uint32_t kind, const void *handle, const void *site)
{
	struct release event;
	struct payload payload = { (unsigned char *)&event, sizeof(event), sizeof(event) };

	if (!probe_is_on(SCHEMA_RELEASE))
		return;
	event.driver = number_of(driver, handle);
	if (!event.driver)
		return;
	if (!site)
		site = __builtin_return_address(0);
	event.kind = kind;
	event.handle = (uintptr_t)handle;
	event.site = (uintptr_t)site;
	probe_emit(SCHEMA_RELEASE, &payload, site);
}

void drvtrace_transfer(struct drvtrace_driver *driver, uint32_t kind, const void *handle,
	const void *owner, struct drvtrace_driver *new_driver, const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 48);
	uint32_t id = number_of(driver, handle);

	if (!id || !probe_is_on(SCHEMA_TRANSFER))
		return;
	if (!site)
		site = __builtin_return_address(0);
	payload_u32(&payload, id);
	payload_u32(&payload, kind);
	payload_address(&payload, handle);
	payload_address(&payload, owner);
	payload_u32(&payload, new_driver ? number_of(new_driver, handle) : id);
	payload_address(&payload, site);
	probe_emit(SCHEMA_TRANSFER, &payload, site);
}

/* What reference and dereference have in common; both events have the same fields. */
static void emit_count(enum schema_event event, const struct drvtrace_driver *driver, uint32_t kind,
	const void *handle, const void *tag, int32_t count, uint32_t line, const char *file,
	const void *site)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 64 + FILE_MAX);
	uint32_t id = number_of(driver, handle);

	if (!id)
		return;
	payload_address(&payload, handle);
	payload_address(&payload, tag);
	payload_i32(&payload, count);
	payload_address(&payload, site);
	payload_u32(&payload, line);
	payload_string(&payload, file, FILE_MAX);
	payload_u32(&payload, id);
	payload_u32(&payload, kind);
	probe_emit(event, &payload, site);
}

void drvtrace_reference(struct drvtrace_driver *driver, uint32_t kind, const void *handle,
	const void *tag, int32_t count, uint32_t line, const char *file, const void *site)
{
	if (probe_is_on(SCHEMA_REFERENCE))
		emit_count(SCHEMA_REFERENCE, driver, kind, handle, tag, count, line, file,
			site ? site : __builtin_return_address(0));
}

void drvtrace_dereference(struct drvtrace_driver *driver, uint32_t kind, const void *handle,
	const void *tag, int32_t count, uint32_t line, const char *file, const void *site)
{
	if (probe_is_on(SCHEMA_DEREFERENCE))
		emit_count(SCHEMA_DEREFERENCE, driver, kind, handle, tag, count, line, file,
			site ? site : __builtin_return_address(0));
}

void drvtrace_stage(struct drvtrace_driver *driver, uint32_t kind, const void *handle,
	enum drvtrace_stage stage, enum drvtrace_phase phase, const void *callback)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 32);
	uint32_t id = number_of(driver, handle);

	if (!id || !probe_is_on(SCHEMA_STAGE))
		return;
	payload_address(&payload, handle);
	payload_u8(&payload, (uint8_t)stage);
	payload_u8(&payload, (uint8_t)phase);
	payload_u32(&payload, id);
	payload_u32(&payload, kind);
	payload_address(&payload, callback);
	probe_emit(SCHEMA_STAGE, &payload, callback);
}
