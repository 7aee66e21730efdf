/* Control devices: devices of a driver that stand for no hardware. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef VOID EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION *PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION;

typedef enum _WDF_DEVICE_SHUTDOWN_FLAGS {
	WdfDeviceShutdown = 0x01,
	WdfDeviceLastChanceShutdown = 0x02,
} WDF_DEVICE_SHUTDOWN_FLAGS;

/* Free what it returns with WdfDeviceInitFree, unless WdfDeviceCreate has taken it over. */
NTKERNELAPI PWDFDEVICE_INIT WdfControlDeviceInitAllocate(
	WDFDRIVER Driver, const UNICODE_STRING *SDDLString);
NTKERNELAPI VOID WdfControlDeviceInitSetShutdownNotification(
	PWDFDEVICE_INIT DeviceInit, PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags);
NTKERNELAPI VOID WdfControlFinishInitializing(WDFDEVICE Device);

#ifdef __cplusplus
}
#endif
