/* The boundary of what a bus driver says of a child before its device is created. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/pdo.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

PWDFDEVICE_INIT WdfPdoInitAllocate(WDFDEVICE ParentDevice)
{
	struct fx_call call = FX_CALL("WdfPdoInitAllocate");
	struct fx_device *parent = fx_device_of_handle(ParentDevice, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (io_fault(fx_globals_io_driver(parent->object.globals), call.function, call.site))
		return NULL;
	return fx_device_init_allocate_child(parent, call.site);
}

/* What is no init of a child has no ids. */
static struct fx_pdo *check(PWDFDEVICE_INIT init, const struct fx_call *call)
{
	struct io_breach breach = { io_driver_calling(call->site), "invalid-handle", call->function,
		init, call->site };

	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	fx_device_init_check(init, call);
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	if (!init->pdo)
		io_stop(&breach, "the WDFDEVICE_INIT at %p is not for a child of a bus",
			(void *)init);
	return init->pdo;
}

static NTSTATUS check_string(
	PWDFDEVICE_INIT init, PCUNICODE_STRING text, const struct fx_call *call)
{
	struct io_driver *driver = fx_globals_io_driver(init->driver->object.globals);
	NTSTATUS status = fx_validate_string(text);

	if (NT_SUCCESS(status) && io_fault(driver, call->function, call->site))
		status = STATUS_INSUFFICIENT_RESOURCES;
	return status;
}

VOID WdfPdoInitSetEventCallbacks(PWDFDEVICE_INIT DeviceInit, PWDF_PDO_EVENT_CALLBACKS DispatchTable)
{
	struct fx_call call = FX_CALL("WdfPdoInitSetEventCallbacks");
	struct fx_pdo *pdo = check(DeviceInit, &call);
	struct io_breach breach = { io_driver_calling(call.site), "invalid-structure",
		call.function, DeviceInit, call.site };

	if (DispatchTable->Size == sizeof(*DispatchTable))
		pdo->callbacks = *DispatchTable;
	else
		io_violation(&breach, "WDF_PDO_EVENT_CALLBACKS is not initialised: its size is %u",
			DispatchTable->Size);
}

NTSTATUS WdfPdoInitAssignDeviceID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceID)
{
	struct fx_call call = FX_CALL("WdfPdoInitAssignDeviceID");
	struct fx_pdo *pdo = check(DeviceInit, &call);
	NTSTATUS status = check_string(DeviceInit, DeviceID, &call);

	return NT_SUCCESS(status) ? fx_pdo_set_id(&pdo->device_id, DeviceID) : status;
}

NTSTATUS WdfPdoInitAssignInstanceID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING InstanceID)
{
	struct fx_call call = FX_CALL("WdfPdoInitAssignInstanceID");
	struct fx_pdo *pdo = check(DeviceInit, &call);
	NTSTATUS status = check_string(DeviceInit, InstanceID, &call);

	return NT_SUCCESS(status) ? fx_pdo_set_id(&pdo->instance_id, InstanceID) : status;
}

NTSTATUS WdfPdoInitAssignContainerID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING ContainerID)
{
	struct fx_call call = FX_CALL("WdfPdoInitAssignContainerID");
	struct fx_pdo *pdo = check(DeviceInit, &call);
	NTSTATUS status = check_string(DeviceInit, ContainerID, &call);

	return NT_SUCCESS(status) ? fx_pdo_set_id(&pdo->container_id, ContainerID) : status;
}

VOID WdfPdoInitRemovePowerDependencyOnParent(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfPdoInitRemovePowerDependencyOnParent");

	check(DeviceInit, &call)->is_independent = true;
}

NTSTATUS WdfPdoInitAddHardwareID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING HardwareID)
{
	struct fx_call call = FX_CALL("WdfPdoInitAddHardwareID");
	struct fx_pdo *pdo = check(DeviceInit, &call);
	NTSTATUS status = check_string(DeviceInit, HardwareID, &call);

	return NT_SUCCESS(status) ? fx_pdo_add_id(&pdo->hardware_ids, HardwareID) : status;
}

NTSTATUS WdfPdoInitAddCompatibleID(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING CompatibleID)
{
	struct fx_call call = FX_CALL("WdfPdoInitAddCompatibleID");
	struct fx_pdo *pdo = check(DeviceInit, &call);
	NTSTATUS status = check_string(DeviceInit, CompatibleID, &call);

	return NT_SUCCESS(status) ? fx_pdo_add_id(&pdo->compatible_ids, CompatibleID) : status;
}

NTSTATUS WdfPdoInitAddDeviceText(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceDescription,
	PCUNICODE_STRING DeviceLocation, LCID LocaleId)
{
	struct fx_call call = FX_CALL("WdfPdoInitAddDeviceText");
	struct fx_pdo *pdo = check(DeviceInit, &call);
	NTSTATUS status = check_string(DeviceInit, DeviceDescription, &call);

	if (NT_SUCCESS(status))
		status = fx_validate_string(DeviceLocation);
	return NT_SUCCESS(status)
		       ? fx_pdo_add_text(pdo, DeviceDescription, DeviceLocation, LocaleId)
		       : status;
}

VOID WdfPdoInitSetDefaultLocale(PWDFDEVICE_INIT DeviceInit, LCID LocaleId)
{
	struct fx_call call = FX_CALL("WdfPdoInitSetDefaultLocale");

	check(DeviceInit, &call)->default_locale = LocaleId;
}

NTSTATUS WdfPdoInitAssignRawDevice(PWDFDEVICE_INIT DeviceInit, const GUID *DeviceClassGuid)
{
	struct fx_call call = FX_CALL("WdfPdoInitAssignRawDevice");

	UNREFERENCED_PARAMETER(DeviceClassGuid);
	check(DeviceInit, &call)->is_raw = true;
	return STATUS_SUCCESS;
}

VOID WdfPdoInitAllowForwardingRequestToParent(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfPdoInitAllowForwardingRequestToParent");

	check(DeviceInit, &call)->is_forwarding = true;
}
