/* The boundary of what is said of a function or filter device before it is created. */
#include <wdf.h>

#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"

/* Nothing can be returned: WDF reports it, and leaves the callbacks as they are. */
VOID WdfFdoInitSetEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, PWDF_FDO_EVENT_CALLBACKS FdoEventCallbacks)
{
	struct fx_call call = FX_CALL("WdfFdoInitSetEventCallbacks");
	struct io_breach breach = { io_driver_calling(call.site), "invalid-structure",
		call.function, DeviceInit, call.site };

	fx_device_init_check(DeviceInit, &call);
	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	if (FdoEventCallbacks->Size != sizeof(*FdoEventCallbacks)) {
		io_violation(&breach, "WDF_FDO_EVENT_CALLBACKS is not initialised: its size is %u",
			FdoEventCallbacks->Size);
		return;
	}
	if (FdoEventCallbacks->EvtDeviceFilterAddResourceRequirements &&
		!FdoEventCallbacks->EvtDeviceRemoveAddedResources) {
		breach.rule = "added-resources-kept";
		io_violation(&breach, "there is no EvtDeviceRemoveAddedResources");
		return;
	}
	DeviceInit->fdo_callbacks = *FdoEventCallbacks;
}

VOID WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfFdoInitSetFilter");

	ke_irql_check(call.function, PASSIVE_LEVEL, call.site);
	fx_device_init_check(DeviceInit, &call);
	DeviceInit->is_filter = true;
}

PDEVICE_OBJECT WdfFdoInitWdmGetPhysicalDevice(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = FX_CALL("WdfFdoInitWdmGetPhysicalDevice");

	fx_device_init_check(DeviceInit, &call);
	return DeviceInit->physical;
}
