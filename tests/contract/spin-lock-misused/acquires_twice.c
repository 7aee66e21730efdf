/*
 * Acquires a spin lock that it holds: on Windows, the processor would wait for itself.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

KSPIN_LOCK g_Lock;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    KIRQL oldIrql;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeSpinLock(&g_Lock);
    KeAcquireSpinLock(&g_Lock, &oldIrql);
    KeAcquireSpinLockAtDpcLevel(&g_Lock);
    KeReleaseSpinLockFromDpcLevel(&g_Lock);
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
