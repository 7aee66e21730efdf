/*++

Module Name:

    wdm_timer_leaky.c

Abstract:

    A driver that counts the seconds since it was loaded, with a periodic
    timer and its DPC.

    DriverEntry sets the timer, then creates the device that would be asked
    for the count. When that fails, it returns: the timer is still
    set, and when it expires, the system calls a DPC routine that is not in
    memory any more.

    wdm_timer_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define PERIOD_MS 1000
#define RELATIVE_MS(ms) (-10000LL * (ms))

KTIMER g_Timer;
KDPC g_TimerDpc;
LONG g_Seconds;
PDEVICE_OBJECT g_Device;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
KDEFERRED_ROUTINE CountSecond;

_Use_decl_annotations_
VOID
CountSecond(
    PKDPC Dpc,
    PVOID DeferredContext,
    PVOID SystemArgument1,
    PVOID SystemArgument2
    )
/*++

Routine Description:

    Runs each time that the timer expires, at DISPATCH_LEVEL.

--*/
{
    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(DeferredContext);
    UNREFERENCED_PARAMETER(SystemArgument1);
    UNREFERENCED_PARAMETER(SystemArgument2);

    InterlockedIncrement(&g_Seconds);
}

static
VOID
StopTimer(
    VOID
    )
/*++

Routine Description:

    Cancels the timer. Its DPC may be queued or running nevertheless, so
    this waits until no DPC is.

--*/
{
    KeCancelTimer(&g_Timer);
    KeFlushQueuedDpcs();
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Starts the timer and creates the device.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - not used.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    LARGE_INTEGER dueTime;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeDpc(&g_TimerDpc, CountSecond, NULL);
    KeInitializeTimer(&g_Timer);

    dueTime.QuadPart = RELATIVE_MS(PERIOD_MS);
    KeSetTimerEx(&g_Timer, dueTime, PERIOD_MS, &g_TimerDpc);

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &g_Device);
    if (!NT_SUCCESS(status)) {
        //
        // The mistake: the timer is still set.
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
    StopTimer();
}
