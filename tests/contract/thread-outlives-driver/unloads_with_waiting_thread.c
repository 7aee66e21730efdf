/*
 * Its thread waits for ever; the unload routine has forgotten it.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

KEVENT g_Never;

static
VOID
Wait(
    PVOID StartContext
    )
{
    UNREFERENCED_PARAMETER(StartContext);

    KeWaitForSingleObject(&g_Never, Executive, KernelMode, FALSE, NULL);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    HANDLE handle;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeEvent(&g_Never, NotificationEvent, FALSE);
    status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, Wait, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    ZwClose(handle);

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
