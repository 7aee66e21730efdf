/* Device interfaces, and who is told of those that come and go. Part of wdm.h. */
#pragma once

#include <guiddef.h>
#include <ntdef.h>
#include <ntstatus.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _DEVICE_OBJECT;
struct _DRIVER_OBJECT;
struct _FILE_OBJECT;

/*
 * The name is from paged pool: RtlFreeUnicodeString. STATUS_OBJECT_NAME_EXISTS, a success, when there
 * is such an interface. It leads to the device as long as it is enabled.
 */
NTKERNELAPI NTSTATUS IoRegisterDeviceInterface(struct _DEVICE_OBJECT *PhysicalDeviceObject,
	const GUID *InterfaceClassGuid, PUNICODE_STRING ReferenceString,
	PUNICODE_STRING SymbolicLinkName);
NTKERNELAPI NTSTATUS IoSetDeviceInterfaceState(PUNICODE_STRING SymbolicLinkName, BOOLEAN Enable);

#define DEVICE_INTERFACE_INCLUDE_NONACTIVE 0x00000001

typedef PWSTR PZZWSTR;

/* Names that are ended by a NUL each, and all by another; from paged pool. */
NTKERNELAPI NTSTATUS IoGetDeviceInterfaces(const GUID *InterfaceClassGuid,
	struct _DEVICE_OBJECT *PhysicalDeviceObject, ULONG Flags, PZZWSTR *SymbolicLinkList);

typedef enum _IO_NOTIFICATION_EVENT_CATEGORY {
	EventCategoryReserved,
	EventCategoryHardwareProfileChange,
	EventCategoryDeviceInterfaceChange,
	EventCategoryTargetDeviceChange,
} IO_NOTIFICATION_EVENT_CATEGORY;

#define PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES 0x00000001

typedef NTSTATUS DRIVER_NOTIFICATION_CALLBACK_ROUTINE(PVOID NotificationStructure, PVOID Context);
typedef DRIVER_NOTIFICATION_CALLBACK_ROUTINE *PDRIVER_NOTIFICATION_CALLBACK_ROUTINE;

typedef struct _DEVICE_INTERFACE_CHANGE_NOTIFICATION {
	USHORT Version;
	USHORT Size;
	GUID Event;
	GUID InterfaceClassGuid;
	PUNICODE_STRING SymbolicLinkName;
} DEVICE_INTERFACE_CHANGE_NOTIFICATION, *PDEVICE_INTERFACE_CHANGE_NOTIFICATION;

typedef struct _TARGET_DEVICE_REMOVAL_NOTIFICATION {
	USHORT Version;
	USHORT Size;
	GUID Event;
	struct _FILE_OBJECT *FileObject;
} TARGET_DEVICE_REMOVAL_NOTIFICATION, *PTARGET_DEVICE_REMOVAL_NOTIFICATION;

NTKERNELAPI extern const GUID GUID_DEVICE_INTERFACE_ARRIVAL;
NTKERNELAPI extern const GUID GUID_DEVICE_INTERFACE_REMOVAL;
NTKERNELAPI extern const GUID GUID_TARGET_DEVICE_QUERY_REMOVE;
NTKERNELAPI extern const GUID GUID_TARGET_DEVICE_REMOVE_CANCELLED;
NTKERNELAPI extern const GUID GUID_TARGET_DEVICE_REMOVE_COMPLETE;

/*
 * The data are the GUID of a class of interfaces, or the file object of the device. When unregistering
 * returns, the routine runs no more.
 */
NTKERNELAPI NTSTATUS IoRegisterPlugPlayNotification(IO_NOTIFICATION_EVENT_CATEGORY EventCategory,
	ULONG EventCategoryFlags, PVOID EventCategoryData, struct _DRIVER_OBJECT *DriverObject,
	PDRIVER_NOTIFICATION_CALLBACK_ROUTINE CallbackRoutine, PVOID Context,
	PVOID *NotificationEntry);
NTKERNELAPI NTSTATUS IoUnregisterPlugPlayNotification(PVOID NotificationEntry);
NTKERNELAPI NTSTATUS IoUnregisterPlugPlayNotificationEx(PVOID NotificationEntry);

#ifdef __cplusplus
}
#endif
