/* Devices that are added to a stack which a bus has reported: function and filter devices. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Its failure to add a device does not keep the stack from starting. */
NTKERNELAPI VOID WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit);
NTKERNELAPI PDEVICE_OBJECT WdfFdoInitWdmGetPhysicalDevice(PWDFDEVICE_INIT DeviceInit);

#ifdef __cplusplus
}
#endif
