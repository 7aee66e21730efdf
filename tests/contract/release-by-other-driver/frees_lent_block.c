/*
 * Frees the block of another driver.
 */
#include <ntddk.h>
#include <stdlib.h>

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
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    g_Block = (PVOID)(ULONG_PTR)strtoull(getenv("LENT_BLOCK"), NULL, 16);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag(g_Block, BLOCK_TAG);
}
