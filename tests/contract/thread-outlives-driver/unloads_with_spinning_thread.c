/*
 * Its thread never waits for anything; the unload routine has forgotten it.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

volatile ULONG g_Rounds;
KEVENT g_Begun;

static
VOID
Spin(
    PVOID StartContext
    )
{
    UNREFERENCED_PARAMETER(StartContext);

    KeSetEvent(&g_Begun, IO_NO_INCREMENT, FALSE);
    for (;;) {
        g_Rounds++;
    }
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

    KeInitializeEvent(&g_Begun, NotificationEvent, FALSE);
    status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, Spin, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    ZwClose(handle);

    /* One that has not begun never does. */
    KeWaitForSingleObject(&g_Begun, Executive, KernelMode, FALSE, NULL);

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
