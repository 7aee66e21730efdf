/*
 * Acquires an executive resource without disabling kernel APCs.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

ERESOURCE g_Resource;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    ExInitializeResourceLite(&g_Resource);
    ExAcquireResourceExclusiveLite(&g_Resource, TRUE);
    ExReleaseResourceLite(&g_Resource);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExDeleteResourceLite(&g_Resource);
}
