/*
 * What events, semaphores, mutexes, timers and DPCs are documented to do. Fails with the number of
 * the check that does not hold.
 */
#include <ntddk.h>

#define MS(ms) (-10000LL * (ms))
#define CHECK(condition)      \
    do {                      \
        g_Checks++;           \
        if (!(condition)) {   \
            return FALSE;     \
        }                     \
    } while (0)

KEVENT g_Notification;
KEVENT g_Synchronization;
KSEMAPHORE g_Semaphore;
KMUTEX g_Mutex;
FAST_MUTEX g_FastMutex;
KGUARDED_MUTEX g_GuardedMutex;
KTIMER g_Timer;
KDPC g_Dpc;
KEVENT g_DpcRan;
LONG g_DpcRuns;
PVOID g_DpcArguments[3];
KIRQL g_DpcIrql;
ULONG g_Checks;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static
NTSTATUS
Look(
    PVOID Object
    )
{
    LARGE_INTEGER now;

    now.QuadPart = 0;
    return KeWaitForSingleObject(Object, Executive, KernelMode, FALSE, &now);
}

static
NTSTATUS
LookAtMany(
    ULONG Count,
    PVOID *Objects,
    WAIT_TYPE Type
    )
{
    KWAIT_BLOCK blocks[MAXIMUM_WAIT_OBJECTS];
    LARGE_INTEGER now;

    now.QuadPart = 0;
    return KeWaitForMultipleObjects(Count, Objects, Type, Executive, KernelMode, FALSE, &now, blocks);
}

static
BOOLEAN
Events(
    VOID
    )
{
    KeInitializeEvent(&g_Notification, NotificationEvent, FALSE);
    KeInitializeEvent(&g_Synchronization, SynchronizationEvent, FALSE);

    CHECK(Look(&g_Notification) == STATUS_TIMEOUT);
    CHECK(KeSetEvent(&g_Notification, IO_NO_INCREMENT, FALSE) == 0);
    CHECK(KeSetEvent(&g_Notification, IO_NO_INCREMENT, FALSE) != 0);
    CHECK(Look(&g_Notification) == STATUS_SUCCESS);
    CHECK(Look(&g_Notification) == STATUS_SUCCESS);
    CHECK(KeReadStateEvent(&g_Notification) != 0);
    CHECK(KeResetEvent(&g_Notification) != 0);
    CHECK(KeReadStateEvent(&g_Notification) == 0);

    KeSetEvent(&g_Synchronization, IO_NO_INCREMENT, FALSE);
    CHECK(Look(&g_Synchronization) == STATUS_SUCCESS);
    CHECK(Look(&g_Synchronization) == STATUS_TIMEOUT);
    KeSetEvent(&g_Synchronization, IO_NO_INCREMENT, FALSE);
    KeClearEvent(&g_Synchronization);
    CHECK(Look(&g_Synchronization) == STATUS_TIMEOUT);
    return TRUE;
}

static
BOOLEAN
SemaphoresAndMutexes(
    VOID
    )
{
    KeInitializeSemaphore(&g_Semaphore, 1, 3);
    CHECK(KeReleaseSemaphore(&g_Semaphore, IO_NO_INCREMENT, 2, FALSE) == 1);
    CHECK(KeReadStateSemaphore(&g_Semaphore) == 3);
    CHECK(Look(&g_Semaphore) == STATUS_SUCCESS);
    CHECK(Look(&g_Semaphore) == STATUS_SUCCESS);
    CHECK(Look(&g_Semaphore) == STATUS_SUCCESS);
    CHECK(Look(&g_Semaphore) == STATUS_TIMEOUT);

    KeInitializeMutex(&g_Mutex, 0);
    CHECK(KeReadStateMutex(&g_Mutex) == 1);
    CHECK(Look(&g_Mutex) == STATUS_SUCCESS);
    CHECK(Look(&g_Mutex) == STATUS_SUCCESS);
    CHECK(KeReleaseMutex(&g_Mutex, FALSE) != 0);
    CHECK(KeReleaseMutex(&g_Mutex, FALSE) == 0);
    CHECK(KeReadStateMutex(&g_Mutex) == 1);

    ExInitializeFastMutex(&g_FastMutex);
    ExAcquireFastMutex(&g_FastMutex);
    CHECK(KeGetCurrentIrql() == APC_LEVEL);
    CHECK(!ExTryToAcquireFastMutex(&g_FastMutex));
    ExReleaseFastMutex(&g_FastMutex);
    CHECK(KeGetCurrentIrql() == PASSIVE_LEVEL);
    CHECK(ExTryToAcquireFastMutex(&g_FastMutex));
    ExReleaseFastMutex(&g_FastMutex);
    KeEnterCriticalRegion();
    ExAcquireFastMutexUnsafe(&g_FastMutex);
    CHECK(KeGetCurrentIrql() == PASSIVE_LEVEL);
    ExReleaseFastMutexUnsafe(&g_FastMutex);
    KeLeaveCriticalRegion();

    KeInitializeGuardedMutex(&g_GuardedMutex);
    KeAcquireGuardedMutex(&g_GuardedMutex);
    CHECK(!KeTryToAcquireGuardedMutex(&g_GuardedMutex));
    KeReleaseGuardedMutex(&g_GuardedMutex);
    return TRUE;
}

