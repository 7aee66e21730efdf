/* Inlines LTTng's RCU: the difference between a call through a pointer and a few instructions. */
#define _LGPL_SOURCE

#include "tracelib/src/probe.h"

#include <errno.h>
#include <lttng/tracepoint-rcu.h>
#include <lttng/tracepoint.h>
#include <lttng/ust-events.h>
#include <lttng/ust-ringbuffer-context.h>
#include <stdbool.h>

#include "tracelib/src/text.h"
#include "tracelib/src/thread.h"

/* One event on its way to those who asked for it. */
struct emission {
	const struct lttng_ust_tracepoint *tracepoint;
	const struct lttng_ust_tracepoint_class *class;
	const struct payload *payload;
	struct thread *thread;
	const struct lttng_ust_session *only; /* NULL: all of them */
	bool is_counted;                      /* it has got its seq, or has none */
	struct lttng_ust_probe_ctx context;
};

typedef void fire_function(struct lttng_ust_event_common *wanted, struct emission *emission);

static struct lttng_ust_registered_probe *registered;

void payload_string(struct payload *payload, const char *text, size_t limit)
{
	size_t length = text ? text_fitting(text, limit) : 0;

	if (length)
		memcpy(payload->bytes + payload->size, text, length);
	payload->bytes[payload->size + length] = '\0';
	payload->size += length + 1;
}

/* An integer of the payload as the filter interpreter wants it: 64 bits, signed or not. */
static uint64_t widen(const unsigned char *from, const struct lttng_ust_type_integer *type)
{
	uint64_t value = 0;
	unsigned int unused_bits = 64 - type->size;

	/* Little and big endian alike: read as what it is. */
	switch (type->size) {
	case 8:
		value = *from;
		break;
	case 16: {
		uint16_t half;

		memcpy(&half, from, sizeof(half));
		value = half;
		break;
	}
	case 32: {
		uint32_t word;

		memcpy(&word, from, sizeof(word));
		value = word;
		break;
	}
	default:
		memcpy(&value, from, sizeof(value));
	}
	if (!type->signedness)
		return value;
	return (uint64_t)((int64_t)(value << unused_bits) >> unused_bits);
}

/* Bytes of a field, by its address and how many there are: two words of the stack. */
static size_t push_bytes(uint64_t *stack, const unsigned char *at, size_t count)
{
	stack[0] = count;
	stack[1] = (uintptr_t)at;
	return count;
}

/*
 * What filters and captures see: an integer, a double or the address of a string in 8 bytes a
 * field; arrays and sequences take two. Fields that are not for filters are the lengths of
 * sequences.
 */
static void fill_stack(uint64_t *stack, const struct emission *emission)
{
	const unsigned char *at = emission->payload->bytes;
	uint32_t length = 0;

	for (size_t i = 0; i < emission->class->nr_fields; i++) {
		const struct lttng_ust_type_common *type = emission->class->fields[i]->type;

		switch (type->type) {
		case lttng_ust_type_string:
			*stack++ = (uintptr_t)at;
			at += strlen((const char *)at) + 1;
			continue;
		case lttng_ust_type_float:
			memcpy(stack++, at, sizeof(double));
			at += sizeof(double);
			continue;
		case lttng_ust_type_array:
			at += push_bytes(
				stack, at, ((const struct lttng_ust_type_array *)type)->length);
			stack += 2;
			continue;
		case lttng_ust_type_sequence:
			at += push_bytes(stack, at, length);
			stack += 2;
			continue;
		case lttng_ust_type_enum:
			type = ((const struct lttng_ust_type_enum *)type)->container_type;
			break;
		default:
			break;
		}
		if (emission->class->fields[i]->nofilter)
			memcpy(&length, at, sizeof(length));
		else
			*stack++ = widen(at, (const struct lttng_ust_type_integer *)type);
		at += ((const struct lttng_ust_type_integer *)type)->size / 8;
	}
}

/* A session that is told of what was there before it; those that saw it are not. */
static bool is_meant(const struct lttng_ust_event_common *wanted, const struct emission *emission)
{
	const struct lttng_ust_event_recorder *recorder = wanted->child;

	return !emission->only || (wanted->type == LTTNG_UST_EVENT_TYPE_RECORDER &&
					  recorder->chan->parent->session == emission->only);
}

static bool is_wanted(const struct lttng_ust_event_common *wanted)
{
	if (wanted->type == LTTNG_UST_EVENT_TYPE_RECORDER) {
		const struct lttng_ust_event_recorder *recorder = wanted->child;
		const struct lttng_ust_channel_common *channel = recorder->chan->parent;

		if (!CMM_ACCESS_ONCE(channel->session->active) ||
			!CMM_ACCESS_ONCE(channel->enabled))
			return false;
	}
	return CMM_ACCESS_ONCE(wanted->enabled);
}

/*
 * An event is counted when the first session that runs takes it, not before: a stopped session, or
 * one that comes later, must not see a gap where nothing was lost. All sessions get one number.
 */
static void count(struct emission *emission)
{
	uint32_t seq;

	if (emission->is_counted)
		return;
	emission->is_counted = true;
	seq = thread_next_seq(emission->thread);
	memcpy(emission->payload->bytes + 8, &seq, sizeof(seq));
}

