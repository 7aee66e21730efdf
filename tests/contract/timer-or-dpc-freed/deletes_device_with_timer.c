/*
 * Deletes a device whose extension holds a timer that is set.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

typedef struct _EXTENSION {
    ULONG Count;
    KTIMER Timer;
} EXTENSION, *PEXTENSION;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PDEVICE_OBJECT device;
    PEXTENSION extension;
    LARGE_INTEGER dueTime;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    status = IoCreateDevice(DriverObject, sizeof(*extension), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    extension = (PEXTENSION)device->DeviceExtension;
    KeInitializeTimer(&extension->Timer);
    dueTime.QuadPart = -3600LL * 10000000;
    KeSetTimer(&extension->Timer, dueTime, NULL);
    IoDeleteDevice(device);

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
