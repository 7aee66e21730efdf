/*
 * Writes before the beginning of a block, which is found when the block is freed.
 */
#include <ntddk.h>

#define BLOCK_TAG 'kolB'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

volatile UCHAR *g_Block;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    g_Block = (PUCHAR)ExAllocatePoolWithTag(NonPagedPoolNx, 64, BLOCK_TAG);
    if (g_Block == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    g_Block[-1] = 0;
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag((PVOID)g_Block, BLOCK_TAG);
}
