/*
 * Keeps the pointer to its registry path instead of a copy, and reads it in DriverUnload.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

PUNICODE_STRING g_RegistryPath;
volatile WCHAR g_FirstCharacter;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    DriverObject->DriverUnload = DriverUnload;

    g_RegistryPath = RegistryPath;
    g_FirstCharacter = g_RegistryPath->Buffer[0];

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    g_FirstCharacter = g_RegistryPath->Buffer[0];
}
