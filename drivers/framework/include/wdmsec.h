/* The security descriptors that drivers give to their control devices. */
#pragma once

#include <wdm.h>

#ifdef __cplusplus
extern "C" {
#endif

NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_KERNEL_ONLY;
NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL;
NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_ALL;
NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RX;
NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R;
NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R_RES_R;
NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RW_RES_R;
NTKERNELAPI extern const UNICODE_STRING SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RWX_RES_RWX;

/* As IoCreateDevice: whoever opens it may. The class GUID would be looked up in the registry. */
NTKERNELAPI NTSTATUS IoCreateDeviceSecure(PDRIVER_OBJECT DriverObject, ULONG DeviceExtensionSize,
	PUNICODE_STRING DeviceName, DEVICE_TYPE DeviceType, ULONG DeviceCharacteristics,
	BOOLEAN Exclusive, PCUNICODE_STRING DefaultSDDLString, LPCGUID DeviceClassGuid,
	PDEVICE_OBJECT *DeviceObject);
#define WdmlibIoCreateDeviceSecure IoCreateDeviceSecure

#ifdef __cplusplus
}
#endif
