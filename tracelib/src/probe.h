/*
 * The one probe that writes every event: a packed payload, built on the caller's stack, handed to
 * whoever records or watches the event. Knows nothing of drivers.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "tracelib/src/schema.h"

/* pid, tid, seq: room for them is left in front, the probe fills them in. */
#define PAYLOAD_PREFIX 12
/* Of a message: pid and tid alone. */
#define PAYLOAD_MESSAGE_PREFIX 8

struct payload {
	unsigned char *bytes;
	size_t size;
	size_t capacity;
};

/* Declares an empty payload. The integers of the event must fit; strings are cut. */
#define PAYLOAD(name, capacity_)                                                                   \
	unsigned char name##_bytes[capacity_];                                                     \
	struct payload name = { name##_bytes, PAYLOAD_PREFIX, capacity_ }

static inline void payload_add(struct payload *payload, const void *value, size_t size)
{
	memcpy(payload->bytes + payload->size, value, size);
	payload->size += size;
}

static inline void payload_u8(struct payload *payload, uint8_t value)
{
	payload_add(payload, &value, sizeof(value));
}

static inline void payload_u32(struct payload *payload, uint32_t value)
{
	payload_add(payload, &value, sizeof(value));
}

static inline void payload_i32(struct payload *payload, int32_t value)
{
	payload_add(payload, &value, sizeof(value));
}

static inline void payload_u64(struct payload *payload, uint64_t value)
{
	payload_add(payload, &value, sizeof(value));
}

static inline void payload_address(struct payload *payload, const void *address)
{
	payload_u64(payload, (uintptr_t)address);
}

/*
 * At most `limit` bytes of `text`, 0 included; cut between UTF-8 characters. NULL is "". The
 * limits of one event must add up to less than the capacity.
 */
void payload_string(struct payload *payload, const char *text, size_t limit);

/* True when a session or a trigger wants the event. */
static inline int probe_is_on(enum schema_event event)
{
	return __builtin_expect(
		__atomic_load_n(&schema_tracepoints[event].state, __ATOMIC_RELAXED) != 0, 0);
}

/* `site` is the call site: what the context `ip` shows. Keeps errno. Any thread, also in signals. */
void probe_emit(enum schema_event event, struct payload *payload, const void *site);

/* The same for an event that is not of the schema; its class's callback must be its own. */
void probe_emit_message(const struct lttng_ust_tracepoint *tracepoint,
	const struct lttng_ust_tracepoint_class *class, struct payload *payload, const void *site);

struct lttng_ust_session;

/*
 * To one session only, which is told of what was there before it; else as probe_emit(). The event
 * has no number: its seq is 0. `only` NULL: it is probe_emit().
 */
void probe_emit_to(const struct lttng_ust_session *only, enum schema_event event,
	struct payload *payload, const void *site);

/* From the library's constructor and destructor. */
void probe_register(void);
void probe_unregister(void);
