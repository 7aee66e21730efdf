/*
 * Frees an entry to a lookaside list that it has deleted.
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

    ExDeleteNPagedLookasideList(&g_List);
    ExFreeToNPagedLookasideList(&g_List, g_Block);
}
