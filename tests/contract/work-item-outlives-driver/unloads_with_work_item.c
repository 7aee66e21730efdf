/*
 * Its work item waits for ever; the unload routine has forgotten it.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

WORK_QUEUE_ITEM g_Item;
KEVENT g_Never;

static
VOID
Wait(
    PVOID Parameter
    )
{
    UNREFERENCED_PARAMETER(Parameter);

    KeWaitForSingleObject(&g_Never, Executive, KernelMode, FALSE, NULL);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeEvent(&g_Never, NotificationEvent, FALSE);
    ExInitializeWorkItem(&g_Item, Wait, NULL);
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
