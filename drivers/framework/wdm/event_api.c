/* The boundary of events, semaphores and mutexes. */
#include <wdm.h>

#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static LONG set_state(DISPATCHER_HEADER *header, LONG state)
{
	LONG before;

	ke_dispatcher_lock();
	before = header->SignalState;
	header->SignalState = state;
	ke_dispatcher_unlock();
	return before;
}

static LONG read_state(const DISPATCHER_HEADER *header)
{
	LONG state;

	ke_dispatcher_lock();
	state = header->SignalState;
	ke_dispatcher_unlock();
	return state;
}

VOID KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State)
{
	ke_header_init(&Event->Header,
		Type == SynchronizationEvent ? KE_EVENT_SYNCHRONIZATION : KE_EVENT_NOTIFICATION,
		State != FALSE);
}

/* `Wait` promises a wait to come; nothing is gained from it here. */
LONG KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait)
{
	UNREFERENCED_PARAMETER(Increment);
	ke_irql_check("KeSetEvent", Wait ? APC_LEVEL : DISPATCH_LEVEL, SITE);
	return set_state(&Event->Header, 1);
}

/* Who waits now goes on: all of a notification event, one of a synchronization event. */
LONG KePulseEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait)
{
	LONG before;

	UNREFERENCED_PARAMETER(Increment);
	ke_irql_check("KePulseEvent", Wait ? APC_LEVEL : DISPATCH_LEVEL, SITE);
	ke_dispatcher_lock();
	before = Event->Header.SignalState;
	Event->Header.SignalState = 1;
	ke_dispatcher_wake();
	Event->Header.SignalState = 0;
	ke_dispatcher_unlock();
	return before;
}

LONG KeResetEvent(PRKEVENT Event)
{
	ke_irql_check("KeResetEvent", DISPATCH_LEVEL, SITE);
	return set_state(&Event->Header, 0);
}

VOID KeClearEvent(PRKEVENT Event)
{
	ke_irql_check("KeClearEvent", DISPATCH_LEVEL, SITE);
	set_state(&Event->Header, 0);
}

LONG KeReadStateEvent(PRKEVENT Event)
{
	return read_state(&Event->Header);
}

VOID KeInitializeSemaphore(PRKSEMAPHORE Semaphore, LONG Count, LONG Limit)
{
	ke_header_init(&Semaphore->Header, KE_SEMAPHORE, Count);
	Semaphore->Limit = Limit;
}

LONG KeReleaseSemaphore(PRKSEMAPHORE Semaphore, KPRIORITY Increment, LONG Adjustment, BOOLEAN Wait)
{
	const void *site = SITE;
	bool is_over;
	LONG before;
	LONG after;

	UNREFERENCED_PARAMETER(Increment);
	ke_irql_check("KeReleaseSemaphore", Wait ? APC_LEVEL : DISPATCH_LEVEL, site);
	ke_dispatcher_lock();
	before = Semaphore->Header.SignalState;
	is_over = __builtin_add_overflow(before, Adjustment, &after) || after < before ||
		  after > Semaphore->Limit;
	if (!is_over)
		Semaphore->Header.SignalState = after;
	ke_dispatcher_unlock();
	if (is_over) {
		struct io_breach breach = { io_driver_calling(site), "semaphore-over-limit",
			"KeReleaseSemaphore", Semaphore, site };

		io_stop(&breach, "the semaphore at %p has %d, and its limit is %d",
			(void *)Semaphore, before, Semaphore->Limit);
	}
	return before;
}

LONG KeReadStateSemaphore(PRKSEMAPHORE Semaphore)
{
	return read_state(&Semaphore->Header);
}

VOID KeInitializeMutex(PRKMUTEX Mutex, ULONG Level)
{
	UNREFERENCED_PARAMETER(Level);
	*Mutex = (KMUTEX){ .ApcDisable = 1 };
	ke_header_init(&Mutex->Header, KE_MUTANT, 1);
	InitializeListHead(&Mutex->MutantListEntry);
}

LONG KeReleaseMutex(PRKMUTEX Mutex, BOOLEAN Wait)
{
	const void *site = SITE;
	PKTHREAD self = KeGetCurrentThread();
	bool is_mine;
	LONG before;

	ke_irql_check("KeReleaseMutex", Wait ? APC_LEVEL : DISPATCH_LEVEL, site);
	ke_dispatcher_lock();
	before = Mutex->Header.SignalState;
	is_mine = Mutex->OwnerThread == self;
	if (is_mine && before + 1 > 0)
		Mutex->OwnerThread = NULL;
	if (is_mine)
		Mutex->Header.SignalState = before + 1;
	ke_dispatcher_unlock();
	if (!is_mine) {
		struct io_breach breach = { io_driver_calling(site), "mutex-misused",
			"KeReleaseMutex", Mutex, site };

		io_stop(&breach, "the mutex at %p is not held by this thread", (void *)Mutex);
	}
	return before;
}

LONG KeReadStateMutex(PRKMUTEX Mutex)
{
	return read_state(&Mutex->Header);
}
