/*
 * Allocates two extensions of its driver object, and then one more of the first one's id; finds both
 * by their ids, and none by another; then keeps one of them for unload.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

ULONG g_Ids[3];

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status;
    PVOID one;
    PVOID other;
    PVOID again;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    status = IoAllocateDriverObjectExtension(DriverObject, &g_Ids[0], 24, &one);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = IoAllocateDriverObjectExtension(DriverObject, &g_Ids[1], 40, &other);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = IoAllocateDriverObjectExtension(DriverObject, &g_Ids[0], 24, &again);
    if (status != STATUS_OBJECT_NAME_COLLISION || again != NULL) {
        return STATUS_UNSUCCESSFUL;
    }
    if (IoGetDriverObjectExtension(DriverObject, &g_Ids[0]) != one ||
        IoGetDriverObjectExtension(DriverObject, &g_Ids[1]) != other ||
        IoGetDriverObjectExtension(DriverObject, &g_Ids[2]) != NULL) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    *(PULONG)IoGetDriverObjectExtension(DriverObject, &g_Ids[0]) = 1;
}
