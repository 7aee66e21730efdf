/*++

Module Name:

    wdm_thread_leaky.c

Abstract:

    A driver with a system thread that looks after its device from time to
    time.

    DriverEntry starts the thread, then creates the device. When that fails, it
    returns: the thread runs on, in a driver that is not in memory any more.

    wdm_thread_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define RELATIVE_MS(ms) (-10000LL * (ms))

KEVENT g_StopEvent;
PVOID g_Thread;
PDEVICE_OBJECT g_Device;
LONG g_Rounds;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
KSTART_ROUTINE WatchThread;

_Use_decl_annotations_
VOID
WatchThread(
    PVOID StartContext
    )
/*++

Routine Description:

    The thread: does its round every 50 ms until it is told to stop.

--*/
{
    LARGE_INTEGER timeout;

    UNREFERENCED_PARAMETER(StartContext);

    timeout.QuadPart = RELATIVE_MS(50);
    while (KeWaitForSingleObject(&g_StopEvent, Executive, KernelMode, FALSE, &timeout) ==
           STATUS_TIMEOUT) {
        InterlockedIncrement(&g_Rounds);
    }

    PsTerminateSystemThread(STATUS_SUCCESS);
}

static
NTSTATUS
StartThread(
    VOID
    )
/*++

Routine Description:

    Starts the thread and keeps a reference to it, by which it can be waited
    for. The handle is not needed for longer.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    HANDLE handle;
    NTSTATUS status;

    KeInitializeEvent(&g_StopEvent, NotificationEvent, FALSE);

    status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, WatchThread, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = ObReferenceObjectByHandle(handle, SYNCHRONIZE, *PsThreadType, KernelMode, &g_Thread, NULL);
    if (!NT_SUCCESS(status)) {
        KeSetEvent(&g_StopEvent, IO_NO_INCREMENT, FALSE);
        ZwWaitForSingleObject(handle, FALSE, NULL);
    }

    ZwClose(handle);
    return status;
}

static
VOID
StopThread(
    VOID
    )
/*++

Routine Description:

    Tells the thread to stop, and waits until it has: then none of our code
    runs in it any more.

--*/
{
    KeSetEvent(&g_StopEvent, IO_NO_INCREMENT, FALSE);
    KeWaitForSingleObject(g_Thread, Executive, KernelMode, FALSE, NULL);
    ObDereferenceObject(g_Thread);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Starts the thread and creates the device.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - not used.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    status = StartThread();
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &g_Device);
    if (!NT_SUCCESS(status)) {
        //
        // The mistake: the thread still runs.
        //
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

    Undoes what DriverEntry did, in reverse order.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    IoDeleteDevice(g_Device);
    StopThread();
}
