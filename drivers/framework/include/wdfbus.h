/* What a device can do, and what bus its children are on. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _WDF_DEVICE_PNP_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE LockSupported;
	WDF_TRI_STATE EjectSupported;
	WDF_TRI_STATE Removable;
	WDF_TRI_STATE DockDevice;
	WDF_TRI_STATE UniqueID;
	WDF_TRI_STATE SilentInstall;
	WDF_TRI_STATE SurpriseRemovalOK;
	WDF_TRI_STATE HardwareDisabled;
	WDF_TRI_STATE NoDisplayInUI;
	ULONG Address;
	ULONG UINumber;
} WDF_DEVICE_PNP_CAPABILITIES, *PWDF_DEVICE_PNP_CAPABILITIES;

FORCEINLINE VOID WDF_DEVICE_PNP_CAPABILITIES_INIT(PWDF_DEVICE_PNP_CAPABILITIES Caps)
{
	Caps->Size = sizeof(WDF_DEVICE_PNP_CAPABILITIES);
	Caps->LockSupported = WdfUseDefault;
	Caps->EjectSupported = WdfUseDefault;
	Caps->Removable = WdfUseDefault;
	Caps->DockDevice = WdfUseDefault;
	Caps->UniqueID = WdfUseDefault;
	Caps->SilentInstall = WdfUseDefault;
	Caps->SurpriseRemovalOK = WdfUseDefault;
	Caps->HardwareDisabled = WdfUseDefault;
	Caps->NoDisplayInUI = WdfUseDefault;
	Caps->Address = (ULONG)-1;
	Caps->UINumber = (ULONG)-1;
}

typedef struct _WDF_DEVICE_POWER_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE DeviceD1;
	WDF_TRI_STATE DeviceD2;
	WDF_TRI_STATE WakeFromD0;
	WDF_TRI_STATE WakeFromD1;
	WDF_TRI_STATE WakeFromD2;
	WDF_TRI_STATE WakeFromD3;
	DEVICE_POWER_STATE DeviceState[PowerSystemMaximum];
	DEVICE_POWER_STATE DeviceWake;
	SYSTEM_POWER_STATE SystemWake;
	ULONG D1Latency;
	ULONG D2Latency;
	ULONG D3Latency;
	DEVICE_POWER_STATE IdealDxStateForSx;
} WDF_DEVICE_POWER_CAPABILITIES, *PWDF_DEVICE_POWER_CAPABILITIES;

FORCEINLINE VOID WDF_DEVICE_POWER_CAPABILITIES_INIT(PWDF_DEVICE_POWER_CAPABILITIES Caps)
{
	memset(Caps, 0, sizeof(WDF_DEVICE_POWER_CAPABILITIES));
	Caps->Size = sizeof(WDF_DEVICE_POWER_CAPABILITIES);
	Caps->DeviceD1 = WdfUseDefault;
	Caps->DeviceD2 = WdfUseDefault;
	Caps->WakeFromD0 = WdfUseDefault;
	Caps->WakeFromD1 = WdfUseDefault;
	Caps->WakeFromD2 = WdfUseDefault;
	Caps->WakeFromD3 = WdfUseDefault;
	Caps->DeviceWake = PowerDeviceMaximum;
	Caps->SystemWake = PowerSystemMaximum;
	Caps->D1Latency = (ULONG)-1;
	Caps->D2Latency = (ULONG)-1;
	Caps->D3Latency = (ULONG)-1;
	for (int i = 0; i < PowerSystemMaximum; i++)
		Caps->DeviceState[i] = PowerDeviceMaximum;
	Caps->IdealDxStateForSx = PowerDeviceMaximum;
}

NTKERNELAPI VOID WdfDeviceSetPnpCapabilities(
	WDFDEVICE Device, PWDF_DEVICE_PNP_CAPABILITIES PnpCapabilities);
NTKERNELAPI VOID WdfDeviceSetPowerCapabilities(
	WDFDEVICE Device, PWDF_DEVICE_POWER_CAPABILITIES PowerCapabilities);
NTKERNELAPI VOID WdfDeviceSetBusInformationForChildren(
	WDFDEVICE Device, PPNP_BUS_INFORMATION BusInformation);

#ifdef __cplusplus
}
#endif
