/* Windows Management Instrumentation: who provides data, and the events that drivers write. Part of wdm.h. */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _DEVICE_OBJECT;

#define IRP_MN_QUERY_ALL_DATA         0x00
#define IRP_MN_QUERY_SINGLE_INSTANCE  0x01
#define IRP_MN_CHANGE_SINGLE_INSTANCE 0x02
#define IRP_MN_CHANGE_SINGLE_ITEM     0x03
#define IRP_MN_ENABLE_EVENTS          0x04
#define IRP_MN_DISABLE_EVENTS         0x05
#define IRP_MN_ENABLE_COLLECTION      0x06
#define IRP_MN_DISABLE_COLLECTION     0x07
#define IRP_MN_REGINFO                0x08
#define IRP_MN_EXECUTE_METHOD         0x09
#define IRP_MN_REGINFO_EX             0x0b

#define WMIREG_ACTION_REGISTER     1
#define WMIREG_ACTION_DEREGISTER   2
#define WMIREG_ACTION_REREGISTER   3
#define WMIREG_ACTION_UPDATE_GUIDS 4
#define WMIREG_ACTION_BLOCK_IRPS   5

/* Registered, the device is asked by IRP_MJ_SYSTEM_CONTROL, with itself as the provider. */
NTKERNELAPI NTSTATUS IoWMIRegistrationControl(struct _DEVICE_OBJECT *DeviceObject, ULONG Action);
NTKERNELAPI ULONG IoWMIDeviceObjectToProviderId(struct _DEVICE_OBJECT *DeviceObject);

/* A WNODE in pool, which is WMI's from then on; when it fails the driver has it still. */
NTKERNELAPI NTSTATUS IoWMIWriteEvent(PVOID WnodeEventItem);

/* Numbers for instances of a class that nobody else has. */
NTKERNELAPI NTSTATUS IoWMIAllocateInstanceIds(
	GUID *Guid, ULONG InstanceCount, ULONG *FirstInstanceId);

/* A name for an instance, from paged pool: the device's, that of the link, or both. */
NTKERNELAPI NTSTATUS IoWMISuggestInstanceName(struct _DEVICE_OBJECT *PhysicalDeviceObject,
	PUNICODE_STRING SymbolicLinkName, BOOLEAN CombineNames,
	PUNICODE_STRING SuggestedInstanceName);

#ifdef __cplusplus
}
#endif
