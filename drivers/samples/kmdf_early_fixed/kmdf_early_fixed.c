/*++

Module Name:

    kmdf_early_fixed.c

Abstract:

    A KMDF driver with a log buffer that all of its devices share, and with
    tracing.

    DriverEntry creates the driver object before anything else. From then on
    its cleanup callback undoes whatever was done, on both ways out.

    kmdf_early_leaky is the same driver with the steps in the wrong order.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>
#include "trace.h"
#include "kmdf_early_fixed.tmh"

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

    Creates the framework's driver object, begins tracing, and allocates the
    log buffer.

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

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtDriverContextCleanup;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             &attributes,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WPP_INIT_TRACING(DriverObject, RegistryPath);

    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_INIT,
                "DriverEntry: driver object %p, registry path %wZ",
                DriverObject, RegistryPath);

    g_LogBuffer = (PUCHAR)ExAllocatePool2(POOL_FLAG_NON_PAGED, LOG_BUFFER_SIZE, LOG_BUFFER_TAG);
    if (g_LogBuffer == NULL) {
        TraceEvents(TRACE_LEVEL_ERROR, TRACE_INIT, "%!FUNC!: no memory for the log buffer");
        return STATUS_INSUFFICIENT_RESOURCES;
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
