/* Devices. */
#pragma once

#include <wdfdriver.h>
#include <wdfpnppower.h>

#ifdef __cplusplus
extern "C" {
#endif

NTKERNELAPI NTSTATUS WdfDeviceInitAssignName(
	PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName);
NTKERNELAPI VOID WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive);
NTKERNELAPI VOID WdfDeviceInitSetDeviceType(PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType);
NTKERNELAPI VOID WdfDeviceInitSetCharacteristics(
	PWDFDEVICE_INIT DeviceInit, ULONG DeviceCharacteristics, BOOLEAN OrInValues);
NTKERNELAPI VOID WdfDeviceInitFree(PWDFDEVICE_INIT DeviceInit);

/* Takes *DeviceInit over, and sets it to NULL, when it succeeds. */
NTKERNELAPI NTSTATUS WdfDeviceCreate(
	PWDFDEVICE_INIT *DeviceInit, PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE *Device);
NTKERNELAPI NTSTATUS WdfDeviceCreateSymbolicLink(
	WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName);
NTKERNELAPI PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device);
NTKERNELAPI PDEVICE_OBJECT WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device);
NTKERNELAPI PDEVICE_OBJECT WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device);
NTKERNELAPI WDFDEVICE WdfWdmDeviceGetWdfDeviceHandle(PDEVICE_OBJECT DeviceObject);
NTKERNELAPI WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device);

#ifdef __cplusplus
}
#endif
