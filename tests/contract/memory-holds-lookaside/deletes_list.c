/*
 * Deletes a lookaside list before the memory that came from it.
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
    WDFLOOKASIDE list;
    WDFMEMORY memory;

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

    status = WdfLookasideListCreate(WDF_NO_OBJECT_ATTRIBUTES,
                                    64,
                                    NonPagedPoolNx,
                                    WDF_NO_OBJECT_ATTRIBUTES,
                                    'tsiL',
                                    &list);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfMemoryCreateFromLookaside(list, &memory);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfObjectDelete(list);
    WdfObjectDelete(memory);

    return STATUS_SUCCESS;
}
