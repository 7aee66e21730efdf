/* Blocks of data that a device provides to WMI, and their instances. */
#pragma once

#include <wdfdevice.h>

#ifdef __cplusplus
extern "C" {
#endif

DECLARE_HANDLE(WDFWMIPROVIDER);
DECLARE_HANDLE(WDFWMIINSTANCE);

typedef enum _WDF_WMI_PROVIDER_CONTROL {
	WdfWmiControlInvalid = 0,
	WdfWmiEventControl,
	WdfWmiInstanceControl,
} WDF_WMI_PROVIDER_CONTROL;

typedef enum _WDF_WMI_PROVIDER_FLAGS {
	WdfWmiProviderEventOnly = 0x0001,
	WdfWmiProviderExpensive = 0x0002,
	WdfWmiProviderReadOnly = 0x0004,
	WdfWmiProviderTracing = 0x0008,
	WdfWmiProviderValidFlags = 0x000f,
} WDF_WMI_PROVIDER_FLAGS;

typedef NTSTATUS EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE(
	WDFWMIINSTANCE WmiInstance, ULONG OutBufferSize, PVOID OutBuffer, PULONG BufferUsed);
typedef EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE *PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE;
typedef NTSTATUS EVT_WDF_WMI_INSTANCE_SET_INSTANCE(
	WDFWMIINSTANCE WmiInstance, ULONG InBufferSize, PVOID InBuffer);
typedef EVT_WDF_WMI_INSTANCE_SET_INSTANCE *PFN_WDF_WMI_INSTANCE_SET_INSTANCE;
typedef NTSTATUS EVT_WDF_WMI_INSTANCE_SET_ITEM(
	WDFWMIINSTANCE WmiInstance, ULONG DataItemId, ULONG InBufferSize, PVOID InBuffer);
typedef EVT_WDF_WMI_INSTANCE_SET_ITEM *PFN_WDF_WMI_INSTANCE_SET_ITEM;
typedef NTSTATUS EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD(WDFWMIINSTANCE WmiInstance, ULONG MethodId,
	ULONG InBufferSize, ULONG OutBufferSize, PVOID Buffer, PULONG BufferUsed);
typedef EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD *PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD;
typedef NTSTATUS EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL(
	WDFWMIPROVIDER WmiProvider, WDF_WMI_PROVIDER_CONTROL Control, BOOLEAN Enable);
typedef EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL *PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL;

typedef struct _WDF_WMI_PROVIDER_CONFIG {
	ULONG Size;
	GUID Guid;
	ULONG Flags; /* WDF_WMI_PROVIDER_FLAGS */
	ULONG MinInstanceBufferSize;
	PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL EvtWmiProviderFunctionControl;
} WDF_WMI_PROVIDER_CONFIG, *PWDF_WMI_PROVIDER_CONFIG;

FORCEINLINE VOID WDF_WMI_PROVIDER_CONFIG_INIT(PWDF_WMI_PROVIDER_CONFIG Config, const GUID *Guid)
{
	memset(Config, 0, sizeof(WDF_WMI_PROVIDER_CONFIG));
	Config->Size = sizeof(WDF_WMI_PROVIDER_CONFIG);
	Config->Guid = *Guid;
}

typedef struct _WDF_WMI_INSTANCE_CONFIG {
	ULONG Size;
	WDFWMIPROVIDER Provider;
	PWDF_WMI_PROVIDER_CONFIG ProviderConfig; /* of a provider that is made for the instance */
	BOOLEAN UseContextForQuery;
	BOOLEAN Register;
	PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE EvtWmiInstanceQueryInstance;
	PFN_WDF_WMI_INSTANCE_SET_INSTANCE EvtWmiInstanceSetInstance;
	PFN_WDF_WMI_INSTANCE_SET_ITEM EvtWmiInstanceSetItem;
	PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD EvtWmiInstanceExecuteMethod;
} WDF_WMI_INSTANCE_CONFIG, *PWDF_WMI_INSTANCE_CONFIG;

FORCEINLINE VOID WDF_WMI_INSTANCE_CONFIG_INIT_PROVIDER(
	PWDF_WMI_INSTANCE_CONFIG Config, WDFWMIPROVIDER Provider)
{
	memset(Config, 0, sizeof(WDF_WMI_INSTANCE_CONFIG));
	Config->Size = sizeof(WDF_WMI_INSTANCE_CONFIG);
	Config->Provider = Provider;
}

FORCEINLINE VOID WDF_WMI_INSTANCE_CONFIG_INIT_PROVIDER_CONFIG(
	PWDF_WMI_INSTANCE_CONFIG Config, PWDF_WMI_PROVIDER_CONFIG ProviderConfig)
{
	memset(Config, 0, sizeof(WDF_WMI_INSTANCE_CONFIG));
	Config->Size = sizeof(WDF_WMI_INSTANCE_CONFIG);
	Config->ProviderConfig = ProviderConfig;
}

/* As WMI has strings: their size in bytes, and their characters. */
FORCEINLINE NTSTATUS WDF_WMI_BUFFER_APPEND_STRING(
	PVOID Buffer, ULONG BufferLength, PCUNICODE_STRING String, PULONG RequiredSize)
{
	*RequiredSize = (ULONG)(String->Length + sizeof(USHORT));
	if (BufferLength < *RequiredSize)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(Buffer, &String->Length, sizeof(USHORT));
	memcpy((char *)Buffer + sizeof(USHORT), String->Buffer, String->Length);
	return STATUS_SUCCESS;
}

NTKERNELAPI NTSTATUS WdfDeviceAssignMofResourceName(
	WDFDEVICE Device, PCUNICODE_STRING MofResourceName);
NTKERNELAPI NTSTATUS WdfWmiProviderCreate(WDFDEVICE Device,
	PWDF_WMI_PROVIDER_CONFIG WmiProviderConfig, PWDF_OBJECT_ATTRIBUTES ProviderAttributes,
	WDFWMIPROVIDER *WmiProvider);
NTKERNELAPI WDFDEVICE WdfWmiProviderGetDevice(WDFWMIPROVIDER WmiProvider);
NTKERNELAPI BOOLEAN WdfWmiProviderIsEnabled(
	WDFWMIPROVIDER WmiProvider, WDF_WMI_PROVIDER_CONTROL ProviderControl);
NTKERNELAPI ULONGLONG WdfWmiProviderGetTracingHandle(WDFWMIPROVIDER WmiProvider);
NTKERNELAPI NTSTATUS WdfWmiInstanceCreate(WDFDEVICE Device, PWDF_WMI_INSTANCE_CONFIG InstanceConfig,
	PWDF_OBJECT_ATTRIBUTES InstanceAttributes, WDFWMIINSTANCE *Instance);
NTKERNELAPI NTSTATUS WdfWmiInstanceRegister(WDFWMIINSTANCE WmiInstance);
NTKERNELAPI VOID WdfWmiInstanceDeregister(WDFWMIINSTANCE WmiInstance);
NTKERNELAPI WDFDEVICE WdfWmiInstanceGetDevice(WDFWMIINSTANCE WmiInstance);
NTKERNELAPI WDFWMIPROVIDER WdfWmiInstanceGetProvider(WDFWMIINSTANCE WmiInstance);
NTKERNELAPI NTSTATUS WdfWmiInstanceFireEvent(
	WDFWMIINSTANCE WmiInstance, ULONG EventDataSize, PVOID EventData);

#ifdef __cplusplus
}
#endif
