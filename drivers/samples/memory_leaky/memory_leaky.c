/*++

Module Name:

    memory_leaky.c

Abstract:

    A driver that takes some of each kind of memory that a driver can have:
    paged and non-paged pool, entries of lookaside lists, non-cached and
    contiguous memory.

    DriverUnload frees it. When there is not enough memory for all of it,
    DriverEntry fails, DriverUnload is not called, and what was taken so far
    stays taken.

    memory_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define CONFIGURATION_TAG 'gfnC'
#define STATISTICS_TAG    'tatS'
#define NAME_TAG          'emaN'
#define PACKET_TAG        'tkcP'
#define RECORD_TAG        'droR'

#define RING_SIZE   8192
#define BUFFER_SIZE 4096

typedef struct _CONFIGURATION {
    ULONG Channels;
    ULONG Rate;
    LARGE_INTEGER Started;
} CONFIGURATION, *PCONFIGURATION;

typedef struct _PACKET {
    LIST_ENTRY Link;
    UCHAR Data[80];
} PACKET, *PPACKET;

typedef struct _RECORD {
    ULONG Number;
    WCHAR Text[16];
} RECORD, *PRECORD;

typedef struct _MEMORY {
    PCONFIGURATION Configuration;
    PULONG Statistics;
    PWCH Name;
    LOOKASIDE_LIST_EX Packets;
    BOOLEAN HasPackets;
    PPACKET Packet;
    PAGED_LOOKASIDE_LIST Records;
    BOOLEAN HasRecords;
    PRECORD Record;
    PVOID Ring;
    PVOID Buffer;
} MEMORY;

MEMORY g_Memory;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

NTSTATUS
AllocatePool(
    PCUNICODE_STRING RegistryPath
    );

NTSTATUS
AllocateEntries(
    VOID
    );

NTSTATUS
AllocateBuffers(
    VOID
    );

VOID
FreeMemory(
    VOID
    );

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, AllocatePool)
#pragma alloc_text(INIT, AllocateEntries)
#pragma alloc_text(INIT, AllocateBuffers)
#pragma alloc_text(PAGE, DriverUnload)
#pragma alloc_text(PAGE, FreeMemory)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Takes all the memory that the driver will need.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or STATUS_INSUFFICIENT_RESOURCES when there is not enough
    memory of one kind.

--*/
{
    NTSTATUS status;

    DriverObject->DriverUnload = DriverUnload;

    ExInitializeDriverRuntime(DrvRtPoolNxOptIn);

    status = AllocatePool(RegistryPath);
    if (NT_SUCCESS(status)) {
        status = AllocateEntries();
    }
    if (NT_SUCCESS(status)) {
        status = AllocateBuffers();
    }

    //
    // The mistake: what was allocated before the step that failed is not
    // freed. Nobody else will: DriverUnload is not called now.
    //
    return status;
}

NTSTATUS
AllocatePool(
    PCUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Takes blocks of pool: two that are zeroed, and one that is filled at once.

Arguments:

    RegistryPath - what is copied into the third.

Return Value:

    STATUS_SUCCESS or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    g_Memory.Configuration = (PCONFIGURATION)ExAllocatePool2(POOL_FLAG_NON_PAGED,
                                                             sizeof(CONFIGURATION),
                                                             CONFIGURATION_TAG);
    if (g_Memory.Configuration == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    g_Memory.Statistics = (PULONG)ExAllocatePoolZero(NonPagedPool,
                                                     32 * sizeof(ULONG),
                                                     STATISTICS_TAG);
    if (g_Memory.Statistics == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    g_Memory.Name = (PWCH)ExAllocatePoolWithTag(PagedPool, RegistryPath->Length, NAME_TAG);
    if (g_Memory.Name == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    RtlCopyMemory(g_Memory.Name, RegistryPath->Buffer, RegistryPath->Length);

    return STATUS_SUCCESS;
}

NTSTATUS
AllocateEntries(
    VOID
    )
/*++

Routine Description:

    Initializes two lookaside lists and takes an entry from each.

Return Value:

    STATUS_SUCCESS or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    NTSTATUS status;

    status = ExInitializeLookasideListEx(&g_Memory.Packets,
                                         NULL,
                                         NULL,
                                         NonPagedPoolNx,
                                         0,
                                         sizeof(PACKET),
                                         PACKET_TAG,
                                         0);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    g_Memory.HasPackets = TRUE;

    g_Memory.Packet = (PPACKET)ExAllocateFromLookasideListEx(&g_Memory.Packets);
    if (g_Memory.Packet == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    ExInitializePagedLookasideList(&g_Memory.Records,
                                   NULL,
                                   NULL,
                                   0,
                                   sizeof(RECORD),
                                   RECORD_TAG,
                                   0);
    g_Memory.HasRecords = TRUE;

    g_Memory.Record = (PRECORD)ExAllocateFromPagedLookasideList(&g_Memory.Records);
    if (g_Memory.Record == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    return STATUS_SUCCESS;
}

NTSTATUS
AllocateBuffers(
    VOID
    )
/*++

Routine Description:

    Takes memory that is not cached, and memory that is contiguous and below
    4 GB, for a device that can address no more.

Return Value:

    STATUS_SUCCESS or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    PHYSICAL_ADDRESS highest;

    g_Memory.Ring = MmAllocateNonCachedMemory(RING_SIZE);
    if (g_Memory.Ring == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    highest.QuadPart = MAXULONG;
    g_Memory.Buffer = MmAllocateContiguousMemory(BUFFER_SIZE, highest);
    if (g_Memory.Buffer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    return STATUS_SUCCESS;
}

VOID
FreeMemory(
    VOID
    )
/*++

Routine Description:

    Frees what there is, newest first.

--*/
{
    PAGED_CODE();

    if (g_Memory.Buffer != NULL) {
        MmFreeContiguousMemory(g_Memory.Buffer);
    }
    if (g_Memory.Ring != NULL) {
        MmFreeNonCachedMemory(g_Memory.Ring, RING_SIZE);
    }
    if (g_Memory.Record != NULL) {
        ExFreeToPagedLookasideList(&g_Memory.Records, g_Memory.Record);
    }
    if (g_Memory.HasRecords) {
        ExDeletePagedLookasideList(&g_Memory.Records);
    }
    if (g_Memory.Packet != NULL) {
        ExFreeToLookasideListEx(&g_Memory.Packets, g_Memory.Packet);
    }
    if (g_Memory.HasPackets) {
        ExDeleteLookasideListEx(&g_Memory.Packets);
    }
    if (g_Memory.Name != NULL) {
        ExFreePoolWithTag(g_Memory.Name, NAME_TAG);
    }
    if (g_Memory.Statistics != NULL) {
        ExFreePool(g_Memory.Statistics);
    }
    if (g_Memory.Configuration != NULL) {
        ExFreePoolWithTag(g_Memory.Configuration, CONFIGURATION_TAG);
    }
    RtlZeroMemory(&g_Memory, sizeof(g_Memory));
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Called before the driver is removed from memory, if and only if
    DriverEntry succeeded.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    FreeMemory();
}
