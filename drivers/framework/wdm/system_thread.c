#include "drivers/framework/wdm/system_thread.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <unistd.h>
#include <wdm.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/span.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

enum {
	STOP_SECONDS = 1, /* how long a thread may take to reach its next wait */
	NORMAL_PRIORITY = 8,
	ATTEMPTS_TO_STOP = 1000,
	ATTEMPTS_AT_END = 10, /* those that wait are tried in vain */
};

struct _KTHREAD {
	DISPATCHER_HEADER header; /* signalled when it has ended */
	struct ob_object object;
	struct io_resource resource;
	PKSTART_ROUTINE routine;
	PVOID context;
	struct io_span span;      /* of the routine */
	const void *site;         /* of its creation */
	const void *end_site;     /* of PsTerminateSystemThread, or in the routine that returned */
	struct io_driver *driver; /* NULL: a thread of the framework's own */
	KPRIORITY priority;
	LONG pointers; /* references by pointer */
	uintptr_t id;
	pthread_t pthread;
	const struct ps_loan *loan; /* NULL: a system thread of a driver */
	bool is_running;
	bool is_stopping;
	jmp_buf end;
	LIST_ENTRY link; /* in the list of running threads */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_ended = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY running = { &running, &running };
static __thread struct _KTHREAD own;
static __thread PKTHREAD current;

static void destroy(struct ob_object *object)
{
	free(CONTAINING_RECORD(object, struct _KTHREAD, object));
}

/* One that was halted in the driver's code stays for good: it is what it stands on. */
static void reclaim(struct io_resource *resource)
{
	PKTHREAD thread = CONTAINING_RECORD(resource, struct _KTHREAD, resource);
	bool is_running;

	pthread_mutex_lock(&lock);
	is_running = thread->is_running;
	pthread_mutex_unlock(&lock);
	if (!is_running)
		ob_dereference(&thread->object);
}

static const struct io_kind thread_kind = { "thread", DRVTRACE_KIND_THREAD, reclaim };
static const struct io_kind handle_kind = { "handle", DRVTRACE_KIND_HANDLE, ob_handle_reclaim };
const struct ob_type ps_thread_type = { "Thread", &handle_kind, destroy,
	-(ptrdiff_t)offsetof(struct _KTHREAD, object), NULL };

PKTHREAD KeGetCurrentThread(VOID)
{
	if (current)
		return current;
	ke_header_init(&own.header, KE_THREAD, 0);
	own.priority = NORMAL_PRIORITY;
	own.id = (uintptr_t)gettid();
	current = &own;
	return current;
}

/* The last of running and referenced is over: the thread leaves the books. Under the lock. */
static void release_locked(PKTHREAD thread, const void *site)
{
	io_resource_release(&thread->resource, site);
	ob_dereference(&thread->object);
}

/* It stays in the books when it was stopped: it never ended of its own. */
static void leave(PKTHREAD thread)
{
	bool is_stopping;

	pthread_mutex_lock(&lock);
	is_stopping = __atomic_load_n(&thread->is_stopping, __ATOMIC_RELAXED);
	RemoveEntryList(&thread->link);
	thread->is_running = false;
	ob_reference(&thread->object);
	if (thread->pointers == 0 && !is_stopping)
		release_locked(thread, thread->end_site);
	pthread_cond_broadcast(&has_ended);
	pthread_mutex_unlock(&lock);

	ke_dispatcher_lock();
	thread->header.SignalState = 1;
	ke_dispatcher_unlock();
	ob_dereference(&thread->object);
}

/* It ends at that level, without locks, and in no region. */
static void check_return(PKTHREAD thread, KIRQL irql)
{
	struct ke_level before = { .irql = irql };

	ke_level_check_return(thread->driver, "a system thread", &before);
}

static void run(void *argument)
{
	PKTHREAD thread = argument;

	current = thread;
	__atomic_store_n(&thread->id, (uintptr_t)gettid(), __ATOMIC_RELAXED);
	pthread_mutex_lock(&lock);
	thread->pthread = pthread_self();
	pthread_mutex_unlock(&lock);
	if (setjmp(thread->end) == 0) {
		/* One that comes so late that its driver is gone must not touch it. */
		ps_thread_stop_if_told();
		io_driver_begin_call(thread->driver);
		thread->span = io_span_begin(
			thread->driver, "ThreadStart", (const void *)(uintptr_t)thread->routine);
		thread->routine(thread->context);
		thread->end_site = (const char *)(uintptr_t)thread->routine + 1;
		check_return(thread, PASSIVE_LEVEL);
	}
	/* However it has ended. */
	io_span_end(&thread->span, STATUS_SUCCESS);
	ke_irql_set(PASSIVE_LEVEL, NULL);
	io_driver_end_call(NULL);
	leave(thread);
	current = NULL;
}

static PKTHREAD allocate(PKSTART_ROUTINE routine, PVOID context, const struct ob_claim *claim)
{
	PKTHREAD thread = calloc(1, sizeof(*thread));

	if (!thread)
		return NULL;
	ke_header_init(&thread->header, KE_THREAD, 0);
	ob_init(&thread->object, &ps_thread_type);
	thread->routine = routine;
	thread->context = context;
	thread->site = claim->site;
	thread->driver = claim->driver;
	thread->priority = NORMAL_PRIORITY;
	thread->is_running = true;
	return thread;
}

NTSTATUS ps_thread_create(
	HANDLE *out, PKSTART_ROUTINE routine, PVOID context, const struct ob_claim *claim)
{
	PKTHREAD thread = allocate(routine, context, claim);
	HANDLE handle;
	NTSTATUS status;

	if (!thread)
		return STATUS_INSUFFICIENT_RESOURCES;
	io_resource_acquire(&thread->resource, claim->driver,
		&(struct io_claim){ .kind = &thread_kind, .handle = thread, .site = claim->site });
	status = ob_handle_create(&handle, &thread->object, claim);
	if (!NT_SUCCESS(status)) {
		release_locked(thread, claim->site);
		return status;
	}

	pthread_mutex_lock(&lock);
	InsertTailList(&running, &thread->link);
	pthread_mutex_unlock(&lock);
	*out = handle;
	if (io_thread_start(run, thread) == 0)
		return STATUS_SUCCESS;

	pthread_mutex_lock(&lock);
	RemoveEntryList(&thread->link);
	release_locked(thread, claim->site);
	pthread_mutex_unlock(&lock);
	ob_handle_close(handle, claim->site);
	return STATUS_INSUFFICIENT_RESOURCES;
}

void ps_thread_terminate(NTSTATUS status, const void *site)
{
	UNREFERENCED_PARAMETER(status);
	if (!current || current == &own)
		return;
	check_return(current, ke_irql());
	current->end_site = site;
	longjmp(current->end, 1);
}

bool ps_thread_is_any(void)
{
	bool is_any;

	pthread_mutex_lock(&lock);
	is_any = !IsListEmpty(&running);
	pthread_mutex_unlock(&lock);
	return is_any;
}

static void end_loan(PKTHREAD self)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&self->link);
	self->loan = NULL;
	self->driver = NULL;
	self->is_running = false;
	__atomic_store_n(&self->is_stopping, false, __ATOMIC_RELAXED);
	pthread_cond_broadcast(&has_ended);
	pthread_mutex_unlock(&lock);
}

