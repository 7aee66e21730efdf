/*
 * Waits for an event while it holds a spin lock.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

KSPIN_LOCK g_Lock;
KEVENT g_Event;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    LARGE_INTEGER timeout;
    KIRQL oldIrql;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeSpinLock(&g_Lock);
    KeInitializeEvent(&g_Event, NotificationEvent, TRUE);
    timeout.QuadPart = 0;

    KeAcquireSpinLock(&g_Lock, &oldIrql);
    KeWaitForSingleObject(&g_Event, Executive, KernelMode, FALSE, &timeout);
    KeWaitForSingleObject(&g_Event, Executive, KernelMode, FALSE, NULL);
    KeReleaseSpinLock(&g_Lock, oldIrql);

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
