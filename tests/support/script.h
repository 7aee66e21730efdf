/*
 * Hand-made events for the tests of the analyses: a trace is a script of calls. Each event comes
 * 1000 ns after the one before, on thread 100 of process 100, unless the script says otherwise.
 * Everything is kept and fed in one go, so that a script can be fed more than once.
 */
#pragma once

#include "viewer/lifetime/lifetime.h"
#include "viewer/model/kind.h"

enum {
	SCRIPT_SECOND = 1000000000,
	SCRIPT_BASE = 0x10000, /* where the module of the script is loaded */
};

struct script {
	struct event events[4096];
	size_t count;
	int64_t time_ns;
	uint32_t trace;
	int32_t pid;
	int32_t tid;
	uint32_t driver;
	uint32_t last_seq[4096]; /* by tid modulo the size */
	struct trace traces[4];
	struct trace_list list;
};

/* One trace that holds all events; `process_start` and the module bth.so have been emitted. */
void script_begin(struct script *script);
/* Nothing but the list of traces. */
void script_begin_empty(struct script *script);

struct event *script_add(struct script *script, enum event_type type);
void script_process(struct script *script, int32_t pid);
/* Sites are offsets in the module. */
void script_acquire(struct script *script, uint32_t kind, uint64_t handle, uint64_t size,
	uint64_t owner, uint64_t site);
void script_release(struct script *script, uint32_t kind, uint64_t handle, uint64_t site);
void script_state(struct script *script, enum event_state state, int32_t status);
/* Driver `driver`, named "bth", is loaded; then its entry begins. */
void script_load(struct script *script, uint32_t driver);
void script_begin_span(struct script *script, const char *name);
void script_end_span(struct script *script, const char *name, int32_t status);
/* The entry ends with an error: span and states. */
void script_fail_entry(struct script *script, int32_t status);
/* It succeeds. */
void script_start(struct script *script);
void script_unload(struct script *script);
void script_wpp_init(struct script *script, uint64_t site);
void script_wpp_cleanup(struct script *script, enum event_how how, uint64_t site);
void script_stage(struct script *script, enum event_stage stage, enum event_phase phase,
	uint32_t kind, uint64_t handle);
void script_fault(struct script *script, const char *point, uint64_t site);
void script_violation(struct script *script, const char *rule, const char *text, uint64_t site);
void script_transfer(
	struct script *script, uint32_t kind, uint64_t handle, uint64_t owner, uint32_t new_driver);
void script_reference(struct script *script, enum event_type type, uint32_t kind, uint64_t handle,
	uint64_t tag, int32_t count);
/* Reported by the tracer, from `begin_ns` to now. */
void script_lose(struct script *script, int64_t begin_ns, int64_t count);
/* Not reported: only the sequence numbers tell. */
void script_skip(struct script *script, uint32_t count);

/* Feeds it all and ends; NULL never. */
struct lifetime *script_analyse(struct script *script, const struct lifetime_observer *observer);
/* The only finding of that rule; NULL when there is none, and a failed test when there are two. */
const struct lifetime_finding *script_finding(const struct lifetime *lifetime, const char *rule);
