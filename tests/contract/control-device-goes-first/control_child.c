/*
 * Makes a control device with a child, with callbacks on both and on the driver object.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanup;
EVT_WDF_OBJECT_CONTEXT_DESTROY EvtDestroy;

DECLARE_CONST_UNICODE_STRING(g_DeviceSecurity, L"D:P(A;;GA;;;SY)(A;;GA;;;BA)");

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);
}

_Use_decl_annotations_
VOID
EvtCleanup(
    WDFOBJECT Object
    )
{
    UNREFERENCED_PARAMETER(Object);
}

_Use_decl_annotations_
VOID
EvtDestroy(
    WDFOBJECT Object
    )
{
    UNREFERENCED_PARAMETER(Object);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDRIVER driver;
    PWDFDEVICE_INIT deviceInit;
    WDFDEVICE device;
    WDFOBJECT child;
    DECLARE_CONST_UNICODE_STRING(deviceName, L"\\Device\\ControlChild");

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtCleanup;
    attributes.EvtDestroyCallback = EvtDestroy;

    status = WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config, &driver);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    deviceInit = WdfControlDeviceInitAllocate(driver, &g_DeviceSecurity);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfDeviceInitAssignName(deviceInit, &deviceName);
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&deviceInit, &attributes, &device);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    attributes.ParentObject = device;
    status = WdfObjectCreate(&attributes, &child);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfControlFinishInitializing(device);

    return STATUS_SUCCESS;
}
