/*
 * Its EvtDriverDeviceAdd fails after it has created a device with a child.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtDriverCleanup;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtDeviceCleanup;
EVT_WDF_OBJECT_CONTEXT_DESTROY EvtDeviceDestroy;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtChildCleanup;

_Use_decl_annotations_
VOID
EvtDriverCleanup(
    WDFOBJECT Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);
}

_Use_decl_annotations_
VOID
EvtDeviceCleanup(
    WDFOBJECT Device
    )
{
    UNREFERENCED_PARAMETER(Device);
}

_Use_decl_annotations_
VOID
EvtDeviceDestroy(
    WDFOBJECT Device
    )
{
    UNREFERENCED_PARAMETER(Device);
}

_Use_decl_annotations_
VOID
EvtChildCleanup(
    WDFOBJECT Child
    )
{
    UNREFERENCED_PARAMETER(Child);
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    NTSTATUS status;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDEVICE device;
    WDFOBJECT child;

    UNREFERENCED_PARAMETER(Driver);

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtDeviceCleanup;
    attributes.EvtDestroyCallback = EvtDeviceDestroy;

    status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtChildCleanup;
    attributes.ParentObject = device;

    status = WdfObjectCreate(&attributes, &child);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return STATUS_DEVICE_CONFIGURATION_ERROR;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtDriverCleanup;

    return WdfDriverCreate(DriverObject,
                           RegistryPath,
                           &attributes,
                           &config,
                           WDF_NO_HANDLE);
}
