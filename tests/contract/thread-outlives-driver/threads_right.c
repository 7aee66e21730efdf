/*
 * System threads that wait for each other, count together and own a mutex in turn. Fails when a
 * call does not do what it is documented to.
 */
#include <ntddk.h>

#define THREAD_COUNT 4
#define ROUNDS       500

typedef struct _WORKER {
    HANDLE Handle;
    PVOID Thread;
    BOOLEAN IsRight;
} WORKER, *PWORKER;

WORKER g_Workers[THREAD_COUNT];
KEVENT g_Start;
KMUTEX g_Mutex;
FAST_MUTEX g_FastMutex;
KSPIN_LOCK g_SpinLock;
KSEMAPHORE g_Semaphore;
ULONG g_UnderMutex;
ULONG g_UnderFastMutex;
ULONG g_UnderSpinLock;
LONG g_Interlocked;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static
VOID
Round(
    VOID
    )
{
    KIRQL oldIrql;

    KeWaitForSingleObject(&g_Mutex, Executive, KernelMode, FALSE, NULL);
    g_UnderMutex++;
    KeReleaseMutex(&g_Mutex, FALSE);

    ExAcquireFastMutex(&g_FastMutex);
    g_UnderFastMutex++;
    ExReleaseFastMutex(&g_FastMutex);

    KeAcquireSpinLock(&g_SpinLock, &oldIrql);
    g_UnderSpinLock++;
    KeReleaseSpinLock(&g_SpinLock, oldIrql);

    InterlockedIncrement(&g_Interlocked);
}

static
VOID
Work(
    PVOID StartContext
    )
{
    PWORKER worker = (PWORKER)StartContext;
    ULONG i;

    KeWaitForSingleObject(&g_Start, Executive, KernelMode, FALSE, NULL);
    worker->IsRight = KeGetCurrentIrql() == PASSIVE_LEVEL &&
                      (PVOID)KeGetCurrentThread() == worker->Thread &&
                      (PVOID)PsGetCurrentThread() == worker->Thread;
    for (i = 0; i < ROUNDS; i++) {
        Round();
    }
    KeReleaseSemaphore(&g_Semaphore, IO_NO_INCREMENT, 1, FALSE);

    if (worker == &g_Workers[0]) {
        PsTerminateSystemThread(STATUS_SUCCESS);
        worker->IsRight = FALSE;
    }
}

static
NTSTATUS
StartWorker(
    PWORKER Worker
    )
{
    NTSTATUS status;

    status = PsCreateSystemThread(&Worker->Handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, Work, Worker);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    ObReferenceObjectByHandle(Worker->Handle, SYNCHRONIZE, *PsThreadType, KernelMode, &Worker->Thread, NULL);
    ObReferenceObject(Worker->Thread);
    ObDereferenceObject(Worker->Thread);
    KeSetPriorityThread((PKTHREAD)Worker->Thread, LOW_REALTIME_PRIORITY);
    return STATUS_SUCCESS;
}

static
BOOLEAN
StopWorkers(
    VOID
    )
{
    PVOID threads[THREAD_COUNT];
    KWAIT_BLOCK blocks[THREAD_COUNT];
    BOOLEAN right;
    ULONG i;

    for (i = 0; i < THREAD_COUNT; i++) {
        threads[i] = g_Workers[i].Thread;
    }
    KeSetEvent(&g_Start, IO_NO_INCREMENT, FALSE);
    right = KeWaitForMultipleObjects(THREAD_COUNT, threads, WaitAll, Executive, KernelMode, FALSE,
                                     NULL, blocks) == STATUS_SUCCESS;

    for (i = 0; i < THREAD_COUNT; i++) {
        right = right && g_Workers[i].IsRight;
        right = right && ZwWaitForSingleObject(g_Workers[i].Handle, FALSE, NULL) == STATUS_SUCCESS;
        ObDereferenceObject(g_Workers[i].Thread);
        ZwClose(g_Workers[i].Handle);
    }

    return right && KeReadStateSemaphore(&g_Semaphore) == THREAD_COUNT;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    BOOLEAN right;
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeEvent(&g_Start, NotificationEvent, FALSE);
    KeInitializeMutex(&g_Mutex, 0);
    ExInitializeFastMutex(&g_FastMutex);
    KeInitializeSpinLock(&g_SpinLock);
    KeInitializeSemaphore(&g_Semaphore, 0, THREAD_COUNT);

    for (i = 0; i < THREAD_COUNT; i++) {
        NTSTATUS status = StartWorker(&g_Workers[i]);

        if (!NT_SUCCESS(status)) {
            return status;
        }
    }

    right = StopWorkers();
    right = right && g_UnderMutex == THREAD_COUNT * ROUNDS && g_UnderFastMutex == THREAD_COUNT * ROUNDS;
    right = right && g_UnderSpinLock == THREAD_COUNT * ROUNDS && g_Interlocked == THREAD_COUNT * ROUNDS;

    return right ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
