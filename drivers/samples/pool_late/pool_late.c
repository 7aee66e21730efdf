/*++

Module Name:

    pool_late.c

Abstract:

    A driver that counts its sessions in a block of pool, and says how many
    there were when it is unloaded.

    It reads the counters after it has freed them. As a rule they are still
    there.

    pool_in_time is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define SESSIONS_TAG 'sseS'

typedef struct _SESSIONS {
    ULONG Opened;
    ULONG Closed;
} SESSIONS, *PSESSIONS;

PSESSIONS g_Sessions;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, DriverUnload)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Allocates the counters.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    g_Sessions = (PSESSIONS)ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(SESSIONS), SESSIONS_TAG);
    if (g_Sessions == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Frees the counters and prints what they counted.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag(g_Sessions, SESSIONS_TAG);

    //
    // The mistake: this is not ours any more.
    //
    DbgPrint("sessions opened: %lu, closed: %lu\n", g_Sessions->Opened, g_Sessions->Closed);
}
