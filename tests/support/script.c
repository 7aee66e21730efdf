#include "tests/support/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

void script_begin_empty(struct script *script)
{
	static char path[] = "/traces/one";
	static char host[] = "host";
	static char start_time[] = "20261121T100000";

	memset(script, 0, sizeof(*script));
	for (size_t i = 0; i < 4; i++)
		script->traces[i] = (struct trace){
			.path = path, .host = host, .start_time = start_time, .has_all_events = true
		};
	trace_list_init(&script->list);
	script->list.traces = script->traces;
	script->list.trace_count = 1;
	script->list.begin_ns = SCRIPT_SECOND;
	script->time_ns = SCRIPT_SECOND;
	script->pid = 100;
	script->tid = 100;
}

struct event *script_add(struct script *script, enum event_type type)
{
	struct event *event = &script->events[script->count++];

	assert_true(script->count < sizeof(script->events) / sizeof(script->events[0]));
	*event = (struct event){
		.type = type,
		.trace = script->trace,
		.pid = script->pid,
		.tid = script->tid,
		.time_ns = script->time_ns,
		.driver = script->driver,
	};
	if (type != EVENT_LOST && type != EVENT_OTHER)
		event->seq = ++script->last_seq[script->tid % 4096];
	script->list.end_ns = script->time_ns;
	script->list.event_count++;
	script->list.own_event_count++;
	script->time_ns += 1000;
	return event;
}

void script_process(struct script *script, int32_t pid)
{
	struct event *event;

	script->pid = pid;
	script->tid = pid;
	script->last_seq[pid % 4096] = 0;
	event = script_add(script, EVENT_PROCESS_START);
	event->process_start.name = "drvhost";
	event->process_start.path = "/bin/drvhost";
	event = script_add(script, EVENT_MODULE);
	event->driver = 1;
	event->module.base = SCRIPT_BASE;
	event->module.size_bytes = 0x1000;
	event->module.path = "/lib/bth.so";
	event->module.build_id = "abcd";
}

void script_begin(struct script *script)
{
	script_begin_empty(script);
	script_process(script, 100);
}

static struct event *add_at(struct script *script, enum event_type type, uint64_t site)
{
	struct event *event = script_add(script, type);

	event->site = site ? SCRIPT_BASE + site : 0;
	return event;
}

void script_acquire(struct script *script, uint32_t kind, uint64_t handle, uint64_t size,
	uint64_t owner, uint64_t site)
{
	struct event *event = add_at(script, EVENT_ACQUIRE, site);

	event->kind = kind;
	event->handle = handle;
	event->acquire.size_bytes = size;
	event->acquire.owner = owner;
	event->acquire.tag = kind == KIND_POOL ? 0x50527462 : 0; /* btRP */
}

void script_release(struct script *script, uint32_t kind, uint64_t handle, uint64_t site)
{
	struct event *event = add_at(script, EVENT_RELEASE, site);

	event->kind = kind;
	event->handle = handle;
}

void script_state(struct script *script, enum event_state state, int32_t status)
{
	struct event *event = script_add(script, EVENT_STATE);

	event->state.state = state;
	event->state.status = status;
	event->state.name = "bth";
}

void script_begin_span(struct script *script, const char *name)
{
	add_at(script, EVENT_SPAN_BEGIN, 0x800)->span.name = name;
}

void script_end_span(struct script *script, const char *name, int32_t status)
{
	struct event *event = add_at(script, EVENT_SPAN_END, 0x800);

	event->span.name = name;
	event->span.status = status;
}

void script_load(struct script *script, uint32_t driver)
{
	script->driver = driver;
	script_state(script, EVENT_STATE_LOADED, 0);
	script_begin_span(script, "DriverEntry");
}

void script_fail_entry(struct script *script, int32_t status)
{
	script_end_span(script, "DriverEntry", status);
	script_state(script, EVENT_STATE_ENTRY_FAILED, status);
}

