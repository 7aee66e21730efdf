/*
 * Releases a remove lock with another tag than it was acquired with.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

IO_REMOVE_LOCK g_Lock;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    IoInitializeRemoveLock(&g_Lock, 'kcoL', 0, 0);
    IoAcquireRemoveLock(&g_Lock, &g_Lock);
    IoReleaseRemoveLock(&g_Lock, DriverObject);

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
