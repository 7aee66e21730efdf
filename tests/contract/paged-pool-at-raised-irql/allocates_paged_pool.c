/*
 * Allocates paged pool while it holds a spin lock.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

#define BLOCK_TAG 'kolB'

KSPIN_LOCK g_Lock;
PVOID g_Block;

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
    g_Block = ExAllocatePool2(POOL_FLAG_PAGED, 64, BLOCK_TAG);
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

    ExFreePoolWithTag(g_Block, BLOCK_TAG);
}
