/* What is known about devices that buses have reported. Part of wdm.h. */
#pragma once

#include <devpropdef.h>
#include <ntdef.h>
#include <ntstatus.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _DEVICE_OBJECT;

typedef enum {
	DevicePropertyDeviceDescription = 0x0,
	DevicePropertyHardwareID = 0x1,
	DevicePropertyCompatibleIDs = 0x2,
	DevicePropertyBootConfiguration = 0x3,
	DevicePropertyBootConfigurationTranslated = 0x4,
	DevicePropertyClassName = 0x5,
	DevicePropertyClassGuid = 0x6,
	DevicePropertyDriverKeyName = 0x7,
	DevicePropertyManufacturer = 0x8,
	DevicePropertyFriendlyName = 0x9,
	DevicePropertyLocationInformation = 0xa,
	DevicePropertyPhysicalDeviceObjectName = 0xb,
	DevicePropertyBusTypeGuid = 0xc,
	DevicePropertyLegacyBusType = 0xd,
	DevicePropertyBusNumber = 0xe,
	DevicePropertyEnumeratorName = 0xf,
	DevicePropertyAddress = 0x10,
	DevicePropertyUINumber = 0x11,
	DevicePropertyInstallState = 0x12,
	DevicePropertyRemovalPolicy = 0x13,
	DevicePropertyResourceRequirements = 0x14,
	DevicePropertyAllocatedResources = 0x15,
	DevicePropertyContainerID = 0x16,
} DEVICE_REGISTRY_PROPERTY;

typedef enum _DEVICE_INSTALL_STATE {
	InstallStateInstalled,
	InstallStateNeedsReinstall,
	InstallStateFailedInstall,
	InstallStateFinishInstall,
} DEVICE_INSTALL_STATE, *PDEVICE_INSTALL_STATE;

#define PLUGPLAY_REGKEY_DEVICE            1
#define PLUGPLAY_REGKEY_DRIVER            2
#define PLUGPLAY_REGKEY_CURRENT_HWPROFILE 4

/*
 * STATUS_BUFFER_TOO_SMALL with the length that is needed; STATUS_OBJECT_NAME_NOT_FOUND when nobody has
 * said it.
 */
NTKERNELAPI NTSTATUS IoGetDeviceProperty(struct _DEVICE_OBJECT *DeviceObject,
	DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
	PULONG ResultLength);

#define PLUGPLAY_PROPERTY_PERSISTENT 0x00000001

/*
 * What a bus or a driver has said of a device under a key. Without PLUGPLAY_PROPERTY_PERSISTENT it is
 * forgotten with the device; no data take it away. What is the bus's to say is not set: STATUS_ACCESS_DENIED.
 */
NTKERNELAPI NTSTATUS IoSetDevicePropertyData(struct _DEVICE_OBJECT *Pdo,
	const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, DEVPROPTYPE Type, ULONG Size,
	PVOID Data);
NTKERNELAPI NTSTATUS IoGetDevicePropertyData(struct _DEVICE_OBJECT *Pdo,
	const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, ULONG Size, PVOID Data,
	PULONG RequiredSize, PDEVPROPTYPE Type);

/* The same of an interface, by its name. */
NTKERNELAPI NTSTATUS IoSetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
	const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, DEVPROPTYPE Type, ULONG Size,
	PVOID Data);
NTKERNELAPI NTSTATUS IoGetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
	const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags, ULONG Size, PVOID Data,
	PULONG RequiredSize, PDEVPROPTYPE Type);

/* A physical device's; the key is made when it is not there. ZwClose closes it. */
NTKERNELAPI NTSTATUS IoOpenDeviceRegistryKey(struct _DEVICE_OBJECT *DeviceObject,
	ULONG DevInstKeyType, ACCESS_MASK DesiredAccess, PHANDLE KeyHandle);

#ifdef __cplusplus
}
#endif
