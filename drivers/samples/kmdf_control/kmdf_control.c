/*++

Module Name:

    kmdf_control.c

Abstract:

    A KMDF driver without hardware: it has no EvtDriverDeviceAdd, and creates
    one control device in DriverEntry, which programs open by its symbolic
    link.

    Tracing begins after WdfDriverCreate, and ends in the cleanup callback of
    the driver object, which also frees the settings. That callback runs when
    DriverEntry fails and when the driver is unloaded, so no step of
    DriverEntry has to undo the ones before it.

    kmdf_control_leaky does the same in EvtDriverUnload, which is a mistake.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>
#include "trace.h"
#include "kmdf_control.tmh"

#define SETTINGS_TAG 'tteS'

#define NT_DEVICE_NAME L"\\Device\\KmdfControl"
#define DOS_DEVICE_NAME L"\\DosDevices\\KmdfControl"

typedef struct _SETTINGS {
    ULONG Version;
    ULONG MaximumOpenHandles;
    UCHAR Defaults[248];
} SETTINGS, *PSETTINGS;

PSETTINGS g_Settings;

//
// The device is for the system and for administrators.
//
DECLARE_CONST_UNICODE_STRING(g_DeviceSecurity, L"D:P(A;;GA;;;SY)(A;;GA;;;BA)");

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtDriverContextCleanup;

_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS
CreateControlDevice(
    _In_ WDFDRIVER Driver
    );

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, CreateControlDevice)
#pragma alloc_text(PAGE, EvtDriverUnload)
#pragma alloc_text(PAGE, EvtDriverContextCleanup)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the framework's driver object, begins tracing, allocates the
    settings and creates the control device, in this order.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDRIVER driver;

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);

    //
    // There is no device to add. A driver of this kind can be unloaded only
    // if it has an unload callback.
    //
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtDriverContextCleanup;

    status = WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config, &driver);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    //
    // Only now is there a driver object whose cleanup callback ends tracing,
    // whatever happens from here on.
    //
    WPP_INIT_TRACING(DriverObject, RegistryPath);

    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_INIT,
                "DriverEntry: driver object %p, registry path %wZ",
                DriverObject, RegistryPath);

    g_Settings = (PSETTINGS)ExAllocatePool2(POOL_FLAG_PAGED, sizeof(SETTINGS), SETTINGS_TAG);
    if (g_Settings == NULL) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_INIT, "%!FUNC!: no memory for the settings");
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    g_Settings->Version = 1;
    g_Settings->MaximumOpenHandles = 16;

    return CreateControlDevice(driver);
}

_Use_decl_annotations_
NTSTATUS
CreateControlDevice(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    Creates the control device and its symbolic link. When a step fails, the
    framework deletes the device together with the driver object, its parent.

Arguments:

    Driver - our driver object.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    PWDFDEVICE_INIT deviceInit;
    WDFDEVICE device;
    DECLARE_CONST_UNICODE_STRING(deviceName, NT_DEVICE_NAME);
    DECLARE_CONST_UNICODE_STRING(linkName, DOS_DEVICE_NAME);

    deviceInit = WdfControlDeviceInitAllocate(Driver, &g_DeviceSecurity);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfDeviceInitAssignName(deviceInit, &deviceName);
    if (!NT_SUCCESS(status)) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_DEVICE, "WdfDeviceInitAssignName failed %!STATUS!", status);
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    //
    // WdfDeviceCreate takes deviceInit over, and sets it to NULL, only when
    // it succeeds.
    //
    status = WdfDeviceCreate(&deviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (!NT_SUCCESS(status)) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_DEVICE, "WdfDeviceCreate failed %!STATUS!", status);
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    status = WdfDeviceCreateSymbolicLink(device, &linkName);
    if (!NT_SUCCESS(status)) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_DEVICE, "WdfDeviceCreateSymbolicLink failed %!STATUS!", status);
        return status;
    }

    WdfControlFinishInitializing(device);

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    Makes the driver unloadable, and has nothing to do: the cleanup callback
    follows.

Arguments:

    Driver - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);
}

_Use_decl_annotations_
VOID
EvtDriverContextCleanup(
    WDFOBJECT Driver
    )
/*++

Routine Description:

    Called when the driver object is deleted, whether DriverEntry succeeded
    or not. Frees the settings and, last of all, ends tracing.

Arguments:

    Driver - our driver object.

--*/
{
    PAGED_CODE();

    if (g_Settings != NULL) {
        ExFreePoolWithTag(g_Settings, SETTINGS_TAG);
        g_Settings = NULL;
    }

    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_INIT, "%!FUNC!: tracing ends");

    WPP_CLEANUP(WdfDriverWdmGetDriverObject((WDFDRIVER)Driver));
}
