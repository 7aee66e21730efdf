/*
 * Takes a reference to a child, deletes its parent, and gives the reference back in EvtDriverUnload.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanup;
EVT_WDF_OBJECT_CONTEXT_DESTROY EvtDestroy;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;

WDFMEMORY g_Memory;

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
EvtDriverUnload(
    WDFDRIVER Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);

    WdfObjectDereference(g_Memory);
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
    WDFOBJECT parent;
    PVOID buffer;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             WDF_NO_OBJECT_ATTRIBUTES,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfObjectCreate(WDF_NO_OBJECT_ATTRIBUTES, &parent);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = parent;
    attributes.EvtCleanupCallback = EvtCleanup;
    attributes.EvtDestroyCallback = EvtDestroy;

    status = WdfMemoryCreate(&attributes, NonPagedPoolNx, 'dlhC', 32, &g_Memory, &buffer);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfObjectReference(g_Memory);
    WdfObjectDelete(parent);

    return STATUS_SUCCESS;
}
