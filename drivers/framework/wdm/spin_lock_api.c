/* The boundary of spin locks, which raise to DISPATCH_LEVEL and lower again. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/spin_lock.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static KIRQL acquire_raised(const char *function, PKSPIN_LOCK lock, const void *site)
{
	KIRQL before;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	before = ke_irql_set(DISPATCH_LEVEL, site);
	ke_spin_lock_acquire(function, lock, site);
	return before;
}

static void release(const char *function, PKSPIN_LOCK lock, const void *site)
{
	ke_irql_check_least(function, DISPATCH_LEVEL, site);
	ke_spin_lock_release(function, lock, site);
}

static void release_lowered(const char *function, PKSPIN_LOCK lock, KIRQL irql, const void *site)
{
	release(function, lock, site);
	if (irql > ke_irql()) {
		struct io_breach breach = { io_driver_calling(site), "wrong-irql", function, lock,
			site };

		io_stop(&breach, "the IRQL is %u, and %u would raise it", ke_irql(), irql);
	}
	ke_irql_set(irql, site);
}

VOID KeInitializeSpinLock(PKSPIN_LOCK SpinLock)
{
	__atomic_store_n(SpinLock, 0, __ATOMIC_RELEASE);
}

KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock)
{
	return acquire_raised("KeAcquireSpinLock", SpinLock, SITE);
}

VOID KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql)
{
	release_lowered("KeReleaseSpinLock", SpinLock, NewIrql, SITE);
}

VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock)
{
	ke_irql_check_least("KeAcquireSpinLockAtDpcLevel", DISPATCH_LEVEL, SITE);
	ke_spin_lock_acquire("KeAcquireSpinLockAtDpcLevel", SpinLock, SITE);
}

VOID KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock)
{
	release("KeReleaseSpinLockFromDpcLevel", SpinLock, SITE);
}

BOOLEAN KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock)
{
	ke_irql_check_least("KeTryToAcquireSpinLockAtDpcLevel", DISPATCH_LEVEL, SITE);
	return ke_spin_lock_try(SpinLock, SITE);
}

/* TRUE when it is free. */
BOOLEAN KeTestSpinLock(PKSPIN_LOCK SpinLock)
{
	return __atomic_load_n(SpinLock, __ATOMIC_ACQUIRE) == 0;
}

VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle)
{
	LockHandle->LockQueue.Next = NULL;
	LockHandle->LockQueue.Lock = SpinLock;
	LockHandle->OldIrql = acquire_raised("KeAcquireInStackQueuedSpinLock", SpinLock, SITE);
}

VOID KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE LockHandle)
{
	release_lowered("KeReleaseInStackQueuedSpinLock", LockHandle->LockQueue.Lock,
		LockHandle->OldIrql, SITE);
}

VOID KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle)
{
	ke_irql_check_least("KeAcquireInStackQueuedSpinLockAtDpcLevel", DISPATCH_LEVEL, SITE);
	LockHandle->LockQueue.Next = NULL;
	LockHandle->LockQueue.Lock = SpinLock;
	LockHandle->OldIrql = ke_irql();
	ke_spin_lock_acquire("KeAcquireInStackQueuedSpinLockAtDpcLevel", SpinLock, SITE);
}

VOID KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE LockHandle)
{
	release("KeReleaseInStackQueuedSpinLockFromDpcLevel", LockHandle->LockQueue.Lock, SITE);
}
