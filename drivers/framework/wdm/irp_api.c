/* The boundary of IRPs: who may send, complete and free them. */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

struct io_irp *io_irp_check(const char *function, PIRP irp, const void *site)
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
	if (io_irp_frees_itself(found)) {
		breach.rule = "delete-not-allowed";
		io_stop(&breach, "the I/O manager frees the IRP at %p, when it is completed",
			(void *)Irp);
	}
	io_irp_unpublish(Irp, site);
	io_irp_destroy(Irp);
}

VOID IoReuseIrp(PIRP Irp, NTSTATUS Iostatus)
{
	io_irp_check("IoReuseIrp", Irp, SITE);
	io_irp_reuse(Irp);
	Irp->IoStatus.Status = Iostatus;
}

/* A request is on its way: not more than a look. Whatever else is no device is seldom of that type. */
static void check_device(const char *function, const DEVICE_OBJECT *device, const void *site)
{
	struct io_breach breach = { NULL, "invalid-handle", function, device, site };

	if (device && device->Type == IO_TYPE_DEVICE && device->DriverObject)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "%p is not a device", (const void *)device);
}

NTSTATUS io_irp_send(const char *function, PDEVICE_OBJECT device, PIRP irp, const void *site)
{
	ke_irql_check(function, DISPATCH_LEVEL, site);
	io_irp_check(function, irp, site);
	check_device(function, device, site);
	if (irp->CurrentLocation <= 1) {
		struct io_breach breach = { io_driver_calling(site), "no-more-irp-stack-locations",
			function, irp, site };

		io_stop(&breach, "the IRP at %p has %d stack locations, and all are in use",
			(void *)irp, irp->StackCount);
	}
	return io_irp_call(device, irp);
}

NTSTATUS IofCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	return io_irp_send("IoCallDriver", DeviceObject, Irp, SITE);
}

BOOLEAN IoForwardIrpSynchronously(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	const void *site = SITE;

	ke_irql_check("IoForwardIrpSynchronously", PASSIVE_LEVEL, site);
	io_irp_check("IoForwardIrpSynchronously", Irp, site);
	if (Irp->CurrentLocation <= 1)
		return FALSE;
	io_irp_forward(DeviceObject, Irp);
	return TRUE;
}

void io_irp_finish(PIRP irp, struct io_driver *driver, const void *site)
{
	struct io_irp *found = io_irp_find(irp);
	struct io_breach breach = { driver, "invalid-handle", "IoCompleteRequest", irp, site };

	if (!found)
		io_stop(&breach, "%p is not an IRP", (void *)irp);
	if (io_irp_state(found) == IO_IRP_COMPLETED || irp->CurrentLocation > irp->StackCount) {
		breach.rule = "irp-completed-twice";
		io_stop(&breach, "the IRP at %p is completed already", (void *)irp);
	}
	if (__atomic_load_n(&irp->CancelRoutine, __ATOMIC_SEQ_CST)) {
		breach.rule = "irp-still-cancelable";
		io_stop(&breach, "the IRP at %p still has its cancel routine", (void *)irp);
	}
	if (irp->IoStatus.Status == STATUS_PENDING || irp->IoStatus.Status == -1) {
		breach.rule = "irp-completed-as-pending";
		io_stop(&breach, "the IRP at %p is completed with the status 0x%08X", (void *)irp,
			(unsigned int)irp->IoStatus.Status);
	}
	io_irp_complete(irp);
}

VOID IofCompleteRequest(PIRP Irp, CCHAR PriorityBoost)
{
	const void *site = SITE;

	UNREFERENCED_PARAMETER(PriorityBoost);
	ke_irql_check("IoCompleteRequest", DISPATCH_LEVEL, site);
	io_irp_finish(Irp, io_driver_calling(site), site);
}

VOID IoMarkIrpPending(PIRP Irp)
{
	const void *site = SITE;

	io_irp_check("IoMarkIrpPending", Irp, site);
	io_irp_mark_pending(Irp, site);
}
