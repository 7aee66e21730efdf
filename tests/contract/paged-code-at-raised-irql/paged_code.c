/*
 * Calls pageable code while it holds a spin lock.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

KSPIN_LOCK g_Lock;
ULONG g_Count;

static
VOID
CountUp(
    VOID
    )
{
    PAGED_CODE();

    g_Count++;
}

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
    CountUp();

    KeAcquireSpinLock(&g_Lock, &oldIrql);
    CountUp();
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
