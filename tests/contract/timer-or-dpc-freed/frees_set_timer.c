/*
 * Frees the pool block that a timer is in while it is set.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

#define BLOCK_TAG 'kolB'

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    LARGE_INTEGER dueTime;
    PKTIMER timer;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    timer = (PKTIMER)ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*timer), BLOCK_TAG);
    if (timer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    KeInitializeTimer(timer);
    dueTime.QuadPart = -3600LL * 10000000;
    KeSetTimer(timer, dueTime, NULL);
    ExFreePoolWithTag(timer, BLOCK_TAG);

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
