/* The boundary of IRPs that drivers have before the framework does, and give to it. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/dispatch.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/queue.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irp.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

#define QUEUE_FLAGS                                                                                \
	(WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK |                                \
		WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP)

/* The driver has skipped its stack location, or has copied it: the framework takes the next. */
NTSTATUS WdfDeviceWdmDispatchPreprocessedIrp(WDFDEVICE Device, PIRP Irp)
{
	struct fx_call call = FX_CALL("WdfDeviceWdmDispatchPreprocessedIrp");
	struct fx_device *device = fx_device_of_handle(Device, &call);

	IoSetNextIrpStackLocation(Irp);
	return fx_dispatch_preprocessed(device, Irp);
}

/* A device that was started, or a control device that is there for programs, is not changed. */
static bool is_open_to_change(const struct fx_device *device)
{
	if (device->is_control)
		return (device->wdm->Flags & DO_DEVICE_INITIALIZING) != 0;
	return fx_pnp_state(device) == WdfDevStatePnpInit;
}

NTSTATUS WdfDeviceConfigureWdmIrpDispatchCallback(WDFDEVICE Device, WDFDRIVER Driver,
	UCHAR MajorFunction, PFN_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch,
	WDFCONTEXT DriverContext)
{
	struct fx_call call = FX_CALL("WdfDeviceConfigureWdmIrpDispatchCallback");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_chooser *chooser;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (Driver)
		fx_handle_get(Driver, &fx_driver_class, &call);
	if (!fx_io_is_queueable(MajorFunction))
		return STATUS_INVALID_PARAMETER;
	if (!is_open_to_change(device))
		return STATUS_INVALID_DEVICE_STATE;
	chooser = &device->io->choosers[MajorFunction];
	if (chooser->routine)
		return STATUS_INVALID_PARAMETER;
	if (io_fault(fx_globals_io_driver(device->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	*chooser = (struct fx_chooser){ EvtDeviceWdmIrpDispatch, DriverContext };
	return STATUS_SUCCESS;
}

/* The IRP is completed by the framework then. */
static NTSTATUS refuse(struct fx_device *device, PIRP irp, const char *why, NTSTATUS status,
	const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(device->object.globals),
		"irp-dispatched-wrongly", call->function, fx_device_handle(device), call->site };

	io_violation(&breach, "the IRP at %p %s: it fails", (void *)irp, why);
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	io_irp_complete(irp);
	return status;
}

NTSTATUS WdfDeviceWdmDispatchIrp(WDFDEVICE Device, PIRP Irp, WDFCONTEXT DispatchContext)
{
	struct fx_call call = FX_CALL("WdfDeviceWdmDispatchIrp");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_io *io = device->io;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (DispatchContext != fx_io_chooser_token(io))
		return refuse(device, Irp, "comes back with another context than it was given with",
			STATUS_INVALID_PARAMETER, &call);
	if (!fx_io_is_queueable(IoGetCurrentIrpStackLocation(Irp)->MajorFunction))
		return refuse(device, Irp, "was made one of another kind", STATUS_INVALID_PARAMETER,
			&call);
	fx_io_enter(io);
	status = fx_io_take_irp_chosen(io, Irp);
	fx_io_leave(io);
	return status;
}

/* NULL: nothing is wrong. As VerifyWdfDeviceWdmDispatchIrpToIoQueue has it. */
static const char *find_fault(
	const struct fx_device *device, const struct fx_queue *queue, PIRP irp, ULONG flags)
{
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;

	if (flags & ~(ULONG)QUEUE_FLAGS)
		return "is dispatched with flags that are none";
	if (!fx_io_is_queueable(major))
		return "is no read, write or control";
	if (!fx_queue_serves(queue, (WDF_REQUEST_TYPE)major))
		return "is for a queue that has no callback for it";
	if (queue->device != device && (!device->pdo || device->pdo->parent != queue->device))
		return "is for a queue of another device";
	return NULL;
}

NTSTATUS WdfDeviceWdmDispatchIrpToIoQueue(WDFDEVICE Device, PIRP Irp, WDFQUEUE Queue, ULONG Flags)
{
	struct fx_call call = FX_CALL("WdfDeviceWdmDispatchIrpToIoQueue");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_queue *queue = fx_queue_get(Queue, &call);
	struct fx_io *io = queue->io;
	const char *fault;
	NTSTATUS status;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	if (Flags & WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP)
		IoSetNextIrpStackLocation(Irp);
	fault = find_fault(device, queue, Irp, Flags);
	if (fault)
		return refuse(device, Irp, fault, STATUS_INVALID_PARAMETER, &call);
	if (queue->device != device) {
		if (!device->pdo->is_forwarding)
			return refuse(device, Irp,
				"is for the parent's queue, which was not allowed",
				STATUS_INVALID_DEVICE_REQUEST, &call);
		IoCopyCurrentIrpStackLocationToNext(Irp);
		IoSetNextIrpStackLocation(Irp);
		IoGetCurrentIrpStackLocation(Irp)->DeviceObject = queue->device->wdm;
	}
	fx_io_enter(io);
	status = fx_io_take_irp_for(io, queue, Irp,
		(Flags & WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK) != 0);
	fx_io_leave(io);
	return status;
}
