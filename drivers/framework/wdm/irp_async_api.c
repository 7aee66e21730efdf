/*
 * IRPs that the I/O manager builds for drivers, which free them with their buffers, and the parts that a
 * request is split into.
 */
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/exception.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/mdl.h"
#include "drivers/framework/wdm/pool.h"

#define SITE __builtin_return_address(0)

/* Of the system buffers. */
#define TAG '  oI'

/* The buffer of a request, which is its driver's to free. */
struct transfer {
	struct io_driver *driver;
	PVOID buffer;
	ULONG length;
	const void *site;
};

static bool is_read(PIRP irp)
{
	return IoGetNextIrpStackLocation(irp)->MajorFunction == IRP_MJ_READ;
}

static bool add_system_buffer(PIRP irp, const struct transfer *transfer)
{
	struct ex_request request = {
		.size = transfer->length, .tag = TAG, .is_cache_aligned = true
	};
	PVOID system = ex_block_create(transfer->driver, &request, transfer->site);

	if (!system)
		return false;
	irp->AssociatedIrp.SystemBuffer = system;
	irp->Flags |= IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER;
	if (is_read(irp))
		irp->Flags |= IRP_INPUT_OPERATION;
	else if (transfer->length > 0)
		memcpy(system, transfer->buffer, transfer->length);
	return true;
}

/* A buffer that cannot be accessed cannot be locked. */
static bool add_mdl(PIRP irp, const struct transfer *transfer)
{
	if (transfer->length == 0)
		return true;
	if (!ex_can_access(transfer->buffer, transfer->length, is_read(irp)))
		return false;
	irp->MdlAddress =
		io_mdl_create(transfer->driver, transfer->buffer, transfer->length, transfer->site);
	if (!irp->MdlAddress)
		return false;
	io_mdl_lock(irp->MdlAddress, transfer->driver, transfer->site);
	return true;
}

/* As the device wants it: buffered, direct, or as it is. */
static bool add_buffer(PIRP irp, const DEVICE_OBJECT *device, const struct transfer *transfer)
{
	irp->UserBuffer = transfer->buffer;
	if (device->Flags & DO_BUFFERED_IO)
		return add_system_buffer(irp, transfer);
	return !(device->Flags & DO_DIRECT_IO) || add_mdl(irp, transfer);
}

PIRP IoBuildAsynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer,
	ULONG Length, PLARGE_INTEGER StartingOffset, PIO_STATUS_BLOCK IoStatusBlock)
{
	const void *site = SITE;
	struct transfer transfer = { io_driver_calling(site), Buffer, Length, site };
	PIO_STACK_LOCATION stack;
	PIRP irp;

	ke_irql_check("IoBuildAsynchronousFsdRequest", DISPATCH_LEVEL, site);
	if (io_fault(transfer.driver, "IoBuildAsynchronousFsdRequest", site))
		return NULL;
	irp = io_irp_create(DeviceObject->StackSize, NULL);
	if (!irp)
		return NULL;
	irp->UserIosb = IoStatusBlock;
	irp->Tail.Overlay.Thread = PsGetCurrentThread();
	stack = IoGetNextIrpStackLocation(irp);
	stack->MajorFunction = (UCHAR)MajorFunction;
	io_irp_publish(irp, transfer.driver, site);
	if (MajorFunction != IRP_MJ_READ && MajorFunction != IRP_MJ_WRITE)
		return irp;
	stack->Parameters.Read.Length = Length;
	if (StartingOffset)
		stack->Parameters.Read.ByteOffset = *StartingOffset;
	if (add_buffer(irp, DeviceObject, &transfer))
		return irp;
	io_irp_unpublish(irp, site);
	io_irp_destroy(irp);
	return NULL;
}

/* The last part completes the whole, in the name of the driver that has it. */
static void complete_part(PIRP irp, void *argument)
{
	PIRP master = argument;
	struct io_irp *found = io_irp_find(master);
	struct io_irp_holder holder;

	io_mdl_free_chain(irp->MdlAddress);
	irp->MdlAddress = NULL;
	io_irp_unpublish(irp, NULL);
	io_irp_retire(irp);
	if (!found || __atomic_sub_fetch(&master->AssociatedIrp.IrpCount, 1, __ATOMIC_SEQ_CST) != 0)
		return;
	holder = io_irp_holder(master);
	io_irp_finish(master, holder.driver, holder.site);
}

PIRP IoMakeAssociatedIrp(PIRP Irp, CCHAR StackSize)
{
	const void *site = SITE;
	struct io_irp_listener listener = { complete_part, Irp };
	struct io_driver *driver = io_driver_calling(site);
	PIRP irp;

	ke_irql_check("IoMakeAssociatedIrp", DISPATCH_LEVEL, site);
	io_irp_check("IoMakeAssociatedIrp", Irp, site);
	if (io_fault(driver, "IoMakeAssociatedIrp", site))
		return NULL;
	irp = io_irp_create(StackSize, &listener);
	if (!irp)
		return NULL;
	irp->Flags |= IRP_ASSOCIATED_IRP;
	irp->AssociatedIrp.MasterIrp = Irp;
	irp->Tail.Overlay.Thread = Irp->Tail.Overlay.Thread;
	io_irp_publish(irp, driver, site);
	return irp;
}
