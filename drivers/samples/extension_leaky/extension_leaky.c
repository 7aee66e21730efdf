/*++

Module Name:

    extension_leaky.c

Abstract:

    A driver without global variables: what it needs for as long as it is
    loaded is in an extension of its driver object, found by an address that
    only this driver uses as an id.

    DriverUnload takes it that what the extension points to is freed with it.

    extension_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define LOG_TAG  ' goL'
#define LOG_SIZE 512

typedef struct _EXTENSION {
    PDEVICE_OBJECT DeviceObject;
    PUCHAR Log;
} EXTENSION, *PEXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, DriverUnload)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Allocates the extension, the log that it points to, and a device.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    PEXTENSION extension;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    status = IoAllocateDriverObjectExtension(DriverObject,
                                             (PVOID)DriverEntry,
                                             sizeof(EXTENSION),
                                             (PVOID *)&extension);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    extension->Log = (PUCHAR)ExAllocatePool2(POOL_FLAG_NON_PAGED, LOG_SIZE, LOG_TAG);
    if (extension->Log == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = IoCreateDevice(DriverObject,
                            0,
                            NULL,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            FALSE,
                            &extension->DeviceObject);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(extension->Log, LOG_TAG);
        return status;
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Undoes what DriverEntry did. The extension itself is freed with the driver
    object.

Arguments:

    DriverObject - our driver object.

--*/
{
    PEXTENSION extension;

    PAGED_CODE();

    extension = (PEXTENSION)IoGetDriverObjectExtension(DriverObject, (PVOID)DriverEntry);

    IoDeleteDevice(extension->DeviceObject);

    //
    // The mistake: the extension goes with the driver object, but the log,
    // which is only pointed to by it, does not.
    //
}
