/*
 * Allocates in DriverEntry, and its DriverUnload forgets it.
 */
#include <ntddk.h>

#define TABLE_TAG 'lbaT'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

PVOID g_Table;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    g_Table = ExAllocatePool2(POOL_FLAG_NON_PAGED, 100, TABLE_TAG);
    return g_Table != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
