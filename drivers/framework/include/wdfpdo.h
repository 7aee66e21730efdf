/* Devices that a bus driver makes for what it finds on its bus. */
#pragma once

#include <wdfchildlist.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef NTSTATUS EVT_WDF_DEVICE_RESOURCES_QUERY(WDFDEVICE Device, WDFCMRESLIST Resources);
typedef EVT_WDF_DEVICE_RESOURCES_QUERY *PFN_WDF_DEVICE_RESOURCES_QUERY;
typedef NTSTATUS EVT_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY(
	WDFDEVICE Device, WDFIORESREQLIST IoResourceRequirementsList);
typedef EVT_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY *PFN_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY;
typedef NTSTATUS EVT_WDF_DEVICE_EJECT(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_EJECT *PFN_WDF_DEVICE_EJECT;
typedef NTSTATUS EVT_WDF_DEVICE_SET_LOCK(WDFDEVICE Device, BOOLEAN IsLocked);
typedef EVT_WDF_DEVICE_SET_LOCK *PFN_WDF_DEVICE_SET_LOCK;
typedef NTSTATUS EVT_WDF_DEVICE_ENABLE_WAKE_AT_BUS(WDFDEVICE Device, SYSTEM_POWER_STATE PowerState);
typedef EVT_WDF_DEVICE_ENABLE_WAKE_AT_BUS *PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS;
typedef VOID EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS *PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS;
typedef VOID EVT_WDF_DEVICE_REPORTED_MISSING(WDFDEVICE Device);
typedef EVT_WDF_DEVICE_REPORTED_MISSING *PFN_WDF_DEVICE_REPORTED_MISSING;

typedef struct _WDF_PDO_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_RESOURCES_QUERY EvtDeviceResourcesQuery;
	PFN_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY EvtDeviceResourceRequirementsQuery;
	PFN_WDF_DEVICE_EJECT EvtDeviceEject;
	PFN_WDF_DEVICE_SET_LOCK EvtDeviceSetLock;
	PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS EvtDeviceEnableWakeAtBus;
	PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS EvtDeviceDisableWakeAtBus;
	PFN_WDF_DEVICE_REPORTED_MISSING EvtDeviceReportedMissing;
} WDF_PDO_EVENT_CALLBACKS, *PWDF_PDO_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_PDO_EVENT_CALLBACKS_INIT(PWDF_PDO_EVENT_CALLBACKS Callbacks)
{
	memset(Callbacks, 0, sizeof(WDF_PDO_EVENT_CALLBACKS));
	Callbacks->Size = sizeof(WDF_PDO_EVENT_CALLBACKS);
}

/* NULL without memory. It is the driver's until a device is created. */
NTKERNELAPI PWDFDEVICE_INIT WdfPdoInitAllocate(WDFDEVICE ParentDevice);
NTKERNELAPI VOID WdfPdoInitSetEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, PWDF_PDO_EVENT_CALLBACKS DispatchTable);
NTKERNELAPI NTSTATUS WdfPdoInitAssignDeviceID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceID);
NTKERNELAPI NTSTATUS WdfPdoInitAssignInstanceID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING InstanceID);
/* The GUID of the box that the device is in, as text. */
NTKERNELAPI NTSTATUS WdfPdoInitAssignContainerID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING ContainerID);

/* Otherwise the bus is in its working state as long as the child is. */
NTKERNELAPI VOID WdfPdoInitRemovePowerDependencyOnParent(PWDFDEVICE_INIT DeviceInit);
NTKERNELAPI NTSTATUS WdfPdoInitAddHardwareID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING HardwareID);
NTKERNELAPI NTSTATUS WdfPdoInitAddCompatibleID(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING CompatibleID);
NTKERNELAPI NTSTATUS WdfPdoInitAddDeviceText(PWDFDEVICE_INIT DeviceInit,
	PCUNICODE_STRING DeviceDescription, PCUNICODE_STRING DeviceLocation, LCID LocaleId);
NTKERNELAPI VOID WdfPdoInitSetDefaultLocale(PWDFDEVICE_INIT DeviceInit, LCID LocaleId);

/* The device needs no driver to be started. */
/* See WdfRequestForwardToParentDeviceIoQueue. */
NTKERNELAPI VOID WdfPdoInitAllowForwardingRequestToParent(PWDFDEVICE_INIT DeviceInit);
NTKERNELAPI NTSTATUS WdfPdoInitAssignRawDevice(
	PWDFDEVICE_INIT DeviceInit, const GUID *DeviceClassGuid);

NTKERNELAPI WDFDEVICE WdfPdoGetParent(WDFDEVICE Device);
NTKERNELAPI NTSTATUS WdfPdoMarkMissing(WDFDEVICE Device);
NTKERNELAPI VOID WdfPdoRequestEject(WDFDEVICE Device);

/* Devices that are ejected with this one. */
NTKERNELAPI NTSTATUS WdfPdoAddEjectionRelationsPhysicalDevice(
	WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice);
NTKERNELAPI VOID WdfPdoRemoveEjectionRelationsPhysicalDevice(
	WDFDEVICE Device, PDEVICE_OBJECT PhysicalDevice);
NTKERNELAPI VOID WdfPdoClearEjectionRelationsDevices(WDFDEVICE Device);
NTKERNELAPI NTSTATUS WdfPdoRetrieveIdentificationDescription(
	WDFDEVICE Device, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription);
NTKERNELAPI NTSTATUS WdfPdoRetrieveAddressDescription(
	WDFDEVICE Device, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription);
NTKERNELAPI NTSTATUS WdfPdoUpdateAddressDescription(
	WDFDEVICE Device, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription);

/* Children that the driver makes itself. Between lock and unlock none of them goes. */
NTKERNELAPI NTSTATUS WdfFdoAddStaticChild(WDFDEVICE Fdo, WDFDEVICE Child);
NTKERNELAPI VOID WdfFdoLockStaticChildListForIteration(WDFDEVICE Fdo);
NTKERNELAPI WDFDEVICE WdfFdoRetrieveNextStaticChild(
	WDFDEVICE Fdo, WDFDEVICE PreviousChild, ULONG Flags);
NTKERNELAPI VOID WdfFdoUnlockStaticChildListFromIteration(WDFDEVICE Fdo);

#ifdef __cplusplus
}
#endif
