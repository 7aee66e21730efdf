/*
 * Deletes two objects that are in a collection, and removes one of them.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);
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
    WDFCOLLECTION collection;
    WDFOBJECT first;
    WDFOBJECT second;

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             WDF_NO_OBJECT_ATTRIBUTES,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfCollectionCreate(WDF_NO_OBJECT_ATTRIBUTES, &collection);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfObjectCreate(WDF_NO_OBJECT_ATTRIBUTES, &first);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfObjectCreate(WDF_NO_OBJECT_ATTRIBUTES, &second);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfCollectionAdd(collection, first);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfCollectionAdd(collection, second);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfObjectDelete(first);
    WdfObjectDelete(second);
    WdfCollectionRemove(collection, first);

    return STATUS_SUCCESS;
}
