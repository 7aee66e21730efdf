/*
 * A driver that would add to what its device needs, and not take it away from the devices below.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterAddResourceRequirements;

_Use_decl_annotations_
NTSTATUS
EvtDeviceFilterAddResourceRequirements(
    WDFDEVICE Device,
    WDFIORESREQLIST IoResourceRequirementsList
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(IoResourceRequirementsList);
    return STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_FDO_EVENT_CALLBACKS callbacks;
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    WDF_FDO_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDeviceFilterAddResourceRequirements = EvtDeviceFilterAddResourceRequirements;
    WdfFdoInitSetEventCallbacks(DeviceInit, &callbacks);
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
