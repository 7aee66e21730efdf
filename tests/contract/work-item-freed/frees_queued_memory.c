/*
 * Frees the pool block that a queued work item is in.
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

#define BLOCK_TAG 'kolB'

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PWORK_QUEUE_ITEM item;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    item = (PWORK_QUEUE_ITEM)ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*item), BLOCK_TAG);
    if (item == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    BlockWorkers();
    ExInitializeWorkItem(item, Block, NULL);
    ExQueueWorkItem(item, DelayedWorkQueue);
    ExFreePoolWithTag(item, BLOCK_TAG);

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
