/* The boundary of what is said of a device's requests before it is created. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/stop.h"

/* Nothing can be returned: WDF reports it, and goes on without. */
static void report(
	struct WDFDEVICE_INIT *init, const char *what, NTSTATUS status, const struct fx_call *call)
{
	struct io_breach breach = { fx_globals_io_driver(init->driver->object.globals),
		"invalid-structure", call->function, init, call->site };

	io_violation(&breach, "%s is not initialised as it has to be: status 0x%08X", what,
		(unsigned int)status);
}

ULONG WdfDeviceGetCharacteristics(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfDeviceGetCharacteristics");

	return fx_device_of_handle(Device, &call)->wdm->Characteristics;
}

VOID WdfDeviceSetCharacteristics(WDFDEVICE Device, ULONG DeviceCharacteristics)
{
	struct fx_call call = FX_CALL("WdfDeviceSetCharacteristics");
	struct fx_object *device = fx_handle_get(Device, &fx_device_class, &call);

	fx_device_of(device)->wdm->Characteristics = DeviceCharacteristics;
}

static bool is_class(WDF_FILEOBJECT_CLASS class)
{
	ULONG plain = (ULONG) class & ~(ULONG)WdfFileObjectCanBeOptional;

	return plain >= WdfFileObjectNotRequired && plain <= WdfFileObjectWdfCannotUseFsContexts;
}

VOID WdfDeviceInitSetFileObjectConfig(PWDFDEVICE_INIT DeviceInit,
	PWDF_FILEOBJECT_CONFIG FileObjectConfig, PWDF_OBJECT_ATTRIBUTES FileObjectAttributes)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetFileObjectConfig");
	NTSTATUS status;

	fx_device_init_check(DeviceInit, &call);
	if (FileObjectConfig->Size != sizeof(WDF_FILEOBJECT_CONFIG) ||
		!is_class(FileObjectConfig->FileObjectClass)) {
		report(DeviceInit, "WDF_FILEOBJECT_CONFIG", STATUS_INFO_LENGTH_MISMATCH, &call);
		return;
	}
	status = fx_validate_attributes(
		FileObjectAttributes, FX_PARENT_NOT_ALLOWED | FX_EXECUTION_LEVEL_ALLOWED |
					      FX_SYNCHRONIZATION_SCOPE_ALLOWED);
	if (!NT_SUCCESS(status)) {
		report(DeviceInit, "WDF_OBJECT_ATTRIBUTES", status, &call);
		return;
	}
	DeviceInit->io.files = *FileObjectConfig;
	if (FileObjectAttributes)
		DeviceInit->io.file_attributes = *FileObjectAttributes;
}

VOID WdfDeviceInitSetRequestAttributes(
	PWDFDEVICE_INIT DeviceInit, PWDF_OBJECT_ATTRIBUTES RequestAttributes)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetRequestAttributes");
	NTSTATUS status;

	fx_device_init_check(DeviceInit, &call);
	status = fx_validate_attributes(RequestAttributes, FX_PARENT_NOT_ALLOWED);
	if (!NT_SUCCESS(status))
		report(DeviceInit, "WDF_OBJECT_ATTRIBUTES", status, &call);
	else
		DeviceInit->io.request_attributes = *RequestAttributes;
}

VOID WdfDeviceInitSetIoInCallerContextCallback(
	PWDFDEVICE_INIT DeviceInit, PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetIoInCallerContextCallback");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->io.in_caller_context = EvtIoInCallerContext;
}

VOID WdfDeviceInitSetIoType(PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_IO_TYPE IoType)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetIoType");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->io.transfer = IoType;
}

/* How control codes pass their buffers, they say themselves here, as always in the kernel. */
VOID WdfDeviceInitSetIoTypeEx(PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG IoTypeConfig)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetIoTypeEx");

	fx_device_init_check(DeviceInit, &call);
	if (IoTypeConfig->Size != sizeof(WDF_IO_TYPE_CONFIG))
		report(DeviceInit, "WDF_IO_TYPE_CONFIG", STATUS_INFO_LENGTH_MISMATCH, &call);
	else
		DeviceInit->io.transfer = IoTypeConfig->ReadWriteIoType;
}

VOID WdfDeviceInitSetRemoveLockOptions(PWDFDEVICE_INIT DeviceInit, PWDF_REMOVE_LOCK_OPTIONS Options)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetRemoveLockOptions");

	fx_device_init_check(DeviceInit, &call);
	if (Options->Size != sizeof(WDF_REMOVE_LOCK_OPTIONS))
		report(DeviceInit, "WDF_REMOVE_LOCK_OPTIONS", STATUS_INFO_LENGTH_MISMATCH, &call);
	else if (Options->Flags & ~(ULONG)WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO)
		report(DeviceInit, "WDF_REMOVE_LOCK_OPTIONS", STATUS_INVALID_PARAMETER, &call);
	else if (DeviceInit->is_control)
		report(DeviceInit, "WDF_REMOVE_LOCK_OPTIONS, of a control device,",
			STATUS_INVALID_DEVICE_REQUEST, &call);
	else
		DeviceInit->io.takes_remove_lock = Options->Flags != 0;
}

NTSTATUS WdfDeviceInitAssignWdmIrpPreprocessCallback(PWDFDEVICE_INIT DeviceInit,
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess, UCHAR MajorFunction,
	PUCHAR MinorFunctions, ULONG NumMinorFunctions)
{
	struct fx_call call = FX_CALL("WdfDeviceInitAssignWdmIrpPreprocessCallback");

	fx_device_init_check(DeviceInit, &call);
	if (MajorFunction > IRP_MJ_MAXIMUM_FUNCTION || (NumMinorFunctions > 0 && !MinorFunctions))
		return STATUS_INVALID_PARAMETER;
	if (io_fault(fx_globals_io_driver(DeviceInit->driver->object.globals), call.function,
		    call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	if (!fx_io_setup_add_preprocess(&DeviceInit->io, EvtDeviceWdmIrpPreprocess, MajorFunction,
		    MinorFunctions, NumMinorFunctions))
		return STATUS_INSUFFICIENT_RESOURCES;
	return STATUS_SUCCESS;
}

VOID WdfControlDeviceInitSetShutdownNotification(
	PWDFDEVICE_INIT DeviceInit, PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags)
{
	struct fx_call call = FX_CALL("WdfControlDeviceInitSetShutdownNotification");

	fx_device_init_check(DeviceInit, &call);
	if ((Flags & ~(WdfDeviceShutdown | WdfDeviceLastChanceShutdown)) != 0) {
		report(DeviceInit, "Flags", STATUS_INVALID_PARAMETER, &call);
		return;
	}
	DeviceInit->io.shutdown = Notification;
	DeviceInit->io.shutdown_flags = Flags;
}
