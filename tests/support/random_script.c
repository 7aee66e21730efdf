#include "tests/support/random_script.h"

#include <stdbool.h>
#include <stddef.h>

static uint64_t state_of_chance;

static uint32_t chance(uint32_t below)
{
	state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state_of_chance >> 33) % below;
}

static const char *any_name(void)
{
	static const char *const names[] = { "", "DriverEntry", "EvtDriverUnload",
		"WdfDriverCreate", "bth", "other", "\xff\x01" };

	return names[chance(sizeof(names) / sizeof(names[0]))];
}

/* Few processes, handles and names, so that events meet. */
static void add_any(struct script *script)
{
	static const uint32_t kinds[] = { KIND_NONE, KIND_TRACING, KIND_POOL, KIND_WDFDRIVER,
		KIND_WDFOBJECT, KIND_FIRST_OWN, UINT32_MAX };
	struct event *event;

	script->pid = (int32_t)(100 + chance(2));
	script->tid = (int32_t)(100 + chance(3));
	script->trace = chance(3);
	script->driver = chance(4);
	event = script_add(script, (enum event_type)chance(EVENT_TYPE_COUNT));
	event->kind = kinds[chance(7)];
	event->handle = chance(6);
	event->site = chance(2) ? SCRIPT_BASE + chance(4) : chance(3);
	if (!chance(20))
		event->seq = chance(5);
	if (!chance(20))
		event->time_ns -= (int64_t)chance(100000);
	switch (event->type) {
	case EVENT_LOST:
		event->lost.begin_ns = event->time_ns - (int64_t)chance(5000);
		event->lost.end_ns = event->time_ns;
		event->lost.count = (int64_t)chance(5) - 2;
		break;
	case EVENT_PROCESS_START:
		event->process_start.name = any_name();
		event->process_start.path = any_name();
		event->process_start.ppid = (int32_t)(99 + chance(3));
		break;
	case EVENT_MODULE:
		event->module.base = chance(2) ? SCRIPT_BASE : UINT64_MAX - chance(3);
		event->module.size_bytes = chance(3) ? chance(8) : UINT64_MAX;
		event->module.path = any_name();
		event->module.build_id = any_name();
		break;
	case EVENT_DRIVER_INIT:
		event->driver_init.name = any_name();
		event->driver_init.control_guid = any_name();
		break;
	case EVENT_DRIVER_CLEANUP:
		event->driver_cleanup.how = (enum event_how)chance(3);
		break;
	case EVENT_KIND:
		event->kind_name.id = kinds[chance(7)];
		event->kind_name.name = any_name();
		break;
	case EVENT_ACQUIRE:
		event->acquire.owner = chance(6);
		event->acquire.size_bytes = chance(2) ? chance(100) : UINT64_MAX;
		event->acquire.tag = chance(3);
		break;
	case EVENT_STAGE:
		event->stage.stage = (enum event_stage)chance(2);
		event->stage.phase = (enum event_phase)chance(2);
		break;
	case EVENT_TRANSFER:
		event->transfer.owner = chance(6);
		event->transfer.new_driver = chance(4);
		break;
	case EVENT_REFERENCE:
	case EVENT_DEREFERENCE:
		event->reference.tag = chance(3);
		event->reference.file = any_name();
		break;
	case EVENT_SPAN_BEGIN:
	case EVENT_SPAN_END:
		event->span.name = any_name();
		event->span.status = (int32_t)chance(3) - 1;
		break;
	case EVENT_STATE:
		event->state.state = (enum event_state)chance(8);
		event->state.name = any_name();
		break;
	case EVENT_FAULT:
		event->fault.point = any_name();
		break;
	case EVENT_VIOLATION:
		event->violation.rule = any_name();
		event->violation.text = any_name();
		break;
	default:
		break;
	}
}

void random_script(struct script *script, uint64_t seed, size_t count)
{
	state_of_chance = seed;
	script_begin_empty(script);
	script->list.trace_count = 2; /* an event may name a trace that is not listed */
	for (size_t i = 0; i < count; i++)
		add_any(script);
}

enum {
	HANDLE_MAX = 4096
};

/* Those that are used most, and all. */
struct handles {
	uint32_t few;
	uint32_t count;
	bool is_live[2][HANDLE_MAX];
};

/* As they should be, but for a few. */
static void add_usual(struct script *script, struct handles *handles, bool is_careless)
{
	uint32_t process = chance(2);
	uint32_t handle = chance(chance(4) ? handles->few : handles->count);
	bool is_release = handles->is_live[process][handle];
	struct event *event;

	if (is_careless && !chance(50))
		is_release = !is_release;
	script->pid = (int32_t)(100 + process);
	script->tid = (int32_t)(100 + process + 10 * chance(3));
	script->trace = chance(2);
	script->driver = chance(3);
	handles->is_live[process][handle] = !is_release;
	event = script_add(script, is_release ? EVENT_RELEASE : EVENT_ACQUIRE);
	event->stream = script->trace * 8 + chance(2);
	event->kind = handle % 7 ? KIND_POOL : KIND_FIRST_OWN + handle % 3;
	event->handle = 0x1000 + handle;
	event->site = chance(20) ? SCRIPT_BASE + chance(4) : chance(3);
	if (is_release)
		return;
	event->acquire.size_bytes = chance(100) ? chance(100) : UINT64_MAX;
	event->acquire.tag = chance(3);
	event->acquire.owner = chance(200) ? 0 : 0x1000 + chance(handles->count);
}

static void add_all(
	struct script *script, uint64_t seed, size_t count, struct handles *handles, uint32_t calm)
{
	state_of_chance = seed;
	script_begin_empty(script);
	script->list.trace_count = 2;
	script_process(script, 100);
	script_process(script, 101);
	for (size_t i = 0; i < count; i++) {
		if (!chance(calm))
			add_any(script);
		else
			add_usual(script, handles, seed % 2);
		if (!chance(1000))
			script->last_seq[script->tid % 4096] += chance(3);
	}
}

void busy_script(struct script *script, uint64_t seed, size_t count)
{
	struct handles handles = { .few = 8, .count = 48 };

	add_all(script, seed, count, &handles, seed % 3 ? 700 : 60);
}

void crowded_script(struct script *script, uint64_t seed, size_t count)
{
	struct handles handles = { .few = 300, .count = HANDLE_MAX };

	add_all(script, 2 * seed + 1, count, &handles, 700);
}
