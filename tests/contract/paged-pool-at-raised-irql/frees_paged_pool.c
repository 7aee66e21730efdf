/*
 * Frees paged pool at DISPATCH_LEVEL.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

#define BLOCK_TAG 'kolB'

PVOID g_Block;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    g_Block = ExAllocatePool2(POOL_FLAG_PAGED, 64, BLOCK_TAG);
    if (g_Block == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    KIRQL oldIrql;

    UNREFERENCED_PARAMETER(DriverObject);

    KeRaiseIrql(DISPATCH_LEVEL, &oldIrql);
    ExFreePoolWithTag(g_Block, BLOCK_TAG);
    KeLowerIrql(oldIrql);
}
