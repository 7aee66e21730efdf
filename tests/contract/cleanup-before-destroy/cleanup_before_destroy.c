/*
 * Makes the tree D(A(a), B), D being the driver object, with callbacks on each object; and, last of all,
 * some memory without any.
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
    WDFOBJECT first;
    WDFOBJECT second;
    WDFOBJECT child;
    WDFMEMORY memory;
    PVOID buffer;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtCleanup;
    attributes.EvtDestroyCallback = EvtDestroy;

    status = WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfObjectCreate(&attributes, &first);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfObjectCreate(&attributes, &second);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    //
    // Made after B, so that the order of creation alone does not give the right order.
    //
    attributes.ParentObject = first;
    status = WdfObjectCreate(&attributes, &child);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return WdfMemoryCreate(WDF_NO_OBJECT_ATTRIBUTES, PagedPool, 'tsaL', 16, &memory, &buffer);
}
