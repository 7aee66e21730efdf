/* The boundary of fast and guarded mutexes: held by one thread, which may not acquire one again. */
#include <wdm.h>

#include "drivers/framework/wdm/critical_region.h"
#include "drivers/framework/wdm/dispatcher.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/held.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread_lock.h"

#define SITE __builtin_return_address(0)
#define RULE "mutex-misused"

static void init(PFAST_MUTEX mutex)
{
	*mutex = (FAST_MUTEX){ .Count = 1 };
	ke_header_init(&mutex->Event.Header, KE_EVENT_SYNCHRONIZATION, 1);
}

static void check_owner(
	const char *function, PFAST_MUTEX mutex, bool must_be_owner, const void *site)
{
	struct io_breach breach = { NULL, RULE, function, mutex, site };
	PVOID owner = __atomic_load_n(&mutex->Owner, __ATOMIC_RELAXED);

	if ((owner == KeGetCurrentThread()) == must_be_owner)
		return;
	breach.driver = io_driver_calling(site);
	if (must_be_owner)
		io_stop(&breach, "the mutex at %p is not held by this thread", (void *)mutex);
	io_stop(&breach, "the mutex at %p is held by this thread already", (void *)mutex);
}

/* The event is the mutex: the rest is what debuggers and the checks look at. */
static BOOLEAN take(PFAST_MUTEX mutex, const LARGE_INTEGER *timeout, const void *site)
{
	PVOID object = &mutex->Event;
	struct ke_wait_request request = { &object, 1, false, timeout };

	if (ke_wait(&request) == STATUS_TIMEOUT)
		return FALSE;
	__atomic_store_n(&mutex->Owner, KeGetCurrentThread(), __ATOMIC_RELAXED);
	__atomic_store_n(&mutex->Count, 0, __ATOMIC_RELAXED);
	ke_thread_lock_add(&(struct ke_held){ mutex, RULE, "mutex", site });
	return TRUE;
}

static void acquire(const char *function, PFAST_MUTEX mutex, const void *site)
{
	ke_irql_check(function, APC_LEVEL, site);
	check_owner(function, mutex, false, site);
	take(mutex, NULL, site);
}

static void release(const char *function, PFAST_MUTEX mutex, const void *site)
{
	check_owner(function, mutex, true, site);
	ke_thread_lock_forget(mutex);
	__atomic_store_n(&mutex->Owner, NULL, __ATOMIC_RELAXED);
	__atomic_store_n(&mutex->Count, 1, __ATOMIC_RELAXED);
	ke_dispatcher_lock();
	mutex->Event.Header.SignalState = 1;
	ke_dispatcher_unlock();
}

VOID ExInitializeFastMutex(PFAST_MUTEX FastMutex)
{
	init(FastMutex);
}

VOID ExAcquireFastMutex(PFAST_MUTEX FastMutex)
{
	acquire("ExAcquireFastMutex", FastMutex, SITE);
	FastMutex->OldIrql = ke_irql_set(APC_LEVEL, SITE);
}

VOID ExReleaseFastMutex(PFAST_MUTEX FastMutex)
{
	KIRQL irql = (KIRQL)FastMutex->OldIrql;

	release("ExReleaseFastMutex", FastMutex, SITE);
	ke_irql_set(irql, SITE);
}

BOOLEAN ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex)
{
	LARGE_INTEGER now = { .QuadPart = 0 };

	ke_irql_check("ExTryToAcquireFastMutex", APC_LEVEL, SITE);
	if (!take(FastMutex, &now, SITE))
		return FALSE;
	FastMutex->OldIrql = ke_irql_set(APC_LEVEL, SITE);
	return TRUE;
}

/* It leaves the IRQL to the caller, who has disabled APCs. */
VOID ExAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex)
{
	if (!KeAreApcsDisabled() && ke_irql() < APC_LEVEL) {
		struct io_breach breach = { io_driver_calling(SITE), RULE,
			"ExAcquireFastMutexUnsafe", FastMutex, SITE };

		io_stop(&breach, "the mutex at %p is used with normal kernel APCs enabled",
			(void *)FastMutex);
	}
	acquire("ExAcquireFastMutexUnsafe", FastMutex, SITE);
}

VOID ExReleaseFastMutexUnsafe(PFAST_MUTEX FastMutex)
{
	release("ExReleaseFastMutexUnsafe", FastMutex, SITE);
}

VOID KeInitializeGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	init(Mutex);
}

VOID KeAcquireGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	acquire("KeAcquireGuardedMutex", Mutex, SITE);
	ke_guarded_region_enter(SITE);
}

VOID KeReleaseGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	release("KeReleaseGuardedMutex", Mutex, SITE);
	ke_guarded_region_leave("KeReleaseGuardedMutex", SITE);
}

BOOLEAN KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX Mutex)
{
	LARGE_INTEGER now = { .QuadPart = 0 };

	ke_irql_check("KeTryToAcquireGuardedMutex", APC_LEVEL, SITE);
	if (!take(Mutex, &now, SITE))
		return FALSE;
	ke_guarded_region_enter(SITE);
	return TRUE;
}
