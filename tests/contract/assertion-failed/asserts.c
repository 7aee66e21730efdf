/*
 * Asserts what does not hold.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    ASSERT(DriverObject != NULL);
    ASSERT(DriverObject->DeviceObject != NULL);

    return STATUS_SUCCESS;
}
