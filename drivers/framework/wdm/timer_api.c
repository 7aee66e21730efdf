/* The boundary of timers and DPCs. */
#include <wdm.h>

#include "drivers/framework/wdm/clock.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"

#define SITE __builtin_return_address(0)

VOID KeInitializeDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext)
{
	*Dpc = (KDPC){ .Type = 19, /* DpcObject */
		.Importance = MediumImportance,
		.DeferredRoutine = DeferredRoutine,
		.DeferredContext = DeferredContext };
}

VOID KeSetImportanceDpc(PRKDPC Dpc, KDPC_IMPORTANCE Importance)
{
	Dpc->Importance = (UCHAR)Importance;
}

BOOLEAN KeInsertQueueDpc(PRKDPC Dpc, PVOID SystemArgument1, PVOID SystemArgument2)
{
	return ke_dpc_insert(Dpc, SystemArgument1, SystemArgument2, SITE);
}

BOOLEAN KeRemoveQueueDpc(PRKDPC Dpc)
{
	return ke_dpc_remove(Dpc);
}

VOID KeFlushQueuedDpcs(VOID)
{
	ke_irql_check("KeFlushQueuedDpcs", PASSIVE_LEVEL, SITE);
	ke_dpc_flush();
}

VOID KeInitializeTimerEx(PKTIMER Timer, TIMER_TYPE Type)
{
	*Timer = (KTIMER){ .Period = 0 };
	ke_header_init(&Timer->Header,
		Type == SynchronizationTimer ? KE_TIMER_SYNCHRONIZATION : KE_TIMER_NOTIFICATION, 0);
	InitializeListHead(&Timer->TimerListEntry);
}

VOID KeInitializeTimer(PKTIMER Timer)
{
	KeInitializeTimerEx(Timer, NotificationTimer);
}

static BOOLEAN set_timer(const char *function, PKTIMER timer, LARGE_INTEGER due, LONG period,
	PKDPC dpc, const void *site)
{
	struct ke_timer_request request = { .due = ke_clock_due(due.QuadPart),
		.period = period,
		.dpc = dpc,
		.driver = io_driver_calling(site),
		.site = site };

	ke_irql_check(function, DISPATCH_LEVEL, site);
	return ke_timer_set(timer, &request);
}

BOOLEAN KeSetTimer(PKTIMER Timer, LARGE_INTEGER DueTime, PKDPC Dpc)
{
	return set_timer("KeSetTimer", Timer, DueTime, 0, Dpc, SITE);
}

BOOLEAN KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER DueTime, LONG Period, PKDPC Dpc)
{
	return set_timer("KeSetTimerEx", Timer, DueTime, Period, Dpc, SITE);
}

/* The delay that is tolerated is not made use of. */
BOOLEAN KeSetCoalescableTimer(
	PKTIMER Timer, LARGE_INTEGER DueTime, ULONG Period, ULONG TolerableDelay, PKDPC Dpc)
{
	UNREFERENCED_PARAMETER(TolerableDelay);
	return set_timer("KeSetCoalescableTimer", Timer, DueTime, (LONG)Period, Dpc, SITE);
}

BOOLEAN KeCancelTimer(PKTIMER Timer)
{
	ke_irql_check("KeCancelTimer", DISPATCH_LEVEL, SITE);
	return ke_timer_cancel(Timer, SITE);
}

BOOLEAN KeReadStateTimer(PKTIMER Timer)
{
	BOOLEAN state;

	ke_dispatcher_lock();
	state = Timer->Header.SignalState != 0;
	ke_dispatcher_unlock();
	return state;
}
