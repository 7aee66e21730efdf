/* Control devices: devices of a driver that stand for no hardware. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Free what it returns with WdfDeviceInitFree, unless WdfDeviceCreate has taken it over. */
NTKERNELAPI PWDFDEVICE_INIT WdfControlDeviceInitAllocate(
	WDFDRIVER Driver, const UNICODE_STRING *SDDLString);
NTKERNELAPI VOID WdfControlFinishInitializing(WDFDEVICE Device);

#ifdef __cplusplus
}
#endif
