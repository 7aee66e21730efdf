/*
 * A bus with one device on it, which it describes when it is asked to scan.
 */
#include <ntddk.h>
#include <wdf.h>

typedef struct _CHILD_DESCRIPTION {
    WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Header;
    ULONG Number;
} CHILD_DESCRIPTION, *PCHILD_DESCRIPTION;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_CHILD_LIST_CREATE_DEVICE EvtCreateDevice;
EVT_WDF_CHILD_LIST_SCAN_FOR_CHILDREN EvtScanForChildren;
EVT_WDF_DEVICE_REPORTED_MISSING EvtDeviceReportedMissing;

_Use_decl_annotations_
VOID
EvtScanForChildren(
    WDFCHILDLIST ChildList
    )
{
    CHILD_DESCRIPTION description;

    WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER_INIT(&description.Header, sizeof(description));
    description.Number = 1;
    (VOID)WdfChildListAddOrUpdateChildDescriptionAsPresent(ChildList, &description.Header, NULL);
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
NTSTATUS
EvtCreateDevice(
    WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
    PWDFDEVICE_INIT ChildInit
    )
{
    DECLARE_CONST_UNICODE_STRING(deviceId, L"ONE\\Thing");
    DECLARE_CONST_UNICODE_STRING(instanceId, L"1");
    WDF_PDO_EVENT_CALLBACKS callbacks;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(ChildList);
    UNREFERENCED_PARAMETER(IdentificationDescription);

    WDF_PDO_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDeviceReportedMissing = EvtDeviceReportedMissing;
    WdfPdoInitSetEventCallbacks(ChildInit, &callbacks);
    status = WdfPdoInitAssignDeviceID(ChildInit, &deviceId);
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAssignInstanceID(ChildInit, &instanceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAddHardwareID(ChildInit, &deviceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&ChildInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
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
    WDF_CHILD_LIST_CONFIG config;
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    WDF_CHILD_LIST_CONFIG_INIT(&config, sizeof(CHILD_DESCRIPTION), EvtCreateDevice);
    config.EvtChildListScanForChildren = EvtScanForChildren;
    WdfFdoInitSetDefaultChildListConfig(DeviceInit, &config, WDF_NO_OBJECT_ATTRIBUTES);
    return WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
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
