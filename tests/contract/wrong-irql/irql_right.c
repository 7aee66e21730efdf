/*
 * What may be done at a raised IRQL, each thing with its counterpart. Fails when a call does not
 * return what it is documented to.
 */
#include <ntddk.h>

#define BLOCK_TAG 'kolB'

typedef struct _BLOCK {
    LIST_ENTRY Link;
    SINGLE_LIST_ENTRY Single;
} BLOCK, *PBLOCK;

KSPIN_LOCK g_Lock;
KSPIN_LOCK g_ListLock;
LIST_ENTRY g_List;
SINGLE_LIST_ENTRY g_Stack;
ULONG g_Sum;
LONG g_Count;
LONG64 g_Wide;
PVOID g_Pointer;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static
BOOLEAN
Levels(
    VOID
    )
{
    KIRQL before;
    KIRQL inner;
    BOOLEAN right;

    right = KeGetCurrentIrql() == PASSIVE_LEVEL;
    KeRaiseIrql(APC_LEVEL, &before);
    right = right && before == PASSIVE_LEVEL && KeGetCurrentIrql() == APC_LEVEL;
    PAGED_CODE();

    inner = KeRaiseIrqlToDpcLevel();
    right = right && inner == APC_LEVEL && KeGetCurrentIrql() == DISPATCH_LEVEL;
    KeRaiseIrql(HIGH_LEVEL, &inner);
    right = right && inner == DISPATCH_LEVEL && KeGetCurrentIrql() == HIGH_LEVEL;
    KeLowerIrql(before);

    return right && KeGetCurrentIrql() == PASSIVE_LEVEL;
}

static
BOOLEAN
SpinLocks(
    VOID
    )
{
    KLOCK_QUEUE_HANDLE handle;
    KLOCK_QUEUE_HANDLE inner;
    KIRQL oldIrql;
    BOOLEAN right;

    KeInitializeSpinLock(&g_Lock);
    KeInitializeSpinLock(&g_ListLock);

    KeAcquireSpinLock(&g_Lock, &oldIrql);
    right = oldIrql == PASSIVE_LEVEL && KeGetCurrentIrql() == DISPATCH_LEVEL;
    right = right && !KeTestSpinLock(&g_Lock) && KeTestSpinLock(&g_ListLock);
    right = right && !KeTryToAcquireSpinLockAtDpcLevel(&g_Lock);
    right = right && KeTryToAcquireSpinLockAtDpcLevel(&g_ListLock);
    KeReleaseSpinLockFromDpcLevel(&g_ListLock);
    KeAcquireSpinLockAtDpcLevel(&g_ListLock);
    KeReleaseSpinLockFromDpcLevel(&g_ListLock);
    KeReleaseSpinLock(&g_Lock, oldIrql);
    right = right && KeGetCurrentIrql() == PASSIVE_LEVEL;

    KeAcquireInStackQueuedSpinLock(&g_Lock, &handle);
    right = right && KeGetCurrentIrql() == DISPATCH_LEVEL;
    KeAcquireInStackQueuedSpinLockAtDpcLevel(&g_ListLock, &inner);
    KeReleaseInStackQueuedSpinLockFromDpcLevel(&inner);
    KeReleaseInStackQueuedSpinLock(&handle);

    return right && KeGetCurrentIrql() == PASSIVE_LEVEL && KeTestSpinLock(&g_Lock);
}

static
BOOLEAN
Lists(
    PBLOCK One,
    PBLOCK Other
    )
{
    BOOLEAN right;

    InitializeListHead(&g_List);
    right = ExInterlockedRemoveHeadList(&g_List, &g_ListLock) == NULL;
    right = right && ExInterlockedInsertHeadList(&g_List, &One->Link, &g_ListLock) == NULL;
    right = right && ExInterlockedInsertTailList(&g_List, &Other->Link, &g_ListLock) == &One->Link;
    right = right && ExInterlockedRemoveHeadList(&g_List, &g_ListLock) == &One->Link;
    right = right && ExInterlockedRemoveHeadList(&g_List, &g_ListLock) == &Other->Link;

    right = right && ExInterlockedPushEntryList(&g_Stack, &One->Single, &g_ListLock) == NULL;
    right = right && ExInterlockedPushEntryList(&g_Stack, &Other->Single, &g_ListLock) == &One->Single;
    right = right && ExInterlockedPopEntryList(&g_Stack, &g_ListLock) == &Other->Single;
    right = right && ExInterlockedPopEntryList(&g_Stack, &g_ListLock) == &One->Single;
    right = right && ExInterlockedPopEntryList(&g_Stack, &g_ListLock) == NULL;

    right = right && ExInterlockedAddUlong(&g_Sum, 7, &g_ListLock) == 0;
    return right && ExInterlockedAddUlong(&g_Sum, 3, &g_ListLock) == 7 && g_Sum == 10;
}

static
BOOLEAN
Counters(
    VOID
    )
{
    BOOLEAN right;

    right = InterlockedIncrement(&g_Count) == 1 && InterlockedDecrement(&g_Count) == 0;
    right = right && InterlockedExchange(&g_Count, 12) == 0;
    right = right && InterlockedExchangeAdd(&g_Count, 3) == 12 && InterlockedAdd(&g_Count, 1) == 16;
    right = right && InterlockedCompareExchange(&g_Count, 5, 4) == 16 && g_Count == 16;
    right = right && InterlockedCompareExchange(&g_Count, 5, 16) == 16 && g_Count == 5;
    right = right && InterlockedOr(&g_Count, 2) == 5 && InterlockedAnd(&g_Count, 6) == 7;
    right = right && InterlockedXor(&g_Count, 6) == 6 && g_Count == 0;
    right = right && InterlockedIncrement64(&g_Wide) == 1 && InterlockedExchangeAdd64(&g_Wide, 1LL << 40) == 1;
    right = right && InterlockedBitTestAndSet(&g_Count, 4) == 0 && g_Count == 16;
    right = right && InterlockedBitTestAndReset(&g_Count, 4) == 1 && g_Count == 0;
    right = right && InterlockedExchangePointer(&g_Pointer, &g_Count) == NULL;
    right = right && InterlockedCompareExchangePointer(&g_Pointer, NULL, &g_Count) == &g_Count;

    return right && g_Pointer == NULL;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PBLOCK block;
    BOOLEAN right;
    KIRQL oldIrql;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    right = Levels();
    right = SpinLocks() && right;

    KeAcquireSpinLock(&g_Lock, &oldIrql);
    block = (PBLOCK)ExAllocatePoolWithTag(NonPagedPoolNx, 2 * sizeof(*block), BLOCK_TAG);
    if (block != NULL) {
        right = Lists(&block[0], &block[1]) && right;
        ExFreePoolWithTag(block, BLOCK_TAG);
    }
    KeReleaseSpinLock(&g_Lock, oldIrql);

    right = Counters() && right;
    return right && block != NULL ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
