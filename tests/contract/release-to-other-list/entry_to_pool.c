/*
 * Frees an entry of a lookaside list to the pool; all else is as it should be.
 */
#include <ntddk.h>

#define BLOCK_TAG 'kolB'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

PVOID g_Block;
NPAGED_LOOKASIDE_LIST g_List;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    ExInitializeNPagedLookasideList(&g_List, NULL, NULL, 0, 32, BLOCK_TAG, 0);
    g_Block = ExAllocateFromNPagedLookasideList(&g_List);
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
    ExDeleteNPagedLookasideList(&g_List);
}
