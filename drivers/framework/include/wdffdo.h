/* Devices that are added to a stack which a bus has reported: function and filter devices. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef NTSTATUS EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS(
	WDFDEVICE Device, WDFIORESREQLIST IoResourceRequirementsList);
typedef EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS *PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS;
typedef NTSTATUS EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES(
	WDFDEVICE Device, WDFCMRESLIST ResourcesRaw, WDFCMRESLIST ResourcesTranslated);
typedef EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES *PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES;

/* What is added for this device is removed again before the devices below are started. */
typedef struct _WDF_FDO_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterAddResourceRequirements;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterRemoveResourceRequirements;
	PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES EvtDeviceRemoveAddedResources;
} WDF_FDO_EVENT_CALLBACKS, *PWDF_FDO_EVENT_CALLBACKS;

FORCEINLINE VOID WDF_FDO_EVENT_CALLBACKS_INIT(PWDF_FDO_EVENT_CALLBACKS Callbacks)
{
	memset(Callbacks, 0, sizeof(WDF_FDO_EVENT_CALLBACKS));
	Callbacks->Size = sizeof(WDF_FDO_EVENT_CALLBACKS);
}

NTKERNELAPI VOID WdfFdoInitSetEventCallbacks(
	PWDFDEVICE_INIT DeviceInit, PWDF_FDO_EVENT_CALLBACKS FdoEventCallbacks);

/* Its failure to add a device does not keep the stack from starting. */
NTKERNELAPI VOID WdfFdoInitSetFilter(PWDFDEVICE_INIT DeviceInit);
NTKERNELAPI PDEVICE_OBJECT WdfFdoInitWdmGetPhysicalDevice(PWDFDEVICE_INIT DeviceInit);

#ifdef __cplusplus
}
#endif
