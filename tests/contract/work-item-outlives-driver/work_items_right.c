/*
 * Work items of each kind, one that queues itself again, and one that frees itself. Fails when a
 * routine did not run as often as it should have, or at another IRQL than PASSIVE_LEVEL.
 */
#include <ntddk.h>

#define ITEM_TAG    'metI'
#define AGAIN_COUNT 5

WORK_QUEUE_ITEM g_Plain;
PIO_WORKITEM g_Again;
PIO_WORKITEM g_Initialized;
KEVENT g_PlainRan;
KEVENT g_AgainRan;
KEVENT g_InitializedRan;
KEVENT g_LastRan;
LONG g_AgainRuns;
LONG g_WrongIrql;
PDEVICE_OBJECT g_Device;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static
VOID
CheckIrql(
    VOID
    )
{
    if (KeGetCurrentIrql() != PASSIVE_LEVEL) {
        InterlockedIncrement(&g_WrongIrql);
    }
}

static
VOID
RunPlain(
    PVOID Parameter
    )
{
    CheckIrql();
    KeSetEvent((PKEVENT)Parameter, IO_NO_INCREMENT, FALSE);

    /* The driver waits for this routine by more than the event. */
    KeWaitForSingleObject(&g_LastRan, Executive, KernelMode, FALSE, NULL);
}

static
VOID
RunAgain(
    PDEVICE_OBJECT DeviceObject,
    PVOID Context
    )
{
    CheckIrql();
    if (DeviceObject != g_Device) {
        InterlockedIncrement(&g_WrongIrql);
    }
    if (InterlockedIncrement(&g_AgainRuns) < AGAIN_COUNT) {
        IoQueueWorkItem(g_Again, RunAgain, DelayedWorkQueue, Context);
    } else {
        KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
    }
}

static
VOID
RunInitialized(
    PVOID IoObject,
    PVOID Context,
    PIO_WORKITEM IoWorkItem
    )
{
    CheckIrql();
    if (IoObject != g_Device || IoWorkItem != g_Initialized) {
        InterlockedIncrement(&g_WrongIrql);
    }
    KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
}

static
VOID
RunAndFree(
    PVOID IoObject,
    PVOID Context,
    PIO_WORKITEM IoWorkItem
    )
{
    UNREFERENCED_PARAMETER(IoObject);
    UNREFERENCED_PARAMETER(Context);

    CheckIrql();
    IoFreeWorkItem(IoWorkItem);
    KeSetEvent(&g_LastRan, IO_NO_INCREMENT, FALSE);
}

static
VOID
WaitFor(
    PKEVENT Event
    )
{
    KeWaitForSingleObject(Event, Executive, KernelMode, FALSE, NULL);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PIO_WORKITEM last;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeEvent(&g_PlainRan, NotificationEvent, FALSE);
    KeInitializeEvent(&g_AgainRan, NotificationEvent, FALSE);
    KeInitializeEvent(&g_InitializedRan, NotificationEvent, FALSE);
    KeInitializeEvent(&g_LastRan, NotificationEvent, FALSE);

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &g_Device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    g_Again = IoAllocateWorkItem(g_Device);
    g_Initialized = (PIO_WORKITEM)ExAllocatePool2(POOL_FLAG_NON_PAGED, IoSizeofWorkItem(), ITEM_TAG);
    last = IoAllocateWorkItem(g_Device);

    IoQueueWorkItem(g_Again, RunAgain, DelayedWorkQueue, &g_AgainRan);
    WaitFor(&g_AgainRan);
    IoFreeWorkItem(g_Again);

    IoInitializeWorkItem(g_Device, g_Initialized);
    IoQueueWorkItemEx(g_Initialized, RunInitialized, CriticalWorkQueue, &g_InitializedRan);
    WaitFor(&g_InitializedRan);
    IoUninitializeWorkItem(g_Initialized);
    ExFreePoolWithTag(g_Initialized, ITEM_TAG);

    /* This one blocks a worker thread, and the next one gets another. */
    ExInitializeWorkItem(&g_Plain, RunPlain, &g_PlainRan);
    ExQueueWorkItem(&g_Plain, DelayedWorkQueue);
    WaitFor(&g_PlainRan);
    IoQueueWorkItemEx(last, RunAndFree, DelayedWorkQueue, NULL);
    WaitFor(&g_LastRan);

    return g_AgainRuns == AGAIN_COUNT && g_WrongIrql == 0 ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    LARGE_INTEGER interval;

    UNREFERENCED_PARAMETER(DriverObject);

    /* ExQueueWorkItem gives no way to wait for the very end of its routine. */
    interval.QuadPart = -5000000;
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
    IoDeleteDevice(g_Device);
}
