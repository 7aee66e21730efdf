#include "tracelib/src/process.h"

#include <dlfcn.h>
#include <errno.h>
#include <lttng/ust-fork.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "tracelib/src/driver_events.h"
#include "tracelib/src/fault.h"
#include "tracelib/src/kind.h"
#include "tracelib/src/late.h"
#include "tracelib/src/message.h"
#include "tracelib/src/module.h"
#include "tracelib/src/probe.h"
#include "tracelib/src/registry.h"
#include "tracelib/src/thread.h"

#define STATUS_UNKNOWN (-1)

static int exit_status = STATUS_UNKNOWN;
static bool must_tell_lttng; /* of a fork: nobody else does */
static sigset_t signals_before_fork;

static void note_exit(int status, void *unused)
{
	(void)unused;
	exit_status = status;
}

static void watch_exit(void)
{
	on_exit(note_exit, NULL);
}

void process_watch_exit(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, watch_exit);
}

static void emit_process_start(const struct lttng_ust_session *only)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16 + 256 + PATH_MAX);
	char path[PATH_MAX];

	if (!probe_is_on(SCHEMA_PROCESS_START))
		return;
	module_program_path(path);
	payload_string(&payload, program_invocation_short_name, 256);
	payload_string(&payload, path, PATH_MAX);
	payload_i32(&payload, getppid());
	probe_emit_to(only, SCHEMA_PROCESS_START, &payload, __builtin_return_address(0));
}

static void emit_process_end(void)
{
	PAYLOAD(payload, PAYLOAD_PREFIX + 16);

	if (!probe_is_on(SCHEMA_PROCESS_END))
		return;
	payload_i32(&payload, exit_status);
	probe_emit(SCHEMA_PROCESS_END, &payload, __builtin_return_address(0));
}

/*
 * In the order in which they are taken elsewhere: what is held while LTTng is called, LTTng's own,
 * and what LTTng's thread needs to tell sessions.
 */
static void before_fork(void)
{
	sigset_t signals;

	message_lock();
	registry_lock();
	module_search_lock();
	if (must_tell_lttng) {
		/* Not straight into the variable: another fork may still be under way. */
		lttng_ust_before_fork(&signals);
		signals_before_fork = signals;
	}
	kind_lock();
	fault_lock();
	module_lock();
	late_lock();
}

static void unlock_inner(void)
{
	late_unlock();
	module_unlock();
	fault_unlock();
	kind_unlock();
}

static void unlock_outer(void)
{
	module_search_unlock();
	registry_unlock();
	message_unlock();
}

static void after_fork_in_parent(void)
{
	sigset_t signals = signals_before_fork;

	unlock_inner();
	if (must_tell_lttng)
		lttng_ust_after_fork_parent(&signals);
	unlock_outer();
}

/* The child is a process of its own in the trace: what its events refer to is said again. */
static void after_fork_in_child(void)
{
	sigset_t signals = signals_before_fork;

	thread_begin_in_child();
	unlock_inner();
	late_pause();
	if (must_tell_lttng)
		lttng_ust_after_fork_child(&signals);
	unlock_outer();
	emit_process_start(NULL);
	kind_emit_all(NULL);
	module_emit_all(NULL);
	late_resume();
}

static void tell_session(const struct lttng_ust_session *session)
{
	emit_process_start(session);
	kind_emit_all(session);
	module_emit_all(session);
	late_for_each_driver(emit_presence, session);
}

/* Preloaded or linked, that library wraps fork() and makes LTTng's calls; twice would deadlock. */
static bool has_fork_wrapper(void)
{
	void *wrapper = dlopen("liblttng-ust-fork.so.1", RTLD_LAZY | RTLD_NOLOAD);

	if (wrapper)
		dlclose(wrapper);
	return wrapper != NULL;
}

__attribute__((constructor)) static void begin_process(void)
{
	must_tell_lttng = !has_fork_wrapper();
	pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
	fault_read_environment();
	probe_register();
	emit_process_start(NULL);
	late_register(tell_session);
}

/* Only at exit, as the library is never unloaded. Nothing may be emitted once LTTng is gone. */
__attribute__((destructor)) static void end_process(void)
{
	late_unregister();
	emit_process_end();
	message_forget_all();
	probe_unregister();
}