void ps_thread_begin_loan(const struct ps_loan *loan)
{
	PKTHREAD self = KeGetCurrentThread();

	pthread_mutex_lock(&lock);
	self->loan = loan;
	self->driver = loan->driver;
	self->pthread = pthread_self();
	self->is_running = true;
	InsertTailList(&running, &self->link);
	pthread_mutex_unlock(&lock);
}

void ps_thread_run_loan(void)
{
	PKTHREAD self = KeGetCurrentThread();
	const struct ps_loan *loan = self->loan;
	struct ke_level level;

	if (setjmp(self->end) == 0) {
		ps_thread_stop_if_told();
		io_driver_begin_call(loan->driver);
		level = ke_level();
		loan->routine(loan->argument);
		ke_level_check_return(loan->driver, "a work item's routine", &level);
	}
	ke_irql_set(PASSIVE_LEVEL, NULL);
	io_driver_end_call(NULL);
	end_loan(self);
}

HANDLE ps_thread_id(PKTHREAD thread)
{
	return (HANDLE)__atomic_load_n(&thread->id, __ATOMIC_RELAXED);
}

PKTHREAD ps_thread_find(const void *object)
{
	struct io_resource *resource = io_resource_find(object);

	return resource && resource->kind == &thread_kind
		       ? CONTAINING_RECORD(resource, struct _KTHREAD, resource)
		       : NULL;
}

PKTHREAD ps_thread_of(struct ob_object *object)
{
	return CONTAINING_RECORD(object, struct _KTHREAD, object);
}

