/* The boundary of what is said of a device before it is created. */
#include <wdf.h>

#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

NTSTATUS WdfDeviceInitAssignName(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName)
{
	struct fx_call call = FX_CALL("WdfDeviceInitAssignName");
	NTSTATUS status = STATUS_SUCCESS;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	fx_device_init_check(DeviceInit, &call);
	if (DeviceName)
		status = fx_validate_string(DeviceName);
	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(fx_globals_io_driver(DeviceInit->driver->object.globals), call.function,
		    call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_device_init_set_name(DeviceInit, DeviceName);
}

/* The descriptor is only checked: there are no users that it could keep out. */
NTSTATUS WdfDeviceInitAssignSDDLString(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING SDDLString)
{
	struct fx_call call = FX_CALL("WdfDeviceInitAssignSDDLString");
	NTSTATUS status;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	fx_device_init_check(DeviceInit, &call);
	if (!SDDLString)
		return DeviceInit->is_control ? STATUS_INVALID_DEVICE_REQUEST : STATUS_SUCCESS;
	status = fx_validate_string(SDDLString);
	if (!NT_SUCCESS(status))
		return status;
	if (io_fault(fx_globals_io_driver(DeviceInit->driver->object.globals), call.function,
		    call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return STATUS_SUCCESS;
}

VOID WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetExclusive");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->is_exclusive = IsExclusive != FALSE;
}

VOID WdfDeviceInitSetDeviceType(PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetDeviceType");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->type = DeviceType;
}

VOID WdfDeviceInitSetCharacteristics(
	PWDFDEVICE_INIT DeviceInit, ULONG DeviceCharacteristics, BOOLEAN OrInValues)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetCharacteristics");

	fx_device_init_check(DeviceInit, &call);
	if (!OrInValues)
		DeviceInit->characteristics = 0;
	DeviceInit->characteristics |= DeviceCharacteristics;
}

VOID WdfDeviceInitFree(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfDeviceInitFree");
	struct io_breach breach = { io_driver_calling(call.site), "delete-not-allowed",
		call.function, DeviceInit, call.site };

	fx_device_init_check_release(DeviceInit, &call);
	if (DeviceInit->is_drivers)
		fx_device_init_destroy_control(DeviceInit, call.site);
	else
		io_violation(&breach, "the WDFDEVICE_INIT that EvtDriverDeviceAdd is given belongs "
				      "to the framework");
}

VOID WdfDeviceInitSetDeviceClass(PWDFDEVICE_INIT DeviceInit, CONST GUID *DeviceClassGuid)
{
	struct fx_call call = FX_CALL("WdfDeviceInitSetDeviceClass");

	UNREFERENCED_PARAMETER(DeviceClassGuid);
	fx_device_init_check(DeviceInit, &call);
}
