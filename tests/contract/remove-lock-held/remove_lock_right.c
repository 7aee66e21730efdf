/*
 * A thread uses a device while it is to go.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

IO_REMOVE_LOCK g_Lock;
KEVENT g_Acquired;
KEVENT g_MayRelease;
LONG g_IsReleased;

static
VOID
Use(
    PVOID StartContext
    )
{
    LARGE_INTEGER interval;

    IoAcquireRemoveLock(&g_Lock, StartContext);
    KeSetEvent(&g_Acquired, IO_NO_INCREMENT, FALSE);
    KeWaitForSingleObject(&g_MayRelease, Executive, KernelMode, FALSE, NULL);

    interval.QuadPart = -200000;
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
    InterlockedExchange(&g_IsReleased, 1);
    IoReleaseRemoveLock(&g_Lock, StartContext);
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
    BOOLEAN right;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeEvent(&g_Acquired, NotificationEvent, FALSE);
    KeInitializeEvent(&g_MayRelease, NotificationEvent, FALSE);
    IoInitializeRemoveLock(&g_Lock, 'kcoL', 0, 0);

    status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, Use, &handle);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    KeWaitForSingleObject(&g_Acquired, Executive, KernelMode, FALSE, NULL);

    right = IoAcquireRemoveLock(&g_Lock, NULL) == STATUS_SUCCESS;
    KeSetEvent(&g_MayRelease, IO_NO_INCREMENT, FALSE);
    IoReleaseRemoveLockAndWait(&g_Lock, NULL);
    right = right && g_IsReleased == 1;
    right = right && IoAcquireRemoveLock(&g_Lock, NULL) == STATUS_DELETE_PENDING;

    ZwWaitForSingleObject(handle, FALSE, NULL);
    ZwClose(handle);
    if (!right) {
        return STATUS_UNSUCCESSFUL;
    }

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
