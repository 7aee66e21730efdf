/* LTTng's RCU with its insides. */
#define _LGPL_SOURCE

#include "tracelib/src/thread.h"

#include <drvtrace/driver.h>
#include <errno.h>
#include <lttng/urcu/urcu-ust.h>
#include <lttng/ust-thread.h>
#include <unistd.h>

__thread struct thread thread_current __attribute__((tls_model("initial-exec")));

void thread_begin(struct thread *thread)
{
	lttng_ust_init_thread();
	thread->error = &errno;
	thread->reader = &URCU_TLS(lttng_ust_urcu_reader);
	thread->pid = getpid();
	thread->tid = gettid();
}

void thread_begin_in_child(void)
{
	thread_current = (struct thread){ 0 };
	thread_begin(&thread_current);
}

int drvtrace_in_probe(void)
{
	return __atomic_load_n(&thread_current.in_probe, __ATOMIC_RELAXED) != 0;
}
