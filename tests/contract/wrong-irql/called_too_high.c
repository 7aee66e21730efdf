/*
 * Deletes a symbolic link at DISPATCH_LEVEL.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\DosDevices\\CalledTooHigh");
    KIRQL oldIrql;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeRaiseIrql(DISPATCH_LEVEL, &oldIrql);
    IoDeleteSymbolicLink((PUNICODE_STRING)&name);
    KeLowerIrql(oldIrql);

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
