/*
 * A cancel-safe queue whose requests are removed, cancelled, and cancelled while they are removed: a DPC
 * cancels what the queue's own PeekNextIrp has found, and is waited for until its cancellation has begun.
 */
#include "start_io_driver.h"

#define REQUESTS 5

IO_CSQ_INSERT_IRP InsertIrp;
IO_CSQ_REMOVE_IRP RemoveIrp;
IO_CSQ_PEEK_NEXT_IRP PeekNextIrp;
IO_CSQ_ACQUIRE_LOCK AcquireLock;
IO_CSQ_RELEASE_LOCK ReleaseLock;
IO_CSQ_COMPLETE_CANCELED_IRP CompleteCanceledIrp;
KDEFERRED_ROUTINE CancelInDpc;

static IO_CSQ g_Csq;
static LIST_ENTRY g_List;
static KSPIN_LOCK g_Lock;
static KDPC g_Dpc;
static BOOLEAN g_IsRace;
static LONG g_HasBegun;
static PIRP g_Irps[REQUESTS];

static ULONG NumberOf(PIRP Irp)
{
    ULONG i;

    for (i = 0; i < REQUESTS && g_Irps[i] != Irp; i++) {
    }
    return i + 1;
}

_Use_decl_annotations_
VOID
InsertIrp(
    PIO_CSQ Csq,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(Csq);

    InsertTailList(&g_List, &Irp->Tail.Overlay.ListEntry);
}

_Use_decl_annotations_
VOID
RemoveIrp(
    PIO_CSQ Csq,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(Csq);

    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
}

_Use_decl_annotations_
PIRP
PeekNextIrp(
    PIO_CSQ Csq,
    PIRP Irp,
    PVOID PeekContext
    )
{
    PLIST_ENTRY entry = Irp == NULL ? g_List.Flink : Irp->Tail.Overlay.ListEntry.Flink;
    PIRP next;

    UNREFERENCED_PARAMETER(Csq);
    UNREFERENCED_PARAMETER(PeekContext);

    if (entry == &g_List) {
        return NULL;
    }
    next = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);
    if (g_IsRace && Irp == NULL) {
        KeInsertQueueDpc(&g_Dpc, next, NULL);
        while (InterlockedCompareExchange(&g_HasBegun, 0, 0) == 0) {
            KeStallExecutionProcessor(10);
        }
    }
    return next;
}

_Use_decl_annotations_
VOID
AcquireLock(
    PIO_CSQ Csq,
    PKIRQL Irql
    )
{
    UNREFERENCED_PARAMETER(Csq);

    /* Only the DPC is at DISPATCH_LEVEL: the request has no cancel routine any more. */
    if (KeGetCurrentIrql() == DISPATCH_LEVEL) {
        InterlockedExchange(&g_HasBegun, 1);
    }
    KeAcquireSpinLock(&g_Lock, Irql);
}

_Use_decl_annotations_
VOID
ReleaseLock(
    PIO_CSQ Csq,
    KIRQL Irql
    )
{
    UNREFERENCED_PARAMETER(Csq);

    KeReleaseSpinLock(&g_Lock, Irql);
}

_Use_decl_annotations_
VOID
CompleteCanceledIrp(
    PIO_CSQ Csq,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(Csq);

    Say(100 + NumberOf(Irp));
}

_Use_decl_annotations_
VOID
CancelInDpc(
    PKDPC Dpc,
    PVOID DeferredContext,
    PVOID SystemArgument1,
    PVOID SystemArgument2
    )
{
    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(DeferredContext);
    UNREFERENCED_PARAMETER(SystemArgument2);

    IoCancelIrp((PIRP)SystemArgument1);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status = CreateDevice(DriverObject);
    IO_CSQ_IRP_CONTEXT context;
    PIRP irp;
    ULONG i;

    UNREFERENCED_PARAMETER(RegistryPath);

    if (!NT_SUCCESS(status)) {
        return status;
    }
    InitializeListHead(&g_List);
    KeInitializeSpinLock(&g_Lock);
    KeInitializeDpc(&g_Dpc, CancelInDpc, NULL);
    IoCsqInitialize(&g_Csq, InsertIrp, RemoveIrp, PeekNextIrp, AcquireLock, ReleaseLock,
                    CompleteCanceledIrp);
    for (i = 0; i < REQUESTS; i++) {
        g_Irps[i] = AllocateRequest(DriverObject->DeviceObject);
    }

    /* 5 is cancelled before; 2 is cancelled, 1 is removed, and cancelled in vain. */
    g_Irps[4]->Cancel = TRUE;
    for (i = 0; i < REQUESTS; i++) {
        IoCsqInsertIrp(&g_Csq, g_Irps[i], i == 3 ? &context : NULL);
    }
    IoCancelIrp(g_Irps[1]);
    irp = IoCsqRemoveNextIrp(&g_Csq, NULL);
    if (irp != NULL && !IoCancelIrp(irp)) {
        Say(NumberOf(irp));
    }

    /* 3 is found, but its cancellation has begun: 4 is next. */
    g_IsRace = TRUE;
    irp = IoCsqRemoveNextIrp(&g_Csq, NULL);
    g_IsRace = FALSE;
    KeFlushQueuedDpcs();
    if (irp != NULL) {
        Say(NumberOf(irp));
    }

    /* None is left, nor is 4 there any more. */
    if (IoCsqRemoveNextIrp(&g_Csq, NULL) == NULL && IoCsqRemoveIrp(&g_Csq, &context) == NULL) {
        Say(200);
    }

    for (i = 0; i < REQUESTS; i++) {
        IoFreeIrp(g_Irps[i]);
    }
    return status;
}
