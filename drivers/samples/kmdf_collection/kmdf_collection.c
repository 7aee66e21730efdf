/*++

Module Name:

    kmdf_collection.c

Abstract:

    A KMDF driver that keeps a list of jobs: memory objects from a lookaside
    list, in a collection that a wait lock guards.

    DriverEntry undoes nothing when a step fails. All objects belong to the
    driver object, and the references that the collection holds to its items
    are given back when it is destroyed.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>

#define JOB_TAG ' boJ'
#define FIRST_JOBS 3

typedef struct _JOB {
    ULONG Number;
    ULONG Priority;
} JOB, *PJOB;

//
// All of them are objects below the driver object.
//
WDFSTRING g_Name;
WDFSPINLOCK g_CountLock;
ULONG g_Count;
WDFWAITLOCK g_JobsLock;
WDFCOLLECTION g_Jobs;
WDFLOOKASIDE g_JobMemory;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;

NTSTATUS AddJob(ULONG Number);
VOID FinishFirstJob(VOID);

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, EvtDriverDeviceAdd)
#pragma alloc_text(PAGE, EvtDriverUnload)
#pragma alloc_text(PAGE, AddJob)
#pragma alloc_text(PAGE, FinishFirstJob)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the framework's driver object, then what the driver works with,
    and the first jobs.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry, of which a copy is kept.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    ULONG number;

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

    status = WdfStringCreate(RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &g_Name);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfSpinLockCreate(WDF_NO_OBJECT_ATTRIBUTES, &g_CountLock);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfWaitLockCreate(WDF_NO_OBJECT_ATTRIBUTES, &g_JobsLock);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfCollectionCreate(WDF_NO_OBJECT_ATTRIBUTES, &g_Jobs);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfLookasideListCreate(WDF_NO_OBJECT_ATTRIBUTES,
                                    sizeof(JOB),
                                    NonPagedPoolNx,
                                    WDF_NO_OBJECT_ATTRIBUTES,
                                    JOB_TAG,
                                    &g_JobMemory);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    for (number = 1; number <= FIRST_JOBS; number += 1) {
        status = AddJob(number);
        if (!NT_SUCCESS(status)) {
            return status;
        }
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

    Called for each device that this driver serves. The first job is done by
    it.

Arguments:

    Driver - our driver object.

    DeviceInit - what the framework knows of the device so far.

Return Value:

    STATUS_SUCCESS, or the status of WdfDeviceCreate.

--*/
{
    NTSTATUS status;
    WDFDEVICE device;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (NT_SUCCESS(status)) {
        FinishFirstJob();
    }

    return status;
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    Called before the driver is unloaded. Jobs that are left need not be
    removed from the collection.

Arguments:

    Driver - our driver object.

--*/
{
    UNICODE_STRING name;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(Driver);

    WdfStringGetUnicodeString(g_Name, &name);
    KdPrint(("%wZ: %lu jobs were done, %lu are left\n",
             &name,
             g_Count,
             WdfCollectionGetCount(g_Jobs)));
}

NTSTATUS
AddJob(
    ULONG Number
    )
/*++

Routine Description:

    Adds a job to the list. Memory that could not be added is deleted.

Arguments:

    Number - the job's.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDFMEMORY memory;
    JOB job;

    PAGED_CODE();

    job.Number = Number;
    job.Priority = Number * 10;

    status = WdfMemoryCreateFromLookaside(g_JobMemory, &memory);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfMemoryCopyFromBuffer(memory, 0, &job, sizeof(job));
    if (NT_SUCCESS(status)) {
        WdfWaitLockAcquire(g_JobsLock, NULL);
        status = WdfCollectionAdd(g_Jobs, memory);
        WdfWaitLockRelease(g_JobsLock);
    }

    if (!NT_SUCCESS(status)) {
        WdfObjectDelete(memory);
    }

    return status;
}

VOID
FinishFirstJob(
    VOID
    )
/*++

Routine Description:

    Takes the first job off the list, and deletes it.

--*/
{
    WDFMEMORY memory;

    PAGED_CODE();

    WdfWaitLockAcquire(g_JobsLock, NULL);
    memory = (WDFMEMORY)WdfCollectionGetFirstItem(g_Jobs);
    if (memory != NULL) {
        WdfCollectionRemoveItem(g_Jobs, 0);
    }
    WdfWaitLockRelease(g_JobsLock);

    if (memory == NULL) {
        return;
    }

    WdfObjectDelete(memory);

    WdfSpinLockAcquire(g_CountLock);
    g_Count += 1;
    WdfSpinLockRelease(g_CountLock);
}
