/* The boundary of what is said of a function or filter device before it is created. */
#include <wdf.h>

#include "drivers/framework/kmdf/device_init.h"
#include "drivers/framework/kmdf/handle.h"

#define CALL(function)                                                                             \
	{                                                                                          \
		(function), __builtin_return_address(0)                                            \
	}

VOID WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = CALL("WdfFdoInitSetFilter");

	fx_device_init_check(DeviceInit, &call);
	DeviceInit->is_filter = true;
}

PDEVICE_OBJECT WdfFdoInitWdmGetPhysicalDevice(PWDFDEVICE_INIT DeviceInit)
{
	struct fx_call call = CALL("WdfFdoInitWdmGetPhysicalDevice");

	fx_device_init_check(DeviceInit, &call);
	return DeviceInit->physical;
}
