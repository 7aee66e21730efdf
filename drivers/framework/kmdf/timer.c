#include "drivers/framework/kmdf/timer.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/constraints.h"
#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/stop.h"

static __thread char self;

struct fx_timer *fx_timer_of(struct fx_object *object)
{
	return CONTAINING_RECORD(object, struct fx_timer, object);
}

static void call_driver(void (*routine)(void), HANDLE object)
{
	((PFN_WDF_TIMER)routine)((WDFTIMER)object);
}

static void run(struct fx_object *object)
{
	struct fx_timer *timer = fx_timer_of(object);

	if (!timer->callback.routine)
		return;
	__atomic_store_n(&timer->callback_thread, &self, __ATOMIC_RELAXED);
	fx_callback_run(&timer->callback, object, call_driver);
	__atomic_store_n(&timer->callback_thread, NULL, __ATOMIC_RELAXED);
}

/* A passive callback that is still queued is not queued once more. */
static void expire(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct fx_timer *timer = context;

	UNREFERENCED_PARAMETER(dpc);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	if (timer->is_passive)
		fx_worker_queue(&timer->worker, NULL);
	else
		run(&timer->object);
}

NTSTATUS fx_timer_init(struct fx_object *object, const void *argument)
{
	const struct fx_timer_request *request = argument;
	struct fx_timer *timer = fx_timer_of(object);
	struct fx_lock_wish wish = { .is_automatic =
					     request->config->AutomaticSerialization != FALSE,
		.is_passive = request->attributes->ExecutionLevel == WdfExecutionLevelPassive };

	pthread_mutex_init(&timer->lock, NULL);
	KeInitializeTimer(&timer->timer);
	KeInitializeDpc(&timer->dpc, expire, timer);
	timer->is_passive = wish.is_passive;
	fx_worker_init(&timer->worker, object, run, "WdfTimerStart");
	timer->parent = request->parent;
	timer->period = (LONG)request->config->Period;
	timer->callback.routine = (void (*)(void))request->config->EvtTimerFunc;
	timer->callback.name = "EvtTimerFunc";
	if (!fx_device_above(request->parent))
		return STATUS_INVALID_DEVICE_REQUEST;
	return fx_constraints_find_lock(&timer->callback.lock, request->parent, &wish);
}

static bool may_start(struct fx_timer *timer, const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(timer->object.globals),
		"started-while-deleted", call->function, fx_object_handle(&timer->object),
		call->site };
	bool is_going;
	bool is_refused;

	pthread_mutex_lock(&timer->lock);
	is_going = timer->is_going;
	is_refused = timer->is_stopping;
	if (is_refused)
		timer->is_start_refused = true;
	pthread_mutex_unlock(&timer->lock);
	if (is_going)
		io_violation(&breach, "the WDFTIMER is being deleted, and is not started");
	return !is_going && !is_refused;
}

bool fx_timer_start(struct fx_timer *timer, LONGLONG due, const struct fx_call *call)
{
	struct ke_timer_request request = { .due = ke_clock_due(due),
		.period = timer->period,
		.dpc = &timer->dpc,
		.site = call->site,
		.is_untold = true };
	bool was_set;

	if (!may_start(timer, call))
		return false;
	/* Its callback may delete it before this has returned. */
	fx_object_reference(&timer->object);
	was_set = ke_timer_set(&timer->timer, &request);
	pthread_mutex_lock(&timer->lock);
	if (timer->is_stopping)
		timer->is_started_again = true;
	pthread_mutex_unlock(&timer->lock);
	fx_object_dereference(&timer->object, call->site);
	return was_set;
}

bool fx_timer_cancel(struct fx_timer *timer)
{
	return ke_timer_cancel(&timer->timer, NULL);
}

static bool cancel_and_wait(struct fx_timer *timer)
{
	bool was_set = fx_timer_cancel(timer);

	ke_dpc_wait(&timer->dpc);
	if (timer->is_passive)
		fx_worker_wait(&timer->worker);
	return was_set;
}

bool fx_timer_stop(struct fx_timer *timer)
{
	bool was_set;

	pthread_mutex_lock(&timer->lock);
	timer->is_start_refused = false;
	timer->is_stopping = true;
	do {
		timer->is_started_again = false;
		pthread_mutex_unlock(&timer->lock);
		was_set = cancel_and_wait(timer);
		pthread_mutex_lock(&timer->lock);
	} while (!was_set && timer->is_started_again);
	timer->is_stopping = false;
	was_set = was_set || timer->is_start_refused;
	pthread_mutex_unlock(&timer->lock);
	return was_set;
}

bool fx_timer_is_mine(const struct fx_timer *timer)
{
	return __atomic_load_n(&timer->callback_thread, __ATOMIC_RELAXED) == &self;
}

bool fx_timer_waits_for_itself(struct fx_timer *timer)
{
	if (fx_timer_is_mine(timer))
		return true;
	return timer->is_passive && fx_callback_lock_is_mine(timer->callback.lock) &&
	       fx_worker_is_busy(&timer->worker);
}

static bool dispose(struct fx_object *object, const void *site)
{
	struct fx_timer *timer = fx_timer_of(object);
	struct io_breach breach = { fx_globals_io_driver(object->globals), "waits-for-itself",
		"WdfObjectDelete", fx_object_handle(object), site };

	pthread_mutex_lock(&timer->lock);
	timer->is_going = true;
	pthread_mutex_unlock(&timer->lock);
	if (fx_timer_waits_for_itself(timer))
		io_stop(&breach, "the WDFTIMER would wait for the callback that deletes it");
	fx_timer_stop(timer);
	return true;
}

static void destroy(struct fx_object *object)
{
	struct fx_timer *timer = fx_timer_of(object);

	if (!timer->worker.object)
		return;
	fx_worker_finish(&timer->worker);
	pthread_mutex_destroy(&timer->lock);
}

const struct fx_class fx_timer_class = {
	.kind = { "WDFTIMER", DRVTRACE_KIND_WDFTIMER, fx_object_reclaim },
	.size = sizeof(struct fx_timer),
	.is_disposed_at_passive = true,
	.dispose = dispose,
	.destroy = destroy,
};
