#include "drivers/framework/wdm/dpc.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <wdm.h>

#include <drvtrace/lifetime.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/module.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/span.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

#define UNITS_PER_MS 10000ll

/* A timer that is set. */
struct set_timer {
	struct io_resource resource; /* its handle is the address of this: KTIMERs may share one */
	PKTIMER timer;
	struct ke_timer_request request;
	LIST_ENTRY link; /* in the list of timers that are set */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* the dispatcher's is taken inside */
static pthread_cond_t has_work;
static pthread_cond_t is_idle = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static LIST_ENTRY timers = { &timers, &timers }; /* set_timer.link */
static LIST_ENTRY queue = { &queue, &queue };    /* KDPC.DpcListEntry */
static PKDEFERRED_ROUTINE running;               /* NULL: no DPC runs */
static PKDPC running_dpc;                        /* only compared: it may be freed */

static void reclaim(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct set_timer, resource));
}

static const struct io_kind timer_kind = { "timer", DRVTRACE_KIND_TIMER, reclaim };

static struct set_timer *timer_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct set_timer, link);
}

static PKDPC dpc_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, KDPC, DpcListEntry);
}

static struct io_driver *driver_of_routine(PKDEFERRED_ROUTINE routine)
{
	return io_module_find((const void *)(uintptr_t)routine);
}

static void forget_timer(struct set_timer *set, const void *site)
{
	RemoveEntryList(&set->link);
	if (!set->request.is_untold)
		io_resource_release(&set->resource, site);
	free(set);
}

static struct set_timer *find_timer(PKTIMER timer)
{
	for (LIST_ENTRY *link = timers.Flink; link != &timers; link = link->Flink) {
		if (timer_of(link)->timer == timer)
			return timer_of(link);
	}
	return NULL;
}

/* What says that it is queued says also who did it. */
static bool insert_dpc(PKDPC dpc, PVOID argument1, PVOID argument2, const void *site)
{
	if (dpc->DpcData)
		return false;
	dpc->SystemArgument1 = argument1;
	dpc->SystemArgument2 = argument2;
	dpc->DpcData = (PVOID)(uintptr_t)site;
	if (dpc->Importance == HighImportance)
		InsertHeadList(&queue, &dpc->DpcListEntry);
	else
		InsertTailList(&queue, &dpc->DpcListEntry);
	return true;
}

static void remove_dpc(PKDPC dpc)
{
	RemoveEntryList(&dpc->DpcListEntry);
	dpc->DpcData = NULL;
}

static void expire(struct set_timer *set)
{
	PKDPC dpc = set->request.dpc;
	const void *site = set->request.site;

	ke_dispatcher_lock();
	set->timer->Header.SignalState = 1;
	ke_dispatcher_unlock();
	if (set->request.period > 0)
		set->request.due += set->request.period * UNITS_PER_MS;
	else
		forget_timer(set, NULL);
	if (dpc)
		insert_dpc(dpc, NULL, NULL, site);
}

static struct set_timer *next_timer(void)
{
	struct set_timer *next = NULL;

	for (LIST_ENTRY *link = timers.Flink; link != &timers; link = link->Flink) {
		if (!next || timer_of(link)->request.due < next->request.due)
			next = timer_of(link);
	}
	return next;
}

/* Waits for a DPC; timers that are due meanwhile expire. */
static PKDPC wait_for_dpc(void)
{
	while (IsListEmpty(&queue)) {
		struct set_timer *next = next_timer();

		if (!next || next->request.due == INT64_MAX) {
			pthread_cond_wait(&has_work, &lock);
		} else if (next->request.due <= ke_clock_interrupt()) {
			expire(next);
		} else {
			struct timespec end = ke_clock_timespec(next->request.due);

			pthread_cond_timedwait(&has_work, &lock, &end);
		}
	}
	return dpc_of(queue.Flink);
}

/* The routine may free the DPC that it was called for. */
static void run_dpc(PKDPC dpc)
{
	KDPC copy = *dpc;
	struct io_driver *driver = driver_of_routine(copy.DeferredRoutine);
	struct io_driver *previous;
	struct ke_level level;
	struct io_span span;

	remove_dpc(dpc);
	running = copy.DeferredRoutine;
	running_dpc = dpc;
	pthread_mutex_unlock(&lock);

	previous = io_driver_begin_call(driver);
	ke_irql_set(DISPATCH_LEVEL, NULL);
	level = ke_level();
	span = io_span_begin(
		driver, "DeferredRoutine", (const void *)(uintptr_t)copy.DeferredRoutine);
	copy.DeferredRoutine(dpc, copy.DeferredContext, copy.SystemArgument1, copy.SystemArgument2);
	io_span_end(&span, STATUS_SUCCESS);
	ke_level_check_return(driver, "a DPC routine", &level);
	ke_irql_set(PASSIVE_LEVEL, NULL);
	io_driver_end_call(previous);

	pthread_mutex_lock(&lock);
	running = NULL;
	running_dpc = NULL;
	pthread_cond_broadcast(&is_idle);
}

static void run_dpcs(void *argument)
{
	(void)argument;
	pthread_mutex_lock(&lock);
	for (;;)
		run_dpc(wait_for_dpc());
}

static void start(void)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&has_work, &attributes);
	pthread_condattr_destroy(&attributes);
	/* Neither KeSetTimer nor KeInsertQueueDpc can fail. */
	if (io_thread_start(run_dpcs, NULL) < 0) {
		fputs("drvhost: there is no thread for DPCs\n", stderr);
		abort();
	}
}

