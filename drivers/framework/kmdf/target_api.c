/* The boundary of I/O targets: which there are, and their states. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/send.h"
#include "drivers/framework/kmdf/target.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/file_object.h"
#include "drivers/framework/wdm/irql.h"

WDFIOTARGET WdfDeviceGetIoTarget(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetIoTarget");
	struct fx_target *target = fx_target_below(fx_device_of_handle(Device, &call), call.site);

	return target ? (WDFIOTARGET)fx_object_handle(&target->object) : NULL;
}

/* A parent that it is given has to be the device, or to belong to it. */
static NTSTATUS check_parent(const WDF_OBJECT_ATTRIBUTES *attributes,
	const struct fx_device *device, const struct fx_call *call)
{
	struct fx_object *parent;

	if (!attributes || !attributes->ParentObject)
		return STATUS_SUCCESS;
	parent = fx_handle_get(attributes->ParentObject, NULL, call);
	return fx_device_above(parent) == device ? STATUS_SUCCESS : STATUS_INVALID_DEVICE_REQUEST;
}

NTSTATUS WdfIoTargetCreate(
	WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES IoTargetAttributes, WDFIOTARGET *IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetCreate");
	struct fx_device *device = fx_device_of_handle(Device, &call);
	struct fx_target_request request = { .device = device };
	struct fx_child child = { .init = fx_target_init, .argument = &request };
	WDF_OBJECT_ATTRIBUTES attributes;
	struct fx_object *object;
	NTSTATUS status;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	*IoTarget = NULL;
	status = fx_validate_attributes(IoTargetAttributes, 0);
	if (NT_SUCCESS(status))
		status = check_parent(IoTargetAttributes, device, &call);
	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	if (IoTargetAttributes)
		attributes = *IoTargetAttributes;
	if (!attributes.ParentObject)
		attributes.ParentObject = Device;
	status = fx_driver_create_child(
		&object, device->driver, &fx_target_class, &attributes, &child, &call);
	if (NT_SUCCESS(status))
		*IoTarget = (WDFIOTARGET)fx_object_handle(object);
	return status;
}

NTSTATUS WdfIoTargetOpen(WDFIOTARGET IoTarget, PWDF_IO_TARGET_OPEN_PARAMS OpenParams)
{
	struct fx_call call = FX_CALL("WdfIoTargetOpen");
	struct fx_target *target = fx_target_get(IoTarget, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	return fx_target_open(target, OpenParams, &call);
}

VOID WdfIoTargetClose(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetClose");
	struct fx_target *target = fx_target_get(IoTarget, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	fx_target_close(target, WdfIoTargetClosed, call.site);
}

VOID WdfIoTargetCloseForQueryRemove(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetCloseForQueryRemove");
	struct fx_target *target = fx_target_get(IoTarget, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	fx_target_close(target, WdfIoTargetClosedForQueryRemove, call.site);
}

NTSTATUS WdfIoTargetStart(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetStart");
	struct fx_target *target = fx_target_get(IoTarget, &call);

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	return fx_target_start(target);
}

VOID WdfIoTargetStop(WDFIOTARGET IoTarget, WDF_IO_TARGET_SENT_IO_ACTION Action)
{
	struct fx_call call = FX_CALL("WdfIoTargetStop");
	struct fx_target *target = fx_target_get(IoTarget, &call);

	ke_irql_check(call.function,
		Action == WdfIoTargetLeaveSentIoPending ? DISPATCH_LEVEL : PASSIVE_LEVEL,
		call.site);
	fx_target_stop(target, Action);
}

VOID WdfIoTargetPurge(WDFIOTARGET IoTarget, WDF_IO_TARGET_PURGE_IO_ACTION Action)
{
	struct fx_call call = FX_CALL("WdfIoTargetPurge");
	struct fx_target *target = fx_target_get(IoTarget, &call);

	ke_irql_check(call.function, Action == WdfIoTargetPurgeIo ? DISPATCH_LEVEL : PASSIVE_LEVEL,
		call.site);
	fx_target_purge(target, Action);
}

WDF_IO_TARGET_STATE WdfIoTargetGetState(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetGetState");

	return fx_target_get(IoTarget, &call)->state;
}

WDFDEVICE WdfIoTargetGetDevice(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetGetDevice");

	return fx_device_handle(fx_target_get(IoTarget, &call)->device);
}

PDEVICE_OBJECT WdfIoTargetWdmGetTargetDeviceObject(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetWdmGetTargetDeviceObject");

	return fx_target_get(IoTarget, &call)->wdm;
}

PDEVICE_OBJECT WdfIoTargetWdmGetTargetPhysicalDevice(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetWdmGetTargetPhysicalDevice");

	return fx_target_get(IoTarget, &call)->physical;
}

PFILE_OBJECT WdfIoTargetWdmGetTargetFileObject(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetWdmGetTargetFileObject");

	return fx_target_get(IoTarget, &call)->file;
}

/* Of one that was opened by name: what was given has none. */
HANDLE WdfIoTargetWdmGetTargetFileHandle(WDFIOTARGET IoTarget)
{
	struct fx_call call = FX_CALL("WdfIoTargetWdmGetTargetFileHandle");
	struct fx_target *target = fx_target_get(IoTarget, &call);
	struct io_opening opening = { .driver = fx_globals_io_driver(target->object.globals),
		.owner = IoTarget,
		.site = call.site };
	HANDLE handle = NULL;

	ke_irql_check(call.function, DISPATCH_LEVEL, call.site);
	fx_send_lock();
	if (target->opened)
		handle = io_opened_handle(target->opened, &opening);
	fx_send_unlock();
	return handle;
}
