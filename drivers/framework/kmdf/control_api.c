/* The boundary of control devices. */
#include <wdf.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/driver.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/validate.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"

/* The descriptor is only checked: there are no users that it could keep out. */
PWDFDEVICE_INIT WdfControlDeviceInitAllocate(WDFDRIVER Driver, const UNICODE_STRING *SDDLString)
{
	struct fx_call call = FX_CALL("WdfControlDeviceInitAllocate");
	struct fx_object *driver = fx_handle_get(Driver, &fx_driver_class, &call);

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (!NT_SUCCESS(fx_validate_string(SDDLString)))
		return NULL;
	if (io_fault(fx_globals_io_driver(driver->globals), call.function, call.site))
		return NULL;
	return fx_device_init_create_control(
		CONTAINING_RECORD(driver, struct fx_driver, object), call.site);
}

VOID WdfControlFinishInitializing(WDFDEVICE Device)
{
	struct fx_call call = FX_CALL("WdfControlFinishInitializing");
	struct fx_device *device = fx_device_of_handle(Device, &call);

	device->wdm->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
}
