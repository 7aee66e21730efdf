/* Interfaces of devices: enabled when the device has started, disabled before it goes. */
#pragma once

#include <wdfdevice.h>
#include <wdfstring.h>

#ifdef __cplusplus
extern "C" {
#endif

NTKERNELAPI NTSTATUS WdfDeviceCreateDeviceInterface(
	WDFDEVICE Device, const GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString);

/* An interface that is disabled before the first start is not enabled by it. */
NTKERNELAPI VOID WdfDeviceSetDeviceInterfaceState(WDFDEVICE Device, const GUID *InterfaceClassGUID,
	PCUNICODE_STRING ReferenceString, BOOLEAN IsInterfaceEnabled);
NTKERNELAPI VOID WdfDeviceSetDeviceInterfaceStateEx(WDFDEVICE Device,
	const GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString, BOOLEAN EnableInterface);
NTKERNELAPI NTSTATUS WdfDeviceRetrieveDeviceInterfaceString(WDFDEVICE Device,
	const GUID *InterfaceClassGUID, PCUNICODE_STRING ReferenceString, WDFSTRING String);

#ifdef __cplusplus
}
#endif
