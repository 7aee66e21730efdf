/* The boundary of IRPs: who may send, complete, cancel and free them. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/spin_lock.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

static KSPIN_LOCK cancel_lock;

/* The driver is stopped when `irp` is none that may be used. */
static struct io_irp *check_irp(const char *function, PIRP irp, const void *site)
{
	struct io_irp *found = io_irp_find(irp);
	struct io_breach breach = { io_driver_calling(site), "invalid-handle", function, irp,
		site };

	if (!found)
		io_stop(&breach, "%p is not an IRP", (void *)irp);
	if (io_irp_state(found) == IO_IRP_COMPLETED && !io_irp_is_published(found))
		io_stop(&breach, "the IRP at %p is completed: it is its driver's no more",
			(void *)irp);
	return found;
}

PIRP IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	PIRP irp;

	ke_irql_check("IoAllocateIrp", DISPATCH_LEVEL, site);
	UNREFERENCED_PARAMETER(ChargeQuota);
	if (io_fault(driver, "IoAllocateIrp", site))
		return NULL;
	irp = io_irp_create(StackSize, NULL);
	if (irp)
		io_irp_publish(irp, driver, site);
	return irp;
}

VOID IoFreeIrp(PIRP Irp)
{
	const void *site = SITE;
	struct io_irp *found = io_irp_find(Irp);
	struct io_breach breach = { io_driver_calling(site), "release-of-unknown", "IoFreeIrp", Irp,
		site };

	if (!found && io_resource_was_released(Irp)) {
		breach.rule = "double-release";
		io_stop(&breach, "the IRP at %p is free already", (void *)Irp);
	}
	if (!found || !io_irp_is_published(found))
		io_stop(&breach, "%p is not an IRP that a driver has allocated", (void *)Irp);
	if (io_irp_has_listener(found)) {
		breach.rule = "delete-not-allowed";
		io_stop(&breach, "the I/O manager frees the IRP at %p, when it is completed",
			(void *)Irp);
	}
	io_irp_unpublish(Irp, site);
	io_irp_destroy(Irp);
}

VOID IoReuseIrp(PIRP Irp, NTSTATUS Iostatus)
{
	check_irp("IoReuseIrp", Irp, SITE);
	io_irp_reuse(Irp);
	Irp->IoStatus.Status = Iostatus;
}

NTSTATUS IofCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	const void *site = SITE;

	ke_irql_check("IoCallDriver", DISPATCH_LEVEL, site);
	check_irp("IoCallDriver", Irp, site);
	if (Irp->CurrentLocation <= 1) {
		struct io_breach breach = { io_driver_calling(site), "no-more-irp-stack-locations",
			"IoCallDriver", Irp, site };

		io_stop(&breach, "the IRP at %p has %d stack locations, and all are in use",
			(void *)Irp, Irp->StackCount);
	}
	return io_irp_call(DeviceObject, Irp);
}

BOOLEAN IoForwardIrpSynchronously(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	const void *site = SITE;

	ke_irql_check("IoForwardIrpSynchronously", PASSIVE_LEVEL, site);
	check_irp("IoForwardIrpSynchronously", Irp, site);
	if (Irp->CurrentLocation <= 1)
		return FALSE;
	io_irp_forward(DeviceObject, Irp);
	return TRUE;
}

VOID IofCompleteRequest(PIRP Irp, CCHAR PriorityBoost)
{
	const void *site = SITE;
	struct io_irp *found = io_irp_find(Irp);
	struct io_breach breach = { io_driver_calling(site), "invalid-handle", "IoCompleteRequest",
		Irp, site };

	UNREFERENCED_PARAMETER(PriorityBoost);
	ke_irql_check("IoCompleteRequest", DISPATCH_LEVEL, site);
	if (!found)
		io_stop(&breach, "%p is not an IRP", (void *)Irp);
	if (io_irp_state(found) == IO_IRP_COMPLETED || Irp->CurrentLocation > Irp->StackCount) {
		breach.rule = "irp-completed-twice";
		io_stop(&breach, "the IRP at %p is completed already", (void *)Irp);
	}
	io_irp_complete(Irp);
}

VOID IoMarkIrpPending(PIRP Irp)
{
	const void *site = SITE;

	check_irp("IoMarkIrpPending", Irp, site);
	io_irp_mark_pending(Irp, site);
}

static KIRQL acquire_cancel_lock(const void *site)
{
	KIRQL before;

	ke_irql_check("IoAcquireCancelSpinLock", DISPATCH_LEVEL, site);
	before = ke_irql_set(DISPATCH_LEVEL, site);
	ke_spin_lock_acquire("IoAcquireCancelSpinLock", &cancel_lock, site);
	return before;
}

static void release_cancel_lock(KIRQL irql, const void *site)
{
	ke_spin_lock_release("IoReleaseCancelSpinLock", &cancel_lock, site);
	ke_irql_set(irql, site);
}

VOID IoAcquireCancelSpinLock(PKIRQL Irql)
{
	*Irql = acquire_cancel_lock(SITE);
}

VOID IoReleaseCancelSpinLock(KIRQL Irql)
{
	release_cancel_lock(Irql, SITE);
}

/* The routine releases the lock. */
BOOLEAN IoCancelIrp(PIRP Irp)
{
	struct ke_level level = ke_level();
	KIRQL irql = acquire_cancel_lock(SITE);
	struct io_driver *previous;
	PDRIVER_CANCEL routine;
	PDEVICE_OBJECT device;

	/* In this order: a driver sets its routine, then looks whether it came too late. */
	__atomic_store_n(&Irp->Cancel, TRUE, __ATOMIC_SEQ_CST);
	routine = IoSetCancelRoutine(Irp, NULL);
	if (!routine) {
		release_cancel_lock(irql, SITE);
		return FALSE;
	}
	Irp->CancelIrql = irql;
	device = IoGetCurrentIrpStackLocation(Irp)->DeviceObject;
	previous = io_driver_begin_call(io_driver_of(device->DriverObject));
	routine(device, Irp);
	io_driver_end_call(previous);
	ke_level_check_return(io_driver_of(device->DriverObject), "a cancel routine", &level);
	return TRUE;
}
