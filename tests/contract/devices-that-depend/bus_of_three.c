/*
 * A bus with three children that need no driver. The first is ejected with the second, and removed with the
 * third; what is said of special files on it is said of the third, too. It can be locked.
 */
#include <ntddk.h>
#include <wdf.h>

#define CHILDREN 3

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_EJECT EvtDeviceEject;
EVT_WDF_DEVICE_SET_LOCK EvtDeviceSetLock;
EVT_WDF_DEVICE_REPORTED_MISSING EvtDeviceReportedMissing;
EVT_WDF_DEVICE_RELATIONS_QUERY EvtDeviceRelationsQuery;
EVT_WDF_DEVICE_USAGE_NOTIFICATION EvtDeviceUsageNotification;
EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX EvtChildUsageNotificationEx;
EVT_WDF_DEVICE_QUERY_REMOVE EvtDeviceQueryRemove;

static WDFDEVICE Children[CHILDREN];

_Use_decl_annotations_
NTSTATUS
EvtDeviceEject(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceSetLock(
    WDFDEVICE Device,
    BOOLEAN IsLocked
    )
{
    UNREFERENCED_PARAMETER(Device);
    return IsLocked ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
VOID
EvtDeviceReportedMissing(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
}

_Use_decl_annotations_
VOID
EvtDeviceRelationsQuery(
    WDFDEVICE Device,
    DEVICE_RELATION_TYPE RelationType
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(RelationType);
}

/* The bus's: told of what is on its children. */
_Use_decl_annotations_
VOID
EvtDeviceUsageNotification(
    WDFDEVICE Device,
    WDF_SPECIAL_FILE_TYPE NotificationType,
    BOOLEAN IsInNotificationPath
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(NotificationType);
    UNREFERENCED_PARAMETER(IsInNotificationPath);
}

/* The third one takes no dumps. */
_Use_decl_annotations_
NTSTATUS
EvtChildUsageNotificationEx(
    WDFDEVICE Device,
    WDF_SPECIAL_FILE_TYPE NotificationType,
    BOOLEAN IsInNotificationPath
    )
{
    if (Device == Children[2] && NotificationType == WdfSpecialFileDump && IsInNotificationPath) {
        return STATUS_DEVICE_NOT_READY;
    }
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceQueryRemove(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
    return STATUS_SUCCESS;
}

DECLSPEC_NOINLINE
static NTSTATUS
AddChild(
    WDFDEVICE Bus,
    ULONG Number
    )
{
    static PWCHAR const names[CHILDREN] = { L"1", L"2", L"3" };
    DECLARE_CONST_UNICODE_STRING(deviceId, L"THREE\\Thing");
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_PDO_EVENT_CALLBACKS childCallbacks;
    UNICODE_STRING instanceId;
    PWDFDEVICE_INIT init = WdfPdoInitAllocate(Bus);
    NTSTATUS status;

    if (init == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDeviceUsageNotificationEx = EvtChildUsageNotificationEx;
    callbacks.EvtDeviceQueryRemove = EvtDeviceQueryRemove;
    callbacks.EvtDeviceRelationsQuery = EvtDeviceRelationsQuery;
    WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
    WDF_PDO_EVENT_CALLBACKS_INIT(&childCallbacks);
    childCallbacks.EvtDeviceEject = EvtDeviceEject;
    childCallbacks.EvtDeviceSetLock = EvtDeviceSetLock;
    childCallbacks.EvtDeviceReportedMissing = EvtDeviceReportedMissing;
    WdfPdoInitSetEventCallbacks(init, &childCallbacks);
    RtlInitUnicodeString(&instanceId, names[Number]);
    status = WdfPdoInitAssignDeviceID(init, &deviceId);
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAssignInstanceID(init, &instanceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAssignRawDevice(init, NULL);
    }
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &Children[Number]);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(init);
        return status;
    }
    WdfDeviceSetSpecialFileSupport(Children[Number], WdfSpecialFilePaging, TRUE);
    WdfDeviceSetSpecialFileSupport(Children[Number], WdfSpecialFileDump, TRUE);
    return WdfFdoAddStaticChild(Bus, Children[Number]);
}

DECLSPEC_NOINLINE
static NTSTATUS
Relate(
    VOID
    )
{
    PDEVICE_OBJECT second = WdfDeviceWdmGetDeviceObject(Children[1]);
    PDEVICE_OBJECT third = WdfDeviceWdmGetDeviceObject(Children[2]);
    NTSTATUS status = WdfPdoAddEjectionRelationsPhysicalDevice(Children[0], second);

    if (NT_SUCCESS(status)) {
        status = WdfDeviceAddRemovalRelationsPhysicalDevice(Children[0], third);
    }
    if (NT_SUCCESS(status)) {
        status = WdfDeviceAddDependentUsageDeviceObject(Children[0], third);
    }
    if (NT_SUCCESS(status)) {
        NT_ASSERT(WdfDeviceAddDependentUsageDeviceObject(Children[0], third) == STATUS_DUPLICATE_OBJECTID);
        WdfDeviceRemoveDependentUsageDeviceObject(Children[0], third);
        status = WdfDeviceAddDependentUsageDeviceObject(Children[0], third);
    }
    return status;
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDFDEVICE device;
    NTSTATUS status;
    ULONG i;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDeviceUsageNotification = EvtDeviceUsageNotification;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);
    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    WdfDeviceSetSpecialFileSupport(device, WdfSpecialFilePaging, TRUE);
    WdfDeviceSetSpecialFileSupport(device, WdfSpecialFileDump, TRUE);
    for (i = 0; i < CHILDREN && NT_SUCCESS(status); i++) {
        status = AddChild(device, i);
    }
    return NT_SUCCESS(status) ? Relate() : status;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_DRIVER_CONFIG config;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
    return WdfDriverCreate(DriverObject,
                           RegistryPath,
                           WDF_NO_OBJECT_ATTRIBUTES,
                           &config,
                           WDF_NO_HANDLE);
}
