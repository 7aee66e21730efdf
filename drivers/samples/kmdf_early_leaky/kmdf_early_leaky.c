/*++

Module Name:

    kmdf_early_leaky.c

Abstract:

    A KMDF driver with a log buffer that all of its devices share, and with
    tracing.

    Its cleanup is where it belongs, in the cleanup callback of the driver
    object. But DriverEntry begins tracing and allocates the buffer before
    there is a driver object: when WdfDriverCreate fails, the framework calls
    no callback at all, and both are left behind.

    kmdf_early_fixed is the same driver with the steps in the right order.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>
#include "trace.h"
#include "kmdf_early_leaky.tmh"

#define LOG_BUFFER_TAG 'BgoL'
#define LOG_BUFFER_SIZE 1024

PUCHAR g_LogBuffer;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtDriverContextCleanup;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, EvtDriverDeviceAdd)
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

    Begins tracing, allocates the log buffer, and creates the framework's
    driver object.

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

    WPP_INIT_TRACING(DriverObject, RegistryPath);

    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_INIT,
                "DriverEntry: driver object %p, registry path %wZ",
                DriverObject, RegistryPath);

    g_LogBuffer = (PUCHAR)ExAllocatePool2(POOL_FLAG_NON_PAGED, LOG_BUFFER_SIZE, LOG_BUFFER_TAG);
    if (g_LogBuffer == NULL) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_INIT, "%!FUNC!: no memory for the log buffer");
        //
        // The mistake, first half: there is no driver object yet, so nobody
        // ends tracing.
        //
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtDriverContextCleanup;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             &attributes,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_INIT, "WdfDriverCreate failed %!STATUS!", status);
        //
        // The mistake, second half: EvtDriverContextCleanup is not called,
        // because no driver object was created. Nobody frees g_LogBuffer or
        // ends tracing.
        //
        return status;
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
/*++

Routine Description:

    Called for each device that this driver serves.

Arguments:

    Driver - our driver object.

    DeviceInit - what the framework knows of the device so far.

Return Value:

    STATUS_SUCCESS, or the status of WdfDeviceCreate.

--*/
{
    WDFDEVICE device;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    return WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
}

_Use_decl_annotations_
VOID
EvtDriverContextCleanup(
    WDFOBJECT Driver
    )
/*++

Routine Description:

    Called when the driver object is deleted, whether DriverEntry succeeded
    or not. Frees the log buffer and, last of all, ends tracing.

Arguments:

    Driver - our driver object.

--*/
{
    PAGED_CODE();

    if (g_LogBuffer != NULL) {
        ExFreePoolWithTag(g_LogBuffer, LOG_BUFFER_TAG);
        g_LogBuffer = NULL;
    }

    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_INIT, "%!FUNC!: tracing ends");

    WPP_CLEANUP(WdfDriverWdmGetDriverObject((WDFDRIVER)Driver));
}
