/*
 * Frees a pool block with a tag that is not its own.
 */
#include <ntddk.h>

#define BLOCK_TAG 'kolB'
#define OTHER_TAG 'rehT'

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
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    g_Block = ExAllocatePoolWithTag(NonPagedPoolNx, 64, BLOCK_TAG);
    return g_Block != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    PVOID block;

    UNREFERENCED_PARAMETER(DriverObject);

    block = g_Block;
    ExFreePoolWithTag(block, OTHER_TAG);
}
