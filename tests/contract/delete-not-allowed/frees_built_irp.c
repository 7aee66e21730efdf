/*
 * Builds a request and frees it, which the I/O manager does when it is completed.
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
    PDEVICE_OBJECT device;
    PIRP irp;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    irp = IoBuildSynchronousFsdRequest(IRP_MJ_FLUSH_BUFFERS, device, NULL, 0, NULL, NULL, NULL);
    if (irp != NULL) {
        IoFreeIrp(irp);
    }

    IoDeleteDevice(device);
    return STATUS_UNSUCCESSFUL;
}
