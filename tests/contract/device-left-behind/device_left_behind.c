/*
 * Creates a device and a name for it. DriverUnload deletes the name only, and so does nobody
 * when the name cannot be made.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

DECLARE_CONST_UNICODE_STRING(g_DeviceName, L"\\Device\\LeftBehind");
DECLARE_CONST_UNICODE_STRING(g_LinkName, L"\\DosDevices\\LeftBehind");

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PDEVICE_OBJECT device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    status = IoCreateDevice(DriverObject, 16, (PUNICODE_STRING)&g_DeviceName, FILE_DEVICE_UNKNOWN,
                            0, FALSE, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return IoCreateSymbolicLink((PUNICODE_STRING)&g_LinkName, (PUNICODE_STRING)&g_DeviceName);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    IoDeleteSymbolicLink((PUNICODE_STRING)&g_LinkName);
}
