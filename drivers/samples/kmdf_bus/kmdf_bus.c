/*
 * A bus with two devices on it, which need no drivers. Each is described by its name, in pool that belongs
 * to the description, and is freed with it.
 */
#include <ntddk.h>
#include <wdf.h>

#define BUS_TAG 'dBuS'
#define CHILDREN 2

typedef struct _CHILD_DESCRIPTION {
    WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER Header;
    ULONG Number;
    PWCHAR Name;
} CHILD_DESCRIPTION, *PCHILD_DESCRIPTION;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_CHILD_LIST_CREATE_DEVICE EvtCreateDevice;
EVT_WDF_CHILD_LIST_SCAN_FOR_CHILDREN EvtScanForChildren;
EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE EvtDuplicate;
EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE EvtCompare;
EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP EvtDescriptionCleanup;

static PWCHAR const Names[CHILDREN] = { L"Left", L"Right" };

_Use_decl_annotations_
NTSTATUS
EvtDuplicate(
    WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER SourceIdentificationDescription,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER DestinationIdentificationDescription
    )
{
    PCHILD_DESCRIPTION source = (PCHILD_DESCRIPTION)SourceIdentificationDescription;
    PCHILD_DESCRIPTION destination = (PCHILD_DESCRIPTION)DestinationIdentificationDescription;
    UNICODE_STRING name;

    UNREFERENCED_PARAMETER(ChildList);

    RtlInitUnicodeString(&name, source->Name);
    destination->Number = source->Number;
    destination->Name = ExAllocatePool2(POOL_FLAG_NON_PAGED, name.MaximumLength, BUS_TAG);
    if (destination->Name == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    RtlCopyMemory(destination->Name, name.Buffer, name.MaximumLength);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
BOOLEAN
EvtCompare(
    WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER FirstIdentificationDescription,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER SecondIdentificationDescription
    )
{
    UNREFERENCED_PARAMETER(ChildList);

    return ((PCHILD_DESCRIPTION)FirstIdentificationDescription)->Number ==
           ((PCHILD_DESCRIPTION)SecondIdentificationDescription)->Number;
}

_Use_decl_annotations_
VOID
EvtDescriptionCleanup(
    WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription
    )
{
    UNREFERENCED_PARAMETER(ChildList);

    ExFreePool(((PCHILD_DESCRIPTION)IdentificationDescription)->Name);
}

_Use_decl_annotations_
VOID
EvtScanForChildren(
    WDFCHILDLIST ChildList
    )
{
    CHILD_DESCRIPTION description;
    ULONG i;

    WdfChildListBeginScan(ChildList);
    for (i = 0; i < CHILDREN; i++) {
        WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER_INIT(&description.Header, sizeof(description));
        description.Number = i;
        description.Name = Names[i];
        WdfChildListAddOrUpdateChildDescriptionAsPresent(ChildList, &description.Header, NULL);
    }
    WdfChildListEndScan(ChildList);
}

_Use_decl_annotations_
NTSTATUS
EvtCreateDevice(
    WDFCHILDLIST ChildList,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
    PWDFDEVICE_INIT ChildInit
    )
{
    PCHILD_DESCRIPTION description = (PCHILD_DESCRIPTION)IdentificationDescription;
    DECLARE_CONST_UNICODE_STRING(deviceId, L"SAMPLE\\Side");
    UNICODE_STRING instanceId;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(ChildList);

    RtlInitUnicodeString(&instanceId, description->Name);
    status = WdfPdoInitAssignDeviceID(ChildInit, &deviceId);
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAssignInstanceID(ChildInit, &instanceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAddHardwareID(ChildInit, &deviceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAssignRawDevice(ChildInit, NULL);
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
    config.EvtChildListIdentificationDescriptionDuplicate = EvtDuplicate;
    config.EvtChildListIdentificationDescriptionCompare = EvtCompare;
    config.EvtChildListIdentificationDescriptionCleanup = EvtDescriptionCleanup;
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
