/* The boundary of timers that the system allocates: each is a KTIMER, and a DPC that calls the driver. */
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource_check.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread.h"

#define SITE __builtin_return_address(0)

enum {
	UNITS_PER_MS = 10000,
};

struct _EX_TIMER {
	KTIMER timer; /* first: it is what a wait is given */
	KDPC dpc;
	struct io_resource resource;
	PEXT_CALLBACK routine;
	PVOID context;
	struct io_driver *caller; /* NULL: the routine does not run; of the DPC's thread */
	EXT_DELETE_PARAMETERS deletion;
};

static void reclaim(struct io_resource *resource)
{
	struct _EX_TIMER *timer = CONTAINING_RECORD(resource, struct _EX_TIMER, resource);

	ke_timer_cancel(&timer->timer, NULL);
	ke_dpc_wait(&timer->dpc);
	free(timer);
}

static const struct io_kind timer_kind = { "ex-timer", 0, reclaim };

static VOID expire(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
	struct _EX_TIMER *timer = context;
	struct io_driver *driver = timer->resource.driver;
	struct ke_level level = ke_level();
	struct io_driver *previous;

	UNREFERENCED_PARAMETER(dpc);
	UNREFERENCED_PARAMETER(argument1);
	UNREFERENCED_PARAMETER(argument2);
	/* A driver that is gone has left it behind. */
	if (!driver || !timer->routine)
		return;
	previous = io_driver_begin_call(driver);
	timer->routine(timer, timer->context);
	ke_level_check_return(driver, "a timer's callback", &level);
	io_driver_end_call(previous);
}

PEX_TIMER ExAllocateTimer(PEXT_CALLBACK Callback, PVOID CallbackContext, ULONG Attributes)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct _EX_TIMER *timer;

	ke_irql_check("ExAllocateTimer", DISPATCH_LEVEL, site);
	if (io_fault(driver, "ExAllocateTimer", site))
		return NULL;
	timer = calloc(1, sizeof(*timer));
	if (!timer)
		return NULL;
	KeInitializeTimerEx(&timer->timer,
		Attributes & EX_TIMER_NOTIFICATION ? NotificationTimer : SynchronizationTimer);
	KeInitializeDpc(&timer->dpc, expire, timer);
	timer->routine = Callback;
	timer->context = CallbackContext;
	io_resource_acquire(&timer->resource, driver,
		&(struct io_claim){ .kind = &timer_kind, .handle = timer, .site = site });
	return timer;
}

static struct _EX_TIMER *check(const char *function, PEX_TIMER timer, const void *site)
{
	ke_irql_check(function, DISPATCH_LEVEL, site);
	return CONTAINING_RECORD(
		io_resource_check(&timer_kind, "a timer of ExAllocateTimer", function, timer, site),
		struct _EX_TIMER, resource);
}

BOOLEAN ExSetTimer(
	PEX_TIMER Timer, LONGLONG DueTime, LONGLONG Period, PEXT_SET_PARAMETERS Parameters)
{
	const void *site = SITE;
	struct _EX_TIMER *timer = check("ExSetTimer", Timer, site);
	struct ke_timer_request request = { .due = ke_clock_due(DueTime),
		.period = (LONG)((Period + UNITS_PER_MS - 1) / UNITS_PER_MS),
		.dpc = &timer->dpc,
		.driver = timer->resource.driver,
		.site = site };

	UNREFERENCED_PARAMETER(Parameters);
	return ke_timer_set(&timer->timer, &request);
}

BOOLEAN ExCancelTimer(PEX_TIMER Timer, PEXT_CANCEL_PARAMETERS Parameters)
{
	const void *site = SITE;

	UNREFERENCED_PARAMETER(Parameters);
	return ke_timer_cancel(&check("ExCancelTimer", Timer, site)->timer, site);
}

/* When nobody is in its routine any more; its driver is there for as long as that takes. */
static void finish(void *argument)
{
	struct _EX_TIMER *timer = argument;
	EXT_DELETE_PARAMETERS deletion = timer->deletion;
	struct io_driver *previous;

	ke_dpc_wait(&timer->dpc);
	previous = io_driver_begin_call(timer->caller);
	free(timer);
	if (deletion.DeleteCallback)
		deletion.DeleteCallback(deletion.DeleteContext);
	io_driver_end_call(previous);
}

BOOLEAN ExDeleteTimer(
	PEX_TIMER Timer, BOOLEAN Cancel, BOOLEAN Wait, PEXT_DELETE_PARAMETERS Parameters)
{
	const void *site = SITE;
	struct _EX_TIMER *timer = check("ExDeleteTimer", Timer, site);
	bool was_set;

	/* Without Cancel it is the driver's to know that it is not set. */
	UNREFERENCED_PARAMETER(Cancel);
	if (Wait)
		ke_irql_check("ExDeleteTimer", APC_LEVEL, site);
	if (Parameters)
		timer->deletion = *Parameters;
	timer->caller = timer->resource.driver;
	was_set = ke_timer_cancel(&timer->timer, site);
	io_resource_release(&timer->resource, site);
	if (Wait || io_thread_start(finish, timer) != 0)
		finish(timer);
	return was_set;
}
