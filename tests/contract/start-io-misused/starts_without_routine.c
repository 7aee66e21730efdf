/*
 * Starts a request, and has no StartIo routine.
 */
#include "start_io_driver.h"

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status = CreateDevice(DriverObject);

    UNREFERENCED_PARAMETER(RegistryPath);

    if (NT_SUCCESS(status)) {
        IoStartPacket(DriverObject->DeviceObject, AllocateRequest(DriverObject->DeviceObject), NULL,
                      NULL);
    }
    return status;
}
