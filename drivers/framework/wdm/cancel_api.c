/* The cancellation of IRPs, under the cancel spin lock. */
#include "drivers/framework/wdm/cancel.h"

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/span.h"
#include "drivers/framework/wdm/spin_lock.h"

#define SITE __builtin_return_address(0)

static KSPIN_LOCK lock;

KIRQL io_cancel_lock(const void *site)
{
	KIRQL before;

	ke_irql_check("IoAcquireCancelSpinLock", DISPATCH_LEVEL, site);
	before = ke_irql_set(DISPATCH_LEVEL, site);
	ke_spin_lock_acquire("IoAcquireCancelSpinLock", &lock, site);
	return before;
}

void io_cancel_unlock(KIRQL irql, const void *site)
{
	ke_spin_lock_release("IoReleaseCancelSpinLock", &lock, site);
	ke_irql_set(irql, site);
}

void io_cancel_call(PDRIVER_CANCEL routine, PDEVICE_OBJECT device, PIRP irp, KIRQL irql)
{
	struct io_driver *driver = io_driver_of(device->DriverObject);
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level after = ke_level();
	struct io_span span = io_span_begin(driver, "Cancel", (const void *)(uintptr_t)routine);

	after.irql = irql;
	after.spin_locks--;
	irp->CancelIrql = irql;
	routine(device, irp);
	io_span_end(&span, STATUS_SUCCESS);
	io_driver_end_call(previous);
	ke_level_check_return(driver, "a cancel routine", &after);
}

VOID IoAcquireCancelSpinLock(PKIRQL Irql)
{
	*Irql = io_cancel_lock(SITE);
}

VOID IoReleaseCancelSpinLock(KIRQL Irql)
{
	io_cancel_unlock(Irql, SITE);
}

BOOLEAN IoCancelIrp(PIRP Irp)
{
	KIRQL irql = io_cancel_lock(SITE);
	PDRIVER_CANCEL routine;

	/* In this order: a driver sets its routine, then looks whether it came too late. */
	__atomic_store_n(&Irp->Cancel, TRUE, __ATOMIC_SEQ_CST);
	routine = IoSetCancelRoutine(Irp, NULL);
	if (!routine) {
		io_cancel_unlock(irql, SITE);
		return FALSE;
	}
	io_cancel_call(routine, IoGetCurrentIrpStackLocation(Irp)->DeviceObject, Irp, irql);
	return TRUE;
}
