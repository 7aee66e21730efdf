/* LTTng's RCU with its insides: the difference between a few calls and a few instructions. */
#define _LGPL_SOURCE

#include "tracelib/src/probe.h"

#include <lttng/tracepoint-rcu.h>
#include <lttng/tracepoint.h>
#include <lttng/ust-events.h>
#include <lttng/ust-ringbuffer-context.h>
#include <stdbool.h>

#include "tracelib/src/probe_stack.h"
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

static struct lttng_ust_registered_probe *registered;

void payload_string(struct payload *payload, const char *text, size_t limit)
{
	size_t length = text ? text_fitting(text, limit) : 0;

	if (length)
		memcpy(payload->bytes + payload->size, text, length);
	payload->bytes[payload->size + length] = '\0';
	payload->size += length + 1;
}

/* A session that is told of what was there before it; those that saw it are not. */
static bool is_meant(const struct lttng_ust_event_common *wanted, const struct emission *emission)
{
	const struct lttng_ust_event_recorder *recorder = wanted->child;

	return !emission->only || (wanted->type == LTTNG_UST_EVENT_TYPE_RECORDER &&
					  recorder->chan->parent->session == emission->only);
}

static inline bool is_running(const struct lttng_ust_event_recorder *recorder)
{
	const struct lttng_ust_channel_common *channel = recorder->chan->parent;

	return CMM_ACCESS_ONCE(channel->session->active) && CMM_ACCESS_ONCE(channel->enabled);
}

/*
 * An event is counted when the first session that runs takes it, not before: a stopped session, or
 * one that comes later, must not see a gap where nothing was lost. All sessions get one number.
 */
static inline void count(struct emission *emission)
{
	uint32_t seq;

	if (emission->is_counted)
		return;
	emission->is_counted = true;
	seq = thread_next_seq(emission->thread);
	memcpy(emission->payload->bytes + 8, &seq, sizeof(seq));
}

static inline void record(
	const struct lttng_ust_event_recorder *recorder, struct emission *emission)
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
		probe_fill_stack(stack, emission->class, emission->payload->bytes);
	notifier->notification_send(notifier, (const char *)stack, &emission->context, &context);
}

/* With a filter, for a trigger, or for one session alone. */
static __attribute__((noinline)) void fire_with_care(
	struct lttng_ust_event_common *wanted, struct emission *emission)
{
	uint64_t stack[PROBE_STACK_MAX];
	bool is_filtered = CMM_ACCESS_ONCE(wanted->eval_filter);

	if (!is_meant(wanted, emission))
		return;
	if (is_filtered) {
		probe_fill_stack(stack, emission->class, emission->payload->bytes);
		if (wanted->run_filter(wanted, (const char *)stack, &emission->context, NULL) !=
			LTTNG_UST_EVENT_FILTER_ACCEPT)
			return;
	}
	if (wanted->type == LTTNG_UST_EVENT_TYPE_RECORDER)
		record(wanted->child, emission);
	else
		notify(wanted->child, stack, is_filtered, emission);
}

/* Called once for each session or trigger that asked for the event. */
static inline void fire(struct lttng_ust_event_common *wanted, struct emission *emission)
{
	bool is_recorder = wanted->type == LTTNG_UST_EVENT_TYPE_RECORDER;

	if ((is_recorder && !is_running(wanted->child)) || !CMM_ACCESS_ONCE(wanted->enabled))
		return;
	if (is_recorder)
		count(emission);
	if (__builtin_expect(
		    is_recorder && !CMM_ACCESS_ONCE(wanted->eval_filter) && !emission->only, 1))
		record(wanted->child, emission);
	else
		fire_with_care(wanted, emission);
}

/* Only its address counts: what LTTng is told to call, and what probe_emit() calls instead. */
void probe_fire(void)
{
}

/*
 * Those who want the event are told apart by the address of its callback: LTTng calls the probes of
 * all events with that name, and two builds of a driver may have one each.
 */
static inline void fire_all(struct emission *emission)
{
	struct lttng_ust_tracepoint_probe *probe =
		lttng_ust_tp_rcu_dereference(emission->tracepoint->probes);

	for (; probe && probe->func; probe++)
		if (probe->func == emission->class->probe_callback)
			fire(probe->data, emission);
}

/*
 * A section in which LTTng frees nothing that it has given: as its own functions make one, but the
 * thread's reader, which cannot change within the section, is looked for once.
 */
static inline struct lttng_ust_urcu_reader *begin_reading(const struct thread *thread)
{
	struct lttng_ust_urcu_reader *reader = *thread->reader;
	unsigned long depth;

	if (__builtin_expect(!reader, 0)) {
		lttng_ust_urcu_register();
		reader = *thread->reader;
	}
	cmm_barrier();
	depth = reader->ctr;
	if (__builtin_expect(depth & LTTNG_UST_URCU_GP_CTR_NEST_MASK, 0)) {
		CMM_STORE_SHARED(reader->ctr, depth + LTTNG_UST_URCU_GP_COUNT);
	} else {
		CMM_STORE_SHARED(reader->ctr, CMM_LOAD_SHARED(lttng_ust_urcu_gp.ctr));
		lttng_ust_urcu_smp_mb_slave();
	}
	return reader;
}

static inline void end_reading(struct lttng_ust_urcu_reader *reader)
{
	lttng_ust_urcu_smp_mb_slave();
	CMM_STORE_SHARED(reader->ctr, reader->ctr - LTTNG_UST_URCU_GP_COUNT);
	cmm_barrier();
}

/* Inline, so that the size of the prefix is known. */
static inline __attribute__((always_inline)) void emit(
	struct emission *emission, const struct payload *payload, size_t prefix_size)
{
	struct thread *thread = emission->thread;
	int saved_errno = *thread->error;
	struct lttng_ust_urcu_reader *reader;
	uint32_t prefix[3];

	/* The handler of a signal reads the flag on this very thread: the compiler is all to tame. */
	thread->in_probe++;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	prefix[0] = (uint32_t)thread->pid;
	prefix[1] = (uint32_t)thread->tid;
	prefix[2] = thread->seq + 1;
	memcpy(payload->bytes, prefix, prefix_size);
	reader = begin_reading(thread);
	fire_all(emission);
	end_reading(reader);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	thread->in_probe--;
	*thread->error = saved_errno;
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
