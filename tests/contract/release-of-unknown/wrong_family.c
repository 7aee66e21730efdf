/*
 * Frees contiguous memory as if it were pool.
 */
#include <ntddk.h>

#define BLOCK_TAG 'kolB'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

PVOID g_Block;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PHYSICAL_ADDRESS highest;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    highest.QuadPart = MAXULONG;
    g_Block = MmAllocateContiguousMemory(4096, highest);
    return g_Block != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePool(g_Block);
}
