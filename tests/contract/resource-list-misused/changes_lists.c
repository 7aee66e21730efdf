/*
 * A driver that removes what is not in a list of requirements, and changes the list of resources that its
 * device was started with.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterRemoveResourceRequirements;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;

_Use_decl_annotations_
NTSTATUS
EvtDeviceFilterRemoveResourceRequirements(
    WDFDEVICE Device,
    WDFIORESREQLIST IoResourceRequirementsList
    )
{
    WDFIORESLIST list = WdfIoResourceRequirementsListGetIoResList(IoResourceRequirementsList, 0);
    IO_RESOURCE_DESCRIPTOR descriptor = *WdfIoResourceListGetDescriptor(list, 0);

    UNREFERENCED_PARAMETER(Device);

    WdfIoResourceListUpdateDescriptor(list, &descriptor, 1);
    WdfIoResourceListRemove(list, 1);
    WdfIoResourceRequirementsListRemove(IoResourceRequirementsList, 1);
    (VOID)WdfIoResourceRequirementsListAppendIoResList(IoResourceRequirementsList, list);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDevicePrepareHardware(
    WDFDEVICE Device,
    WDFCMRESLIST ResourcesRaw,
    WDFCMRESLIST ResourcesTranslated
    )
{
    CM_PARTIAL_RESOURCE_DESCRIPTOR descriptor = *WdfCmResourceListGetDescriptor(ResourcesRaw, 0);

    UNREFERENCED_PARAMETER(Device);

    WdfCmResourceListRemove(ResourcesRaw, 0);
    WdfCmResourceListRemoveByDescriptor(ResourcesRaw, &descriptor);
    NT_ASSERT(WdfCmResourceListGetCount(ResourcesRaw) == 1);
    return WdfCmResourceListAppendDescriptor(ResourcesTranslated, &descriptor);
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_FDO_EVENT_CALLBACKS filterCallbacks;
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);
    WDF_FDO_EVENT_CALLBACKS_INIT(&filterCallbacks);
    filterCallbacks.EvtDeviceFilterRemoveResourceRequirements = EvtDeviceFilterRemoveResourceRequirements;
    WdfFdoInitSetEventCallbacks(DeviceInit, &filterCallbacks);
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
