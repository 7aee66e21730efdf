/* Locks that are objects. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

NTKERNELAPI NTSTATUS WdfSpinLockCreate(
	PWDF_OBJECT_ATTRIBUTES SpinLockAttributes, WDFSPINLOCK *SpinLock);
NTKERNELAPI VOID WdfSpinLockAcquire(WDFSPINLOCK SpinLock);
NTKERNELAPI VOID WdfSpinLockRelease(WDFSPINLOCK SpinLock);

NTKERNELAPI NTSTATUS WdfWaitLockCreate(PWDF_OBJECT_ATTRIBUTES LockAttributes, WDFWAITLOCK *Lock);

/* STATUS_TIMEOUT when it is not to be had within `Timeout`; NULL waits for ever. */
NTKERNELAPI NTSTATUS WdfWaitLockAcquire(WDFWAITLOCK Lock, PLONGLONG Timeout);
NTKERNELAPI VOID WdfWaitLockRelease(WDFWAITLOCK Lock);

#ifdef __cplusplus
}
#endif
