/*
 * Queues a work item that is queued.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

#define BLOCKER_COUNT 32

WORK_QUEUE_ITEM g_Blockers[BLOCKER_COUNT];
KEVENT g_Never;

static
VOID
Block(
    PVOID Parameter
    )
{
    UNREFERENCED_PARAMETER(Parameter);

    KeWaitForSingleObject(&g_Never, Executive, KernelMode, FALSE, NULL);
}

//
// No worker thread is left for what is queued after this.
//
static
VOID
BlockWorkers(
    VOID
    )
{
    ULONG i;

    KeInitializeEvent(&g_Never, NotificationEvent, FALSE);
    for (i = 0; i < BLOCKER_COUNT; i++) {
        ExInitializeWorkItem(&g_Blockers[i], Block, NULL);
        ExQueueWorkItem(&g_Blockers[i], DelayedWorkQueue);
    }
}

WORK_QUEUE_ITEM g_Item;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    BlockWorkers();
    ExInitializeWorkItem(&g_Item, Block, NULL);
    ExQueueWorkItem(&g_Item, DelayedWorkQueue);
    ExQueueWorkItem(&g_Item, DelayedWorkQueue);

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
