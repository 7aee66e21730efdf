/*++

Module Name:

    reinit_leaky.c

Abstract:

    A driver that has something left to do when all other drivers have been
    loaded: it registers a reinitialisation routine, and hands it a block of
    pool, which is the routine's from then on. The routine is called three
    times, because it registers itself again, and then frees the block.

    DriverEntry hands the block over before it has succeeded. When it fails
    later, the routine is not called, and nobody frees the block.

    reinit_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define SEARCH_TAG 'hcrS'
#define SEARCHES   3

typedef struct _SEARCH {
    ULONG Found;
} SEARCH, *PSEARCH;

PDEVICE_OBJECT g_DeviceObject;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_REINITIALIZE Reinitialize;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, DriverUnload)
#pragma alloc_text(PAGE, Reinitialize)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates a device and registers the reinitialisation routine.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    PSEARCH search;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    search = (PSEARCH)ExAllocatePool2(POOL_FLAG_PAGED, sizeof(SEARCH), SEARCH_TAG);
    if (search == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    IoRegisterDriverReinitialization(DriverObject, Reinitialize, search);

    status = IoCreateDevice(DriverObject,
                            0,
                            NULL,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            FALSE,
                            &g_DeviceObject);
    if (!NT_SUCCESS(status)) {
        //
        // The mistake: the search is not the routine's to free. It is not
        // called when we fail.
        //
        return status;
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
Reinitialize(
    PDRIVER_OBJECT DriverObject,
    PVOID Context,
    ULONG Count
    )
/*++

Routine Description:

    Called after all drivers have been loaded, if DriverEntry succeeded.

Arguments:

    DriverObject - our driver object.

    Context - the search, which is ours.

    Count - which call this is, from 1.

--*/
{
    PSEARCH search = (PSEARCH)Context;

    PAGED_CODE();

    search->Found += Count;
    if (Count < SEARCHES) {
        IoRegisterDriverReinitialization(DriverObject, Reinitialize, search);
        return;
    }

    DbgPrint("found %lu in %lu searches\n", search->Found, Count);
    ExFreePoolWithTag(search, SEARCH_TAG);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Undoes what DriverEntry did; the search is the reinitialisation routine's.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    IoDeleteDevice(g_DeviceObject);
}
