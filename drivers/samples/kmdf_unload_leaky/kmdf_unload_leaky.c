/*++

Module Name:

    kmdf_unload_leaky.c

Abstract:

    A KMDF driver with two tables that all of its devices share. They are
    allocated in DriverEntry, after WdfDriverCreate.

    EvtDriverUnload frees them, and nothing else does. The framework calls it
    under the same condition as the I/O manager calls DriverUnload: only when
    DriverEntry succeeded. When the second table cannot be allocated, the
    first one is left behind.

    kmdf_unload_fixed is the same driver with the mistake repaired.

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
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, EvtDriverDeviceAdd)
#pragma alloc_text(PAGE, EvtDriverUnload)
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
        //
        // The mistake: g_Routes stays allocated, because EvtDriverUnload is
        // not called for a driver that did not start.
        //
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
EvtDriverUnload(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    Called before the driver is unloaded, if and only if DriverEntry
    succeeded. Frees the tables.

Arguments:

    Driver - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    ExFreePoolWithTag(g_Statistics, STATISTICS_TAG);
    g_Statistics = NULL;

    ExFreePoolWithTag(g_Routes, ROUTE_TABLE_TAG);
    g_Routes = NULL;
}
