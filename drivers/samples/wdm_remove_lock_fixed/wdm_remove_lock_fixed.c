/*++

Module Name:

    wdm_remove_lock_fixed.c

Abstract:

    A driver that protects its device with a remove lock: each use of the
    device acquires it, and the device is deleted when all have released it.

    DriverEntry tries the device once, and goes on when that fails.
    When it fails for lack of memory, the remove lock is
    released all the same.

    wdm_remove_lock_leaky is the same driver with a mistake.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define LOCK_TAG   'kcoL'
#define BUFFER_TAG 'fuBT'

typedef struct _DEVICE_EXTENSION {
    IO_REMOVE_LOCK RemoveLock;
    ULONG Tries;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

PDEVICE_OBJECT g_Device;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static
VOID
TryDevice(
    PDEVICE_EXTENSION Extension
    )
/*++

Routine Description:

    Uses the device once.

Arguments:

    Extension - our device's extension.

--*/
{
    NTSTATUS status;
    PVOID buffer;

    status = IoAcquireRemoveLock(&Extension->RemoveLock, Extension);
    if (!NT_SUCCESS(status)) {
        return;
    }

    buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 512, BUFFER_TAG);
    if (buffer == NULL) {
        IoReleaseRemoveLock(&Extension->RemoveLock, Extension);
        return;
    }

    Extension->Tries++;
    ExFreePoolWithTag(buffer, BUFFER_TAG);

    IoReleaseRemoveLock(&Extension->RemoveLock, Extension);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the device.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - not used.

Return Value:

    STATUS_SUCCESS, or the status of IoCreateDevice.

--*/
{
    PDEVICE_EXTENSION extension;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    status = IoCreateDevice(DriverObject, sizeof(*extension), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
                            &g_Device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    extension = (PDEVICE_EXTENSION)g_Device->DeviceExtension;
    IoInitializeRemoveLock(&extension->RemoveLock, LOCK_TAG, 0, 0);
    TryDevice(extension);

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Waits until nobody uses the device, and deletes it.

Arguments:

    DriverObject - our driver object.

--*/
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)g_Device->DeviceExtension;
    NTSTATUS status;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    status = IoAcquireRemoveLock(&extension->RemoveLock, g_Device);
    if (NT_SUCCESS(status)) {
        IoReleaseRemoveLockAndWait(&extension->RemoveLock, g_Device);
    }
    IoDeleteDevice(g_Device);
}
