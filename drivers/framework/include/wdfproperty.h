/* What is known about a device: its properties, and its keys in the registry. */
#pragma once

#include <wdfdevice.h>
#include <wdfmemory.h>
#include <wdfregistry.h>

#ifdef __cplusplus
extern "C" {
#endif

NTKERNELAPI NTSTATUS WdfFdoInitQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength);
NTKERNELAPI NTSTATUS WdfFdoInitAllocAndQueryProperty(PWDFDEVICE_INIT DeviceInit,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory);
NTKERNELAPI NTSTATUS WdfDeviceQueryProperty(WDFDEVICE Device,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength);
NTKERNELAPI NTSTATUS WdfDeviceAllocAndQueryProperty(WDFDEVICE Device,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory);

/* A property under a key, and in a language. */
typedef struct _WDF_DEVICE_PROPERTY_DATA {
	ULONG Size;
	const DEVPROPKEY *PropertyKey;
	LCID Lcid;
	ULONG Flags;
} WDF_DEVICE_PROPERTY_DATA, *PWDF_DEVICE_PROPERTY_DATA;

FORCEINLINE VOID WDF_DEVICE_PROPERTY_DATA_INIT(
	PWDF_DEVICE_PROPERTY_DATA PropertyData, const DEVPROPKEY *PropertyKey)
{
	memset(PropertyData, 0, sizeof(WDF_DEVICE_PROPERTY_DATA));
	PropertyData->Size = sizeof(WDF_DEVICE_PROPERTY_DATA);
	PropertyData->PropertyKey = PropertyKey;
}

NTKERNELAPI NTSTATUS WdfFdoInitQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength, PDEVPROPTYPE Type);
NTKERNELAPI NTSTATUS WdfFdoInitAllocAndQueryPropertyEx(PWDFDEVICE_INIT DeviceInit,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory,
	PDEVPROPTYPE Type);
NTKERNELAPI NTSTATUS WdfDeviceQueryPropertyEx(WDFDEVICE Device,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG RequiredSize, PDEVPROPTYPE Type);
NTKERNELAPI NTSTATUS WdfDeviceAllocAndQueryPropertyEx(WDFDEVICE Device,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, POOL_TYPE PoolType,
	PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes, WDFMEMORY *PropertyMemory,
	PDEVPROPTYPE Type);

/* NULL takes it away. */
NTKERNELAPI NTSTATUS WdfDeviceAssignProperty(WDFDEVICE Device,
	PWDF_DEVICE_PROPERTY_DATA DeviceProperty, DEVPROPTYPE Type, ULONG BufferLength,
	PVOID PropertyBuffer);

/* PLUGPLAY_REGKEY_DEVICE or PLUGPLAY_REGKEY_DRIVER; it is made when it is not there. */
NTKERNELAPI NTSTATUS WdfDeviceOpenRegistryKey(WDFDEVICE Device, ULONG DeviceInstanceKeyType,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
/* Below the map of the hardware that was found. */
NTKERNELAPI NTSTATUS WdfDeviceOpenDevicemapKey(WDFDEVICE Device, PCUNICODE_STRING KeyName,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
NTKERNELAPI NTSTATUS WdfFdoInitOpenRegistryKey(PWDFDEVICE_INIT DeviceInit,
	ULONG DeviceInstanceKeyType, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);

#ifdef __cplusplus
}
#endif
