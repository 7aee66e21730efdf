/*
 * Registers a routine for when its device is started, and one for when all drivers are loaded, which is
 * called earlier.
 */
#include <ntddk.h>

#define BLOCK_TAG 'kolB'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_REINITIALIZE Reinitialize;
DRIVER_REINITIALIZE ReinitializeBoot;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    IoRegisterBootDriverReinitialization(DriverObject, ReinitializeBoot, NULL);
    IoRegisterDriverReinitialization(DriverObject, Reinitialize, NULL);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
Reinitialize(
    PDRIVER_OBJECT DriverObject,
    PVOID Context,
    ULONG Count
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
    UNREFERENCED_PARAMETER(Context);

    if (Count == 1) {
        ExFreePoolWithTag(ExAllocatePool2(POOL_FLAG_PAGED, 8, BLOCK_TAG), BLOCK_TAG);
    }
}

_Use_decl_annotations_
VOID
ReinitializeBoot(
    PDRIVER_OBJECT DriverObject,
    PVOID Context,
    ULONG Count
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
    UNREFERENCED_PARAMETER(Context);

    if (Count == 2) {
        ExFreePoolWithTag(ExAllocatePool2(POOL_FLAG_PAGED, 16, BLOCK_TAG), BLOCK_TAG);
    }
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
