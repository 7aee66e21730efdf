/*
 * A DPC, the DPC of a timer, and system threads, one of which ends by a call: each has run, and has
 * returned, before the next is started.
 */
#include <ntddk.h>

typedef struct _RUN {
    KEVENT HasBegun;
    KEVENT Go;
} RUN, *PRUN;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
KDEFERRED_ROUTINE QueuedDpc;
KDEFERRED_ROUTINE TimerDpc;
KSTART_ROUTINE Return;
KSTART_ROUTINE Terminate;

_Use_decl_annotations_
VOID
QueuedDpc(
    PKDPC Dpc,
    PVOID DeferredContext,
    PVOID SystemArgument1,
    PVOID SystemArgument2
    )
{
    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(DeferredContext);
    UNREFERENCED_PARAMETER(SystemArgument1);
    UNREFERENCED_PARAMETER(SystemArgument2);
}

_Use_decl_annotations_
VOID
TimerDpc(
    PKDPC Dpc,
    PVOID DeferredContext,
    PVOID SystemArgument1,
    PVOID SystemArgument2
    )
{
    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(SystemArgument1);
    UNREFERENCED_PARAMETER(SystemArgument2);
    KeSetEvent((PRKEVENT)DeferredContext, IO_NO_INCREMENT, FALSE);
}

static
DECLSPEC_NOINLINE
VOID
WaitToGo(
    _Inout_ PRUN Run
    )
{
    KeSetEvent(&Run->HasBegun, IO_NO_INCREMENT, FALSE);
    KeWaitForSingleObject(&Run->Go, Executive, KernelMode, FALSE, NULL);
}

_Use_decl_annotations_
VOID
Return(
    PVOID StartContext
    )
{
    WaitToGo((PRUN)StartContext);
}

_Use_decl_annotations_
VOID
Terminate(
    PVOID StartContext
    )
{
    WaitToGo((PRUN)StartContext);
    PsTerminateSystemThread(STATUS_SUCCESS);
}

static
VOID
RunDpcs(
    VOID
    )
{
    LARGE_INTEGER dueTime;
    KEVENT hasRun;
    KTIMER timer;
    KDPC dpc;

    KeInitializeDpc(&dpc, QueuedDpc, NULL);
    KeInsertQueueDpc(&dpc, NULL, NULL);
    KeFlushQueuedDpcs();

    KeInitializeEvent(&hasRun, NotificationEvent, FALSE);
    KeInitializeDpc(&dpc, TimerDpc, &hasRun);
    KeInitializeTimer(&timer);
    dueTime.QuadPart = -10000;
    KeSetTimer(&timer, dueTime, &dpc);
    KeWaitForSingleObject(&hasRun, Executive, KernelMode, FALSE, NULL);
    KeFlushQueuedDpcs();
}

static
DECLSPEC_NOINLINE
NTSTATUS
RunThread(
    _In_ PKSTART_ROUTINE StartRoutine
    )
{
    NTSTATUS status;
    HANDLE handle;
    PVOID thread;
    RUN run;

    KeInitializeEvent(&run.HasBegun, NotificationEvent, FALSE);
    KeInitializeEvent(&run.Go, NotificationEvent, FALSE);
    status = PsCreateSystemThread(&handle,
                                  THREAD_ALL_ACCESS,
                                  NULL,
                                  NULL,
                                  NULL,
                                  StartRoutine,
                                  &run);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    KeWaitForSingleObject(&run.HasBegun, Executive, KernelMode, FALSE, NULL);

    status = ObReferenceObjectByHandle(handle,
                                       THREAD_ALL_ACCESS,
                                       *PsThreadType,
                                       KernelMode,
                                       &thread,
                                       NULL);
    KeSetEvent(&run.Go, IO_NO_INCREMENT, FALSE);
    if (NT_SUCCESS(status)) {
        KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL);
        ObDereferenceObject(thread);
    }
    ZwClose(handle);
    return status;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);
    DriverObject->DriverUnload = DriverUnload;

    RunDpcs();
    status = RunThread(Return);
    if (NT_SUCCESS(status)) {
        status = RunThread(Terminate);
    }

    return status;
}
