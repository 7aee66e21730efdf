/*
 * A function driver whose device has a name, and an interface for drivers.
 */
#include <ntddk.h>
#include <wdf.h>

#include "named_interface.h"

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Named");
    WDF_QUERY_INTERFACE_CONFIG interfaceConfig;
    INTERFACE interface;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);

    status = WdfDeviceInitAssignName(DeviceInit, &name);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    RtlZeroMemory(&interface, sizeof(interface));
    interface.Size = sizeof(interface);
    interface.Version = NAMED_VERSION;
    interface.InterfaceReference = WdfDeviceInterfaceReferenceNoOp;
    interface.InterfaceDereference = WdfDeviceInterfaceDereferenceNoOp;
    WDF_QUERY_INTERFACE_CONFIG_INIT(&interfaceConfig, &interface, &NamedInterface, NULL);
    return WdfDeviceAddQueryInterface(device, &interfaceConfig);
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
