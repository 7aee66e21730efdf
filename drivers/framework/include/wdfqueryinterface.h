/* Interfaces of routines that drivers of a stack give each other. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef NTSTATUS EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST(WDFDEVICE Device,
	LPGUID InterfaceType, PINTERFACE ExposedInterface, PVOID ExposedInterfaceSpecificData);
typedef EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST
	*PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST;

typedef struct _WDF_QUERY_INTERFACE_CONFIG {
	ULONG Size;
	PINTERFACE Interface; /* copied; NULL: the callback fills it in, or passes it on */
	const GUID *InterfaceType;
	BOOLEAN SendQueryToParentStack;
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST EvtDeviceProcessQueryInterfaceRequest;
	BOOLEAN ImportInterface;
} WDF_QUERY_INTERFACE_CONFIG, *PWDF_QUERY_INTERFACE_CONFIG;

FORCEINLINE VOID WDF_QUERY_INTERFACE_CONFIG_INIT(PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig,
	PINTERFACE Interface, const GUID *InterfaceType,
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST EvtDeviceProcessQueryInterfaceRequest)
{
	memset(InterfaceConfig, 0, sizeof(WDF_QUERY_INTERFACE_CONFIG));
	InterfaceConfig->Size = sizeof(WDF_QUERY_INTERFACE_CONFIG);
	InterfaceConfig->Interface = Interface;
	InterfaceConfig->InterfaceType = InterfaceType;
	InterfaceConfig->EvtDeviceProcessQueryInterfaceRequest =
		EvtDeviceProcessQueryInterfaceRequest;
}

/* For interfaces whose provider is there for as long as their user is. */
NTKERNELAPI VOID WdfDeviceInterfaceReferenceNoOp(PVOID Context);
NTKERNELAPI VOID WdfDeviceInterfaceDereferenceNoOp(PVOID Context);

NTKERNELAPI NTSTATUS WdfDeviceAddQueryInterface(
	WDFDEVICE Device, PWDF_QUERY_INTERFACE_CONFIG InterfaceConfig);

/* Asks the devices below. */
NTKERNELAPI NTSTATUS WdfFdoQueryForInterface(WDFDEVICE Fdo, LPCGUID InterfaceType,
	PINTERFACE Interface, USHORT Size, USHORT Version, PVOID InterfaceSpecificData);

#ifdef __cplusplus
}
#endif
