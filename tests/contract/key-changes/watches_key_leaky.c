/*
 * Is told of a change, and waits for another one when it is gone.
 */
#include "key-changes/watched_key.h"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status = OpenWatched(RegistryPath);

    if (!NT_SUCCESS(status)) {
        return status;
    }
    DriverObject->DriverUnload = DriverUnload;
    status = Watch();
    if (!NT_SUCCESS(status)) {
        ZwClose(Event);
        ZwClose(Key);
        return status;
    }
    SetValue();
    NT_VERIFY(Result.Status == STATUS_NOTIFY_ENUM_DIR);
    Watch();
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ZwClose(Event);
}
