/* The boundary of device interfaces. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/string.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

static struct fx_device *get(WDFDEVICE handle, const struct fx_call *call)
{
	ke_irql_check(call->function, PASSIVE_LEVEL, call->site);
	return fx_device_of_handle(handle, call);
}

/* A control device is found by its name. */
NTSTATUS WdfDeviceCreateDeviceInterface(
	WDFDEVICE Device, const GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString)
{
	struct fx_call call = FX_CALL("WdfDeviceCreateDeviceInterface");
	struct fx_device *device = get(Device, &call);
	NTSTATUS status = STATUS_SUCCESS;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (ReferenceString)
		status = fx_validate_string(ReferenceString);
	if (!NT_SUCCESS(status))
		return status;
	if (!device->pnp.physical)
		return STATUS_INVALID_DEVICE_REQUEST;
	if (io_fault(fx_globals_io_driver(device->object.globals), call.function, call.site))
		return STATUS_INSUFFICIENT_RESOURCES;
	return fx_interface_create(device, InterfaceClassGUID, ReferenceString);
}

static void set_state(
	struct fx_device *device, const GUID *class, PCUNICODE_STRING reference, BOOLEAN is_enabled)
{
	struct fx_interface *interface = fx_interface_find(device, class, reference);

	if (interface)
		fx_interface_set_state(device, interface, is_enabled != FALSE);
}

VOID WdfDeviceSetDeviceInterfaceState(WDFDEVICE Device, const GUID *InterfaceClassGUID,
	PCUNICODE_STRING ReferenceString, BOOLEAN IsInterfaceEnabled)
{
	struct fx_call call = FX_CALL("WdfDeviceSetDeviceInterfaceState");

	set_state(get(Device, &call), InterfaceClassGUID, ReferenceString, IsInterfaceEnabled);
}

VOID WdfDeviceSetDeviceInterfaceStateEx(WDFDEVICE Device, const GUID *InterfaceClassGUID,
	PCUNICODE_STRING ReferenceString, BOOLEAN EnableInterface)
{
	struct fx_call call = FX_CALL("WdfDeviceSetDeviceInterfaceStateEx");

	set_state(get(Device, &call), InterfaceClassGUID, ReferenceString, EnableInterface);
}

NTSTATUS WdfDeviceRetrieveDeviceInterfaceString(WDFDEVICE Device, const GUID *InterfaceClassGUID,
	PCUNICODE_STRING ReferenceString, WDFSTRING String)
{
	struct fx_call call = FX_CALL("WdfDeviceRetrieveDeviceInterfaceString");
	struct fx_device *device = get(Device, &call);
	struct fx_interface *interface =
		fx_interface_find(device, InterfaceClassGUID, ReferenceString);
	struct fx_string *string;

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (!interface)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (!fx_interface_name(interface))
		return STATUS_INVALID_DEVICE_STATE;
	string = fx_string_of(fx_handle_get(String, &fx_string_class, &call));
	return fx_string_assign(string, fx_interface_name(interface));
}
