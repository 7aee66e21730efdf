/*
 * Acquires a fast mutex that it holds: on Windows, the thread would wait for itself.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

FAST_MUTEX g_Mutex;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    ExInitializeFastMutex(&g_Mutex);
    ExAcquireFastMutex(&g_Mutex);
    ExAcquireFastMutex(&g_Mutex);
    ExReleaseFastMutex(&g_Mutex);

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
