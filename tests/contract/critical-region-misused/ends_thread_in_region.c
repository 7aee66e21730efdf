/*
 * A thread of its own ends while it is in a critical region.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
KSTART_ROUTINE ThreadMain;

_Use_decl_annotations_
VOID
ThreadMain(
    PVOID StartContext
    )
{
    UNREFERENCED_PARAMETER(StartContext);

    KeEnterCriticalRegion();
    PsTerminateSystemThread(STATUS_SUCCESS);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    HANDLE thread;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(DriverObject);
    UNREFERENCED_PARAMETER(RegistryPath);

    status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, ThreadMain, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    ZwWaitForSingleObject(thread, FALSE, NULL);
    ZwClose(thread);
    return STATUS_SUCCESS;
}
