/*++

Module Name:

    wdm_spin_lock_leaky.c

Abstract:

    A driver that keeps a list of work buffers, which its DPC routines would
    take from, so that the list is protected by a spin lock.

    DriverEntry fills the list while it holds the lock. When
    an allocation fails, it frees the buffers that it has, and returns: the
    lock stays held, and the thread of the system that called DriverEntry
    is left at DISPATCH_LEVEL.

    wdm_spin_lock_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define BUFFER_TAG   'fuBW'
#define BUFFER_COUNT 4

typedef struct _WORK_BUFFER {
    LIST_ENTRY Link;
    UCHAR Data[240];
} WORK_BUFFER, *PWORK_BUFFER;

KSPIN_LOCK g_BufferLock;
LIST_ENTRY g_Buffers;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static
VOID
FreeBuffers(
    VOID
    )
/*++

Routine Description:

    Frees all buffers. The caller holds the lock, or nobody else is there
    any more.

--*/
{
    while (!IsListEmpty(&g_Buffers)) {
        PLIST_ENTRY link = RemoveHeadList(&g_Buffers);

        ExFreePoolWithTag(CONTAINING_RECORD(link, WORK_BUFFER, Link), BUFFER_TAG);
    }
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Fills the list of buffers.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - not used.

Return Value:

    STATUS_SUCCESS, or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    KIRQL oldIrql;
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    InitializeListHead(&g_Buffers);
    KeInitializeSpinLock(&g_BufferLock);

    KeAcquireSpinLock(&g_BufferLock, &oldIrql);

    for (i = 0; i < BUFFER_COUNT; i++) {
        PWORK_BUFFER buffer;

        buffer = (PWORK_BUFFER)ExAllocatePool2(POOL_FLAG_NON_PAGED,
                                               sizeof(*buffer),
                                               BUFFER_TAG);
        if (buffer == NULL) {
            //
            // The mistake: the lock is still held, and the IRQL is still
            // DISPATCH_LEVEL.
            //
            FreeBuffers();
            return STATUS_INSUFFICIENT_RESOURCES;
        }
        InsertTailList(&g_Buffers, &buffer->Link);
    }

    KeReleaseSpinLock(&g_BufferLock, oldIrql);

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Frees the buffers. None of our routines runs any more, so the lock is
    not needed.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    FreeBuffers();
}