void script_start(struct script *script)
{
	script_end_span(script, "DriverEntry", 0);
	script_state(script, EVENT_STATE_STARTED, 0);
}

void script_unload(struct script *script)
{
	script_state(script, EVENT_STATE_UNLOADED, 0);
	script_state(script, EVENT_STATE_MODULE_CLOSED, 0);
}

void script_wpp_init(struct script *script, uint64_t site)
{
	struct event *event = add_at(script, EVENT_DRIVER_INIT, site);

	event->driver_init.name = "bth";
	event->driver_init.path = "";
	event->driver_init.control_guid = "d23a0c5a-d307-4f0e-ae8e-e2a355ad5dab";
	event->driver_init.flag_names = "";
	script_acquire(script, KIND_TRACING, 0xd1, 0, 0, site);
}

void script_wpp_cleanup(struct script *script, enum event_how how, uint64_t site)
{
	/* What only the end of the module ends was never released. */
	if (how != EVENT_HOW_UNLOAD)
		script_release(script, KIND_TRACING, 0xd1, site);
	add_at(script, EVENT_DRIVER_CLEANUP, site)->driver_cleanup.how = how;
}

void script_stage(struct script *script, enum event_stage stage, enum event_phase phase,
	uint32_t kind, uint64_t handle)
{
	struct event *event = add_at(script, EVENT_STAGE, 0x900);

	event->kind = kind;
	event->handle = handle;
	event->stage.stage = stage;
	event->stage.phase = phase;
}

void script_fault(struct script *script, const char *point, uint64_t site)
{
	struct event *event = add_at(script, EVENT_FAULT, site);

	event->fault.point = point;
	event->fault.nth = 1;
}

void script_violation(struct script *script, const char *rule, const char *text, uint64_t site)
{
	struct event *event = add_at(script, EVENT_VIOLATION, site);

	event->violation.rule = rule;
	event->violation.text = text;
}

void script_transfer(
	struct script *script, uint32_t kind, uint64_t handle, uint64_t owner, uint32_t new_driver)
{
	struct event *event = script_add(script, EVENT_TRANSFER);

	event->kind = kind;
	event->handle = handle;
	event->transfer.owner = owner;
	event->transfer.new_driver = new_driver;
}

void script_reference(struct script *script, enum event_type type, uint32_t kind, uint64_t handle,
	uint64_t tag, int32_t count)
{
	struct event *event = add_at(script, type, 0x700);

	event->kind = kind;
	event->handle = handle;
	event->reference.tag = tag;
	event->reference.count = count;
	event->reference.file = "queue.c";
	event->reference.line = 77;
}

void script_lose(struct script *script, int64_t begin_ns, int64_t count)
{
	struct event *event = script_add(script, EVENT_LOST);

	event->lost.begin_ns = begin_ns;
	event->lost.end_ns = event->time_ns;
	event->lost.count = count;
	script->list.discarded_events += count;
}

void script_skip(struct script *script, uint32_t count)
{
	script->last_seq[script->tid % 4096] += count;
}

struct lifetime *script_analyse(struct script *script, const struct lifetime_observer *observer)
{
	struct lifetime *lifetime;

	assert_int_equal(lifetime_create(&lifetime, &script->list), 0);
	if (observer)
		lifetime_observe(lifetime, observer);
	for (size_t i = 0; i < script->count; i++)
		assert_int_equal(lifetime_feed(lifetime, &script->events[i]), 0);
	assert_int_equal(lifetime_end(lifetime), 0);
	return lifetime;
}

const struct lifetime_finding *script_finding(const struct lifetime *lifetime, const char *rule)
{
	const struct lifetime_results *results = lifetime_results(lifetime);
	const struct lifetime_finding *found = NULL;

	for (size_t i = 0; i < results->finding_count; i++) {
		if (strcmp(strings_get(results->strings, results->findings[i]->rule), rule) != 0)
			continue;
		assert_null(found);
		found = results->findings[i];
	}
	return found;
}
