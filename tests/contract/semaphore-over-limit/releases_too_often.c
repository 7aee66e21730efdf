/*
 * Releases a semaphore beyond its limit.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

KSEMAPHORE g_Semaphore;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeSemaphore(&g_Semaphore, 1, 2);
    KeReleaseSemaphore(&g_Semaphore, IO_NO_INCREMENT, 1, FALSE);
    KeReleaseSemaphore(&g_Semaphore, IO_NO_INCREMENT, 1, FALSE);

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