LONG ps_thread_reference(PKTHREAD thread, bool has_reference, const void *site)
{
	LONG count;

	pthread_mutex_lock(&lock);
	/* It ended, and comes into the books again by who has still had a handle. */
	if (!thread->is_running && thread->pointers == 0) {
		ob_reference(&thread->object);
		io_resource_acquire(&thread->resource, thread->driver,
			&(struct io_claim){ .kind = &thread_kind, .handle = thread, .site = site });
	}
	thread->pointers++;
	count = thread->pointers + thread->is_running;
	drvtrace_reference(io_driver_trace(thread->driver), DRVTRACE_KIND_THREAD, thread, NULL,
		count, 0, NULL, site);
	pthread_mutex_unlock(&lock);
	if (has_reference)
		ob_dereference(&thread->object);
	return count;
}

LONG ps_thread_dereference(PKTHREAD thread, const void *site)
{
	LONG count = -1;

	pthread_mutex_lock(&lock);
	if (thread->pointers > 0) {
		thread->pointers--;
		count = thread->pointers + thread->is_running;
		drvtrace_dereference(io_driver_trace(thread->driver), DRVTRACE_KIND_THREAD, thread,
			NULL, count, 0, NULL, site);
		if (count == 0)
			release_locked(thread, site);
	}
	pthread_mutex_unlock(&lock);
	return count;
}

bool ps_thread_is_stopping(PKTHREAD thread)
{
	return __atomic_load_n(&thread->is_stopping, __ATOMIC_ACQUIRE);
}

void ps_thread_stop_if_told(void)
{
	if (current && ps_thread_is_stopping(current))
		longjmp(current->end, 1);
}

static void tell(const struct _KTHREAD *thread)
{
	const struct ps_loan *loan = thread->loan;
	struct io_breach breach = { thread->driver, "thread-outlives-driver",
		"PsCreateSystemThread", thread, thread->site };

	if (loan)
		breach = (struct io_breach){ loan->driver, loan->rule, loan->function, loan->handle,
			loan->site };
	io_violation(&breach,
		loan ? "the work item at %p is outstanding when the driver is gone"
		     : "the system thread at %p still runs when the driver is gone",
		breach.handle);
}

/* Tells the driver's threads to stop; how many there are. */
static unsigned int tell_to_stop(struct io_driver *driver, bool is_told)
{
	unsigned int count = 0;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = running.Flink; link != &running; link = link->Flink) {
		PKTHREAD thread = CONTAINING_RECORD(link, struct _KTHREAD, link);

		if (thread->driver != driver)
			continue;
		count++;
		if (is_told)
			tell(thread);
		__atomic_store_n(&thread->is_stopping, true, __ATOMIC_RELEASE);
	}
	pthread_mutex_unlock(&lock);
	return count;
}

static bool is_running_locked(const struct io_driver *driver)
{
	for (LIST_ENTRY *link = running.Flink; link != &running; link = link->Flink) {
		if (CONTAINING_RECORD(link, struct _KTHREAD, link)->driver == driver)
			return true;
	}
	return false;
}

/* False when the time is over. */
static bool wait_for_end(const struct io_driver *driver)
{
	struct timespec end;
	bool is_running;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += STOP_SECONDS;
	pthread_mutex_lock(&lock);
	while ((is_running = is_running_locked(driver)) && error != ETIMEDOUT)
		error = pthread_cond_clockwait(&has_ended, &lock, CLOCK_MONOTONIC, &end);
	pthread_mutex_unlock(&lock);
	return !is_running;
}

static bool is_of_driver(pthread_t pthread, void *choice)
{
	bool is_chosen = false;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = running.Flink; link != &running && !is_chosen; link = link->Flink) {
		PKTHREAD thread = CONTAINING_RECORD(link, struct _KTHREAD, link);

		is_chosen = thread->driver == choice && pthread_equal(thread->pthread, pthread);
	}
	pthread_mutex_unlock(&lock);
	return is_chosen;
}

static bool is_any(pthread_t pthread, void *choice)
{
	UNREFERENCED_PARAMETER(pthread);
	UNREFERENCED_PARAMETER(choice);
	return true;
}

bool ps_thread_end_driver(struct io_driver *driver, bool is_told)
{
	if (tell_to_stop(driver, is_told) == 0)
		return true;
	ke_dispatcher_wake_all();
	if (wait_for_end(driver))
		return true;
	io_thread_hold(is_of_driver, driver, ATTEMPTS_TO_STOP);
	return false;
}

void ps_thread_hold_all(void)
{
	io_thread_hold(is_any, NULL, ATTEMPTS_AT_END);
}

KPRIORITY KeSetPriorityThread(PKTHREAD Thread, KPRIORITY Priority)
{
	return __atomic_exchange_n(&Thread->priority, Priority, __ATOMIC_RELAXED);
}

KPRIORITY KeQueryPriorityThread(PKTHREAD Thread)
{
	return __atomic_load_n(&Thread->priority, __ATOMIC_RELAXED);
}
