#include "drivers/framework/kmdf/dispatch.h"

#include <drvtrace/lifetime.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/file_object.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/io.h"
#include "drivers/framework/kmdf/io_callback.h"
#include "drivers/framework/kmdf/pnp.h"
#include "drivers/framework/kmdf/power_irp.h"
#include "drivers/framework/kmdf/remove_lock.h"
#include "drivers/framework/kmdf/wmi.h"
#include "drivers/framework/wdm/irp.h"

static NTSTATUS complete(PIRP irp, NTSTATUS status)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = 0;
	io_irp_complete(irp);
	return status;
}

/* The device is gone; what was opened of it can still be closed. */
static NTSTATUS dispatch_to_nobody(PIRP irp)
{
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;
	bool is_end = major == IRP_MJ_CLEANUP || major == IRP_MJ_CLOSE;

	return complete(irp, is_end ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE);
}

static NTSTATUS shut_down(struct fx_device *device, PIRP irp)
{
	PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION routine = device->io->setup.shutdown;
	struct fx_io_callback callback;

	if (routine) {
		fx_io_callback_begin(&callback, device->object.globals, NULL,
			"EvtDeviceShutdownNotification", FX_SITE_IN(routine));
		routine(fx_device_handle(device));
		fx_io_callback_end(&callback);
	}
	return complete(irp, STATUS_SUCCESS);
}

/* The last file of a device that the driver has deleted meanwhile takes it along. */
static NTSTATUS close_file(struct fx_device *device, PIRP irp)
{
	bool is_last;
	NTSTATUS status = fx_file_object_close(device->io, irp, &is_last);

	if (is_last)
		fx_device_delete_when_left(device);
	return status;
}

NTSTATUS fx_dispatch_preprocessed(struct fx_device *device, PIRP irp)
{
	switch (IoGetCurrentIrpStackLocation(irp)->MajorFunction) {
	case IRP_MJ_CREATE:
		return fx_file_object_open(device->io, irp);
	case IRP_MJ_CLEANUP:
		return fx_file_object_clean_up(device->io, irp);
	case IRP_MJ_CLOSE:
		return close_file(device, irp);
	case IRP_MJ_SHUTDOWN:
		return shut_down(device, irp);
	case IRP_MJ_PNP:
		return fx_pnp_dispatch(device->wdm, irp);
	case IRP_MJ_POWER:
		return fx_power_dispatch(device->wdm, irp);
	case IRP_MJ_SYSTEM_CONTROL:
		return fx_wmi_dispatch(device->wdm, irp);
	default:
		return fx_io_take_irp(device->io, irp);
	}
}

static const struct fx_preprocess *preprocess_for(const struct fx_device *device, PIRP irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
	const struct fx_preprocess *preprocess = device->io->setup.preprocess[stack->MajorFunction];

	if (!preprocess || (preprocess->has_minors && !preprocess->minors[stack->MinorFunction]))
		return NULL;
	return preprocess;
}

/* The device may be gone when its removal is back. */
static NTSTATUS call_preprocess(
	struct fx_device *device, const struct fx_preprocess *preprocess, PIRP irp)
{
	struct fx_io_callback callback;
	NTSTATUS status;

	fx_io_callback_begin(&callback, device->object.globals, NULL, "EvtDeviceWdmIrpPreprocess",
		FX_SITE_IN(preprocess->callback));
	status = preprocess->callback(fx_device_handle(device), irp);
	fx_io_callback_end_with(&callback, status);
	return status;
}

/* The PnP manager makes one request at a time: the device is there until it is removed. */
static NTSTATUS dispatch_pnp(PDEVICE_OBJECT wdm, PIRP irp)
{
	struct fx_device *device = fx_device_of_wdm(wdm);
	const struct fx_preprocess *preprocess = device ? preprocess_for(device, irp) : NULL;

	if (!preprocess)
		return fx_pnp_dispatch(wdm, irp);
	return call_preprocess(device, preprocess, irp);
}

static NTSTATUS dispatch(struct fx_device *device, PIRP irp)
{
	const struct fx_preprocess *preprocess = preprocess_for(device, irp);

	if (preprocess)
		return call_preprocess(device, preprocess, irp);
	return fx_dispatch_preprocessed(device, irp);
}

static NTSTATUS dispatch_locked(struct fx_device *device, PIRP irp)
{
	NTSTATUS status = fx_remove_lock_acquire(device->io, irp);

	return NT_SUCCESS(status) ? dispatch(device, irp) : complete(irp, status);
}

/* These enter the device themselves, and leave it when they send the IRP on. */
static NTSTATUS dispatch_to_policy(
	PDEVICE_OBJECT wdm, PIRP irp, NTSTATUS (*routine)(PDEVICE_OBJECT wdm, PIRP irp))
{
	struct fx_device *device = fx_device_enter(wdm);
	bool is_preprocessed = device && preprocess_for(device, irp);
	NTSTATUS status = STATUS_SUCCESS;

	if (is_preprocessed)
		status = dispatch(device, irp);
	if (device)
		fx_device_leave(device);
	return is_preprocessed ? status : routine(wdm, irp);
}

NTSTATUS fx_dispatch(PDEVICE_OBJECT wdm, PIRP irp)
{
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;
	struct fx_device *device;
	NTSTATUS status;

	if (major == IRP_MJ_PNP)
		return dispatch_pnp(wdm, irp);
	if (major == IRP_MJ_POWER)
		return dispatch_to_policy(wdm, irp, fx_power_dispatch);
	if (major == IRP_MJ_SYSTEM_CONTROL)
		return dispatch_to_policy(wdm, irp, fx_wmi_dispatch);
	device = fx_device_enter(wdm);
	if (!device)
		return dispatch_to_nobody(irp);
	status = device->io->setup.takes_remove_lock ? dispatch_locked(device, irp)
						     : dispatch(device, irp);
	fx_device_leave(device);
	return status;
}