static
BOOLEAN
ManyObjects(
    VOID
    )
{
    PVOID objects[4];

    objects[0] = &g_Notification;
    objects[1] = &g_Synchronization;
    objects[2] = &g_Semaphore;
    objects[3] = &g_Mutex;

    KeClearEvent(&g_Notification);
    CHECK(LookAtMany(3, objects, WaitAny) == STATUS_TIMEOUT);
    KeReleaseSemaphore(&g_Semaphore, IO_NO_INCREMENT, 1, FALSE);
    KeSetEvent(&g_Synchronization, IO_NO_INCREMENT, FALSE);
    CHECK(LookAtMany(4, objects, WaitAll) == STATUS_TIMEOUT);
    CHECK(KeReadStateEvent(&g_Synchronization) != 0);
    CHECK(KeReadStateSemaphore(&g_Semaphore) == 1);
    CHECK(LookAtMany(3, objects, WaitAny) == STATUS_WAIT_1);
    CHECK(LookAtMany(3, objects, WaitAny) == STATUS_WAIT_2);

    KeReleaseSemaphore(&g_Semaphore, IO_NO_INCREMENT, 1, FALSE);
    KeSetEvent(&g_Synchronization, IO_NO_INCREMENT, FALSE);
    KeSetEvent(&g_Notification, IO_NO_INCREMENT, FALSE);
    CHECK(LookAtMany(4, objects, WaitAll) == STATUS_SUCCESS);
    CHECK(KeReadStateEvent(&g_Notification) != 0);
    CHECK(KeReadStateEvent(&g_Synchronization) == 0);
    CHECK(KeReadStateSemaphore(&g_Semaphore) == 0);
    KeReleaseMutex(&g_Mutex, FALSE);
    return TRUE;
}

static
VOID
NoteDpc(
    PKDPC Dpc,
    PVOID DeferredContext,
    PVOID SystemArgument1,
    PVOID SystemArgument2
    )
{
    UNREFERENCED_PARAMETER(Dpc);

    g_DpcIrql = KeGetCurrentIrql();
    g_DpcArguments[0] = DeferredContext;
    g_DpcArguments[1] = SystemArgument1;
    g_DpcArguments[2] = SystemArgument2;
    InterlockedIncrement(&g_DpcRuns);
    KeSetEvent(&g_DpcRan, IO_NO_INCREMENT, FALSE);
}

static
BOOLEAN
Dpcs(
    VOID
    )
{
    KeInitializeEvent(&g_DpcRan, SynchronizationEvent, FALSE);
    KeInitializeDpc(&g_Dpc, NoteDpc, &g_Dpc);
    CHECK(!KeRemoveQueueDpc(&g_Dpc));
    CHECK(KeInsertQueueDpc(&g_Dpc, &g_Timer, &g_Mutex));
    KeFlushQueuedDpcs();
    CHECK(g_DpcRuns == 1);
    CHECK(g_DpcIrql == DISPATCH_LEVEL);
    CHECK(g_DpcArguments[0] == &g_Dpc && g_DpcArguments[1] == &g_Timer && g_DpcArguments[2] == &g_Mutex);
    CHECK(Look(&g_DpcRan) == STATUS_SUCCESS);
    return TRUE;
}

static
BOOLEAN
Timers(
    VOID
    )
{
    LARGE_INTEGER due;
    LARGE_INTEGER before;
    LARGE_INTEGER after;

    KeInitializeTimer(&g_Timer);
    due.QuadPart = MS(3600000);
    CHECK(!KeSetTimer(&g_Timer, due, NULL));
    CHECK(KeSetTimer(&g_Timer, due, &g_Dpc));
    CHECK(!KeReadStateTimer(&g_Timer));
    CHECK(KeCancelTimer(&g_Timer));
    CHECK(!KeCancelTimer(&g_Timer));

    due.QuadPart = MS(1);
    CHECK(!KeSetTimer(&g_Timer, due, &g_Dpc));
    CHECK(KeWaitForSingleObject(&g_Timer, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
    CHECK(KeReadStateTimer(&g_Timer));
    KeFlushQueuedDpcs();
    CHECK(g_DpcRuns == 2);
    CHECK(Look(&g_DpcRan) == STATUS_SUCCESS);

    KeInitializeTimerEx(&g_Timer, SynchronizationTimer);
    CHECK(!KeSetTimerEx(&g_Timer, due, 1, &g_Dpc));
    CHECK(KeWaitForSingleObject(&g_DpcRan, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
    CHECK(KeWaitForSingleObject(&g_DpcRan, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
    CHECK(KeCancelTimer(&g_Timer));
    KeFlushQueuedDpcs();

    /* An absolute time that has passed is due at once, one that lies ahead is not. */
    KeInitializeTimer(&g_Timer);
    KeQuerySystemTime(&before);
    CHECK(!KeSetTimer(&g_Timer, before, NULL));
    CHECK(KeWaitForSingleObject(&g_Timer, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
    due.QuadPart = before.QuadPart + 3600LL * 10000000;
    CHECK(!KeSetTimer(&g_Timer, due, NULL));
    CHECK(KeCancelTimer(&g_Timer));

    before = KeQueryPerformanceCounter(&after);
    CHECK(after.QuadPart > 0);
    due.QuadPart = MS(2);
    CHECK(KeDelayExecutionThread(KernelMode, FALSE, &due) == STATUS_SUCCESS);
    after = KeQueryPerformanceCounter(NULL);
    CHECK(after.QuadPart > before.QuadPart);
    KeClearEvent(&g_Notification);
    CHECK(KeWaitForSingleObject(&g_Notification, Executive, KernelMode, FALSE, &due) == STATUS_TIMEOUT);
    return TRUE;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    if (Events() && SemaphoresAndMutexes() && ManyObjects() && Dpcs() && Timers()) {
        return STATUS_SUCCESS;
    }

    KeCancelTimer(&g_Timer);
    KeFlushQueuedDpcs();
    DbgPrint("check %lu does not hold\n", g_Checks);
    return STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
