/*
 * Takes a reference to an object of its own and never gives it back.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanup;
EVT_WDF_OBJECT_CONTEXT_DESTROY EvtDestroy;

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    return WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
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
    WDFOBJECT object;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             WDF_NO_OBJECT_ATTRIBUTES,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtCleanup;
    attributes.EvtDestroyCallback = EvtDestroy;

    status = WdfObjectCreate(&attributes, &object);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfObjectReference(object);

    return STATUS_SUCCESS;
}
