/*
 * The library that takes requests of WMI apart for WDM drivers: it finds the block that one is about,
 * calls the driver's routine for it, and fills in the answer.
 */
#pragma once

#include <wdm.h>

#include <wmistr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What WmiSystemControl has done with a request. */
typedef enum {
	IrpProcessed,    /* a routine of the driver has it, or has completed it */
	IrpNotCompleted, /* it is for the driver to complete, as it is */
	IrpNotWmi,
	IrpForward, /* it is about another device */
} SYSCTL_IRP_DISPOSITION, *PSYSCTL_IRP_DISPOSITION;

typedef enum {
	WmiEventControl,
	WmiDataBlockControl,
} WMIENABLEDISABLECONTROL, *PWMIENABLEDISABLECONTROL;

typedef struct {
	LPCGUID Guid;
	ULONG InstanceCount;
	ULONG Flags;
} WMIGUIDREGINFO, *PWMIGUIDREGINFO;

/* The buffer of InstanceName is pool, which the library frees; RegistryPath is the driver's. */
typedef NTSTATUS WMI_QUERY_REGINFO_CALLBACK(PDEVICE_OBJECT DeviceObject, PULONG RegFlags,
	PUNICODE_STRING InstanceName, PUNICODE_STRING *RegistryPath,
	PUNICODE_STRING MofResourceName, PDEVICE_OBJECT *Pdo);
typedef WMI_QUERY_REGINFO_CALLBACK *PWMI_QUERY_REGINFO;

/* These complete the request by WmiCompleteRequest, now or later. */
typedef NTSTATUS WMI_QUERY_DATABLOCK_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp,
	ULONG GuidIndex, ULONG InstanceIndex, ULONG InstanceCount, PULONG InstanceLengthArray,
	ULONG BufferAvail, PUCHAR Buffer);
typedef WMI_QUERY_DATABLOCK_CALLBACK *PWMI_QUERY_DATABLOCK;
typedef NTSTATUS WMI_SET_DATABLOCK_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp, ULONG GuidIndex,
	ULONG InstanceIndex, ULONG BufferSize, PUCHAR Buffer);
typedef WMI_SET_DATABLOCK_CALLBACK *PWMI_SET_DATABLOCK;
typedef NTSTATUS WMI_SET_DATAITEM_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp, ULONG GuidIndex,
	ULONG InstanceIndex, ULONG DataItemId, ULONG BufferSize, PUCHAR Buffer);
typedef WMI_SET_DATAITEM_CALLBACK *PWMI_SET_DATAITEM;
typedef NTSTATUS WMI_EXECUTE_METHOD_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp, ULONG GuidIndex,
	ULONG InstanceIndex, ULONG MethodId, ULONG InBufferSize, ULONG OutBufferSize,
	PUCHAR Buffer);
typedef WMI_EXECUTE_METHOD_CALLBACK *PWMI_EXECUTE_METHOD;
typedef NTSTATUS WMI_FUNCTION_CONTROL_CALLBACK(PDEVICE_OBJECT DeviceObject, PIRP Irp,
	ULONG GuidIndex, WMIENABLEDISABLECONTROL Function, BOOLEAN Enable);
typedef WMI_FUNCTION_CONTROL_CALLBACK *PWMI_FUNCTION_CONTROL;

/* Routines that a driver does not have are NULL. */
typedef struct _WMILIB_CONTEXT {
	ULONG GuidCount;
	PWMIGUIDREGINFO GuidList;
	PWMI_QUERY_REGINFO QueryWmiRegInfo;
	PWMI_QUERY_DATABLOCK QueryWmiDataBlock;
	PWMI_SET_DATABLOCK SetWmiDataBlock;
	PWMI_SET_DATAITEM SetWmiDataItem;
	PWMI_EXECUTE_METHOD ExecuteWmiMethod;
	PWMI_FUNCTION_CONTROL WmiFunctionControl;
} WMILIB_CONTEXT, *PWMILIB_CONTEXT;

NTKERNELAPI NTSTATUS WmiSystemControl(PWMILIB_CONTEXT WmiLibInfo, PDEVICE_OBJECT DeviceObject,
	PIRP Irp, PSYSCTL_IRP_DISPOSITION IrpDisposition);
NTKERNELAPI NTSTATUS WmiCompleteRequest(PDEVICE_OBJECT DeviceObject, PIRP Irp, NTSTATUS Status,
	ULONG BufferUsed, CCHAR PriorityBoost);

/* EventData is pool, or NULL, and is WMI's from here on, whatever the status. */
NTKERNELAPI NTSTATUS WmiFireEvent(PDEVICE_OBJECT DeviceObject, LPCGUID Guid, ULONG InstanceIndex,
	ULONG EventDataSize, PVOID EventData);

#ifdef __cplusplus
}
#endif
