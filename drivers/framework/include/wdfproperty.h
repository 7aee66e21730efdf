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

/* PLUGPLAY_REGKEY_DEVICE or PLUGPLAY_REGKEY_DRIVER; it is made when it is not there. */
NTKERNELAPI NTSTATUS WdfDeviceOpenRegistryKey(WDFDEVICE Device, ULONG DeviceInstanceKeyType,
	ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
NTKERNELAPI NTSTATUS WdfFdoInitOpenRegistryKey(PWDFDEVICE_INIT DeviceInit,
	ULONG DeviceInstanceKeyType, ACCESS_MASK DesiredAccess,
	PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);

#ifdef __cplusplus
}
#endif
