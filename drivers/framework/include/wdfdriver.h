/* The framework's driver object. */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

struct WDFDEVICE_INIT;
typedef struct WDFDEVICE_INIT *PWDFDEVICE_INIT;

typedef NTSTATUS EVT_WDF_DRIVER_DEVICE_ADD(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit);
typedef EVT_WDF_DRIVER_DEVICE_ADD *PFN_WDF_DRIVER_DEVICE_ADD;
typedef VOID EVT_WDF_DRIVER_UNLOAD(WDFDRIVER Driver);
typedef EVT_WDF_DRIVER_UNLOAD *PFN_WDF_DRIVER_UNLOAD;

typedef enum _WDF_DRIVER_INIT_FLAGS {
	WdfDriverInitNonPnpDriver = 0x00000001,
	WdfDriverInitNoDispatchOverride = 0x00000002,
} WDF_DRIVER_INIT_FLAGS;

typedef struct _WDF_DRIVER_CONFIG {
	ULONG Size;
	PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
	PFN_WDF_DRIVER_UNLOAD EvtDriverUnload;
	ULONG DriverInitFlags;
	ULONG DriverPoolTag;
} WDF_DRIVER_CONFIG, *PWDF_DRIVER_CONFIG;

FORCEINLINE VOID WDF_DRIVER_CONFIG_INIT(
	PWDF_DRIVER_CONFIG Config, PFN_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd)
{
	memset(Config, 0, sizeof(WDF_DRIVER_CONFIG));
	Config->Size = sizeof(WDF_DRIVER_CONFIG);
	Config->EvtDriverDeviceAdd = EvtDriverDeviceAdd;
}

typedef struct _WDF_DRIVER_VERSION_AVAILABLE_PARAMS {
	ULONG Size;
	ULONG MajorVersion;
	ULONG MinorVersion;
} WDF_DRIVER_VERSION_AVAILABLE_PARAMS, *PWDF_DRIVER_VERSION_AVAILABLE_PARAMS;

FORCEINLINE VOID WDF_DRIVER_VERSION_AVAILABLE_PARAMS_INIT(
	PWDF_DRIVER_VERSION_AVAILABLE_PARAMS Params, ULONG MajorVersion, ULONG MinorVersion)
{
	memset(Params, 0, sizeof(WDF_DRIVER_VERSION_AVAILABLE_PARAMS));
	Params->Size = sizeof(WDF_DRIVER_VERSION_AVAILABLE_PARAMS);
	Params->MajorVersion = MajorVersion;
	Params->MinorVersion = MinorVersion;
}

NTKERNELAPI NTSTATUS WdfDriverCreate(PDRIVER_OBJECT DriverObject, PCUNICODE_STRING RegistryPath,
	PWDF_OBJECT_ATTRIBUTES DriverAttributes, PWDF_DRIVER_CONFIG DriverConfig,
	WDFDRIVER *Driver);
NTKERNELAPI PDRIVER_OBJECT WdfDriverWdmGetDriverObject(WDFDRIVER Driver);
NTKERNELAPI PWSTR WdfDriverGetRegistryPath(WDFDRIVER Driver);

/* The Parameters key of the driver's service, which is always there. */
NTKERNELAPI NTSTATUS WdfDriverOpenParametersRegistryKey(WDFDRIVER Driver, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);

/* Where a driver keeps what it is to know the next time. */
NTKERNELAPI NTSTATUS WdfDriverOpenPersistentStateRegistryKey(WDFDRIVER Driver,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);

/* The calling driver's; NULL before WdfDriverCreate has succeeded. */
NTKERNELAPI WDFDRIVER WdfGetDriver(VOID);
NTKERNELAPI WDFDRIVER WdfWdmDriverGetWdfDriverHandle(PDRIVER_OBJECT DriverObject);

NTKERNELAPI NTSTATUS WdfDriverRetrieveVersionString(WDFDRIVER Driver, WDFSTRING String);
NTKERNELAPI BOOLEAN WdfDriverIsVersionAvailable(
	WDFDRIVER Driver, PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams);

#ifdef __cplusplus
}
#endif