static void record(const struct lttng_ust_event_recorder *recorder, struct emission *emission)
{
	struct lttng_ust_channel_buffer_ops *ops = recorder->chan->ops;
	struct lttng_ust_ring_buffer_ctx context;

	/* The private data is not changed; LTTng's prototype only lacks the const. */
	lttng_ust_ring_buffer_ctx_init(&context, (void *)(uintptr_t)recorder,
		emission->payload->size, 1, &emission->context);
	if (ops->event_reserve(&context) < 0)
		return;
	ops->event_write(&context, emission->payload->bytes, emission->payload->size, 1);
	ops->event_commit(&context);
}

static void notify(const struct lttng_ust_event_notifier *notifier, uint64_t *stack,
	bool is_stack_filled, struct emission *emission)
{
	struct lttng_ust_notification_ctx context = {
		.struct_size = sizeof(context),
		.eval_capture = CMM_ACCESS_ONCE(notifier->eval_capture),
	};

	if (context.eval_capture && !is_stack_filled)
		fill_stack(stack, emission);
	notifier->notification_send(notifier, (const char *)stack, &emission->context, &context);
}

/* Called once for each session or trigger that asked for the event. */
static void fire(struct lttng_ust_event_common *wanted, struct emission *emission)
{
	uint64_t stack[PROBE_STACK_MAX];
	bool is_filtered;

	if (!is_meant(wanted, emission) || !is_wanted(wanted))
		return;
	if (wanted->type == LTTNG_UST_EVENT_TYPE_RECORDER)
		count(emission);

	is_filtered = CMM_ACCESS_ONCE(wanted->eval_filter);
	if (is_filtered) {
		fill_stack(stack, emission);
		if (wanted->run_filter(wanted, (const char *)stack, &emission->context, NULL) !=
			LTTNG_UST_EVENT_FILTER_ACCEPT)
			return;
	}
	if (wanted->type == LTTNG_UST_EVENT_TYPE_RECORDER)
		record(wanted->child, emission);
	else
		notify(wanted->child, stack, is_filtered, emission);
}

/* Only its address counts: what LTTng is told to call, and what probe_emit() calls instead. */
void probe_fire(void)
{
}

/*
 * Those who want the event are told apart by the address of its callback: LTTng calls the probes of
 * all events with that name, and two builds of a driver may have one each.
 */
static void fire_all(struct emission *emission)
{
	struct lttng_ust_tracepoint_probe *probe;

	lttng_ust_tp_rcu_read_lock();
	probe = lttng_ust_tp_rcu_dereference(emission->tracepoint->probes);
	for (; probe && probe->func; probe++)
		if (probe->func == emission->class->probe_callback)
			fire(probe->data, emission);
	lttng_ust_tp_rcu_read_unlock();
}

/* Inline, so that the size of the prefix is known. */
static inline __attribute__((always_inline)) void emit(
	struct emission *emission, struct payload *payload, size_t prefix_size)
{
	struct thread *thread = emission->thread;
	int saved_errno = errno;
	uint32_t prefix[3];

	/* The handler of a signal reads the flag on this very thread: the compiler is all to tame. */
	thread->in_probe++;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	prefix[0] = (uint32_t)thread->pid;
	prefix[1] = (uint32_t)thread->tid;
	prefix[2] = thread->seq + 1;
	memcpy(payload->bytes, prefix, prefix_size);
	fire_all(emission);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	thread->in_probe--;
	errno = saved_errno;
}

void probe_emit(enum schema_event event, struct payload *payload, const void *site)
{
	struct emission emission = {
		.tracepoint = &schema_tracepoints[event],
		.class = &schema_classes[event],
		.payload = payload,
		.thread = thread_self(),
		.context = { sizeof(emission.context), (void *)(uintptr_t)site },
	};

	emit(&emission, payload, PAYLOAD_PREFIX);
}

void probe_emit_to(const struct lttng_ust_session *only, enum schema_event event,
	struct payload *payload, const void *site)
{
	static const uint32_t no_number;
	struct emission emission = {
		.tracepoint = &schema_tracepoints[event],
		.class = &schema_classes[event],
		.payload = payload,
		.thread = thread_self(),
		.only = only,
		.is_counted = true,
		.context = { sizeof(emission.context), (void *)(uintptr_t)site },
	};

	if (!only) {
		probe_emit(event, payload, site);
		return;
	}
	memcpy(payload->bytes + PAYLOAD_MESSAGE_PREFIX, &no_number, sizeof(no_number));
	emit(&emission, payload, PAYLOAD_MESSAGE_PREFIX);
}

void probe_emit_message(const struct lttng_ust_tracepoint *tracepoint,
	const struct lttng_ust_tracepoint_class *class, struct payload *payload, const void *site)
{
	struct emission emission = {
		.tracepoint = tracepoint,
		.class = class,
		.payload = payload,
		.thread = thread_self(),
		.is_counted = true,
		.context = { sizeof(emission.context), (void *)(uintptr_t)site },
	};

	emit(&emission, payload, PAYLOAD_MESSAGE_PREFIX);
}

void probe_register(void)
{
	registered = lttng_ust_probe_register(&schema_provider);
	if (registered)
		lttng_ust_tracepoint_module_register(schema_tracepoint_list, SCHEMA_EVENT_COUNT);
}

void probe_unregister(void)
{
	if (!registered)
		return;
	lttng_ust_tracepoint_module_unregister(schema_tracepoint_list);
	lttng_ust_probe_unregister(registered);
	registered = NULL;
}
