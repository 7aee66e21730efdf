/*++

Module Name:

    kmdf_unload_fixed.c

Abstract:

    A KMDF driver with two tables that all of its devices share. They are
    allocated in DriverEntry, after WdfDriverCreate.

    The cleanup callback of the driver object frees them. Once
    WdfDriverCreate has succeeded the framework calls it on both ways out:
    when DriverEntry fails, and when the driver is unloaded. DriverEntry can
    therefore simply return at every step.

    kmdf_unload_leaky is the same driver with the cleanup in EvtDriverUnload.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>

#define ROUTE_TABLE_TAG 'tuoR'
#define STATISTICS_TAG 'tatS'

#define ROUTE_COUNT 64

typedef struct _ROUTE {
    ULONG SourcePort;
    ULONG TargetPort;
} ROUTE, *PROUTE;

typedef struct _STATISTICS {
    ULONG64 Forwarded[ROUTE_COUNT];
    ULONG64 Dropped;
} STATISTICS, *PSTATISTICS;

PROUTE g_Routes;
PSTATISTICS g_Statistics;

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

    Creates the framework's driver object, then the tables.

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

    g_Routes = (PROUTE)ExAllocatePool2(POOL_FLAG_NON_PAGED,
                                       ROUTE_COUNT * sizeof(ROUTE),
                                       ROUTE_TABLE_TAG);
    if (g_Routes == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    g_Statistics = (PSTATISTICS)ExAllocatePool2(POOL_FLAG_NON_PAGED,
                                                sizeof(STATISTICS),
                                                STATISTICS_TAG);
    if (g_Statistics == NULL) {
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
    or not. Frees the tables, as far as they were allocated.

Arguments:

    Driver - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    if (g_Statistics != NULL) {
        ExFreePoolWithTag(g_Statistics, STATISTICS_TAG);
        g_Statistics = NULL;
    }

    if (g_Routes != NULL) {
        ExFreePoolWithTag(g_Routes, ROUTE_TABLE_TAG);
        g_Routes = NULL;
    }
}