bool ke_timer_set(PKTIMER timer, const struct ke_timer_request *request)
{
	struct set_timer *set = calloc(1, sizeof(*set));
	struct set_timer *before;

	pthread_once(&once, start);
	if (!set) {
		fputs("drvhost: there is no memory for a timer\n", stderr);
		abort();
	}
	set->timer = timer;
	set->request = *request;

	pthread_mutex_lock(&lock);
	before = find_timer(timer);
	if (before)
		forget_timer(before, request->site);
	ke_dispatcher_lock();
	timer->Header.SignalState = 0;
	ke_dispatcher_unlock();
	timer->Dpc = request->dpc;
	timer->Period = (ULONG)request->period;
	InsertTailList(&timers, &set->link);
	if (!request->is_untold)
		io_resource_acquire(&set->resource, request->driver,
			&(struct io_claim){
				.kind = &timer_kind, .handle = set, .site = request->site });
	pthread_cond_signal(&has_work);
	pthread_mutex_unlock(&lock);
	return before != NULL;
}

bool ke_timer_cancel(PKTIMER timer, const void *site)
{
	struct set_timer *set;

	pthread_mutex_lock(&lock);
	set = find_timer(timer);
	if (set)
		forget_timer(set, site);
	pthread_mutex_unlock(&lock);
	return set != NULL;
}

bool ke_dpc_insert(PKDPC dpc, PVOID argument1, PVOID argument2, const void *site)
{
	bool is_inserted;

	pthread_once(&once, start);
	pthread_mutex_lock(&lock);
	is_inserted = insert_dpc(dpc, argument1, argument2, site);
	pthread_cond_signal(&has_work);
	pthread_mutex_unlock(&lock);
	return is_inserted;
}

bool ke_dpc_remove(PKDPC dpc)
{
	bool is_queued;

	pthread_mutex_lock(&lock);
	is_queued = dpc->DpcData != NULL;
	if (is_queued)
		remove_dpc(dpc);
	pthread_cond_broadcast(&is_idle);
	pthread_mutex_unlock(&lock);
	return is_queued;
}

void ke_dpc_flush(void)
{
	pthread_mutex_lock(&lock);
	while (running || !IsListEmpty(&queue))
		pthread_cond_wait(&is_idle, &lock);
	pthread_mutex_unlock(&lock);
}

void ke_dpc_wait(PKDPC dpc)
{
	pthread_mutex_lock(&lock);
	while (running_dpc == dpc || dpc->DpcData)
		pthread_cond_wait(&is_idle, &lock);
	pthread_mutex_unlock(&lock);
}

bool ke_dpc_is_idle(void)
{
	struct set_timer *next;
	bool has_none;

	pthread_mutex_lock(&lock);
	next = next_timer();
	has_none = !running && IsListEmpty(&queue) && (!next || next->request.due == INT64_MAX);
	pthread_mutex_unlock(&lock);
	return has_none;
}

static bool is_inside(const void *address, const void *memory, size_t size)
{
	return address && (uintptr_t)address - (uintptr_t)memory < size;
}

/* A timer or a DPC that is still in use in that memory; NULL: none. */
static const void *find_in_memory(const void *memory, size_t size)
{
	for (LIST_ENTRY *link = timers.Flink; link != &timers; link = link->Flink) {
		if (is_inside(timer_of(link)->timer, memory, size))
			return timer_of(link)->timer;
		if (is_inside(timer_of(link)->request.dpc, memory, size))
			return timer_of(link)->request.dpc;
	}
	for (LIST_ENTRY *link = queue.Flink; link != &queue; link = link->Flink) {
		if (is_inside(dpc_of(link), memory, size))
			return dpc_of(link);
	}
	return NULL;
}

void ke_dpc_check_memory(const char *function, const void *memory, size_t size, const void *site)
{
	struct io_breach breach = { NULL, "timer-or-dpc-freed", function, memory, site };
	const void *found;

	pthread_mutex_lock(&lock);
	found = find_in_memory(memory, size);
	pthread_mutex_unlock(&lock);
	if (!found)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "the memory at %p is freed, and the timer or DPC at %p in it is in use",
		memory, found);
}

static void end_timer(struct set_timer *set, struct io_driver *driver, bool is_told)
{
	struct io_breach breach = { driver, "timer-outlives-driver", "KeSetTimer", set,
		set->request.site };

	if (is_told)
		io_violation(&breach, "the timer at %p is still set when the driver is gone",
			(void *)set->timer);
	/* It stays in the books and in the trace, as what it is: left behind. */
	RemoveEntryList(&set->link);
}

static void end_dpc(PKDPC dpc, struct io_driver *driver, bool is_told)
{
	struct io_breach breach = { driver, "timer-outlives-driver", "KeInsertQueueDpc", dpc,
		dpc->DpcData };

	if (is_told)
		io_violation(&breach, "the DPC at %p is still queued when the driver is gone",
			(void *)dpc);
	remove_dpc(dpc);
}

void ke_dpc_end_driver(struct io_driver *driver, bool is_told)
{
	LIST_ENTRY *next;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = timers.Flink; link != &timers; link = next) {
		next = link->Flink;
		if (timer_of(link)->request.driver == driver)
			end_timer(timer_of(link), driver, is_told);
	}
	for (LIST_ENTRY *link = queue.Flink; link != &queue; link = next) {
		next = link->Flink;
		if (driver_of_routine(dpc_of(link)->DeferredRoutine) == driver)
			end_dpc(dpc_of(link), driver, is_told);
	}
	while (running && driver_of_routine(running) == driver)
		pthread_cond_wait(&is_idle, &lock);
	pthread_mutex_unlock(&lock);
}
