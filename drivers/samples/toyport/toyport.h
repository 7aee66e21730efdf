/*++

Module Name:

    toyport.h

Abstract:

    What the toy port driver does for its miniports, and what they do for it.

--*/

#pragma once

#include <ntddk.h>

//
// The miniport's routines. Extension is the miniport's own memory for its
// adapter, as large as it asked for and zeroed.
//
typedef
NTSTATUS
TOYPORT_FIND_ADAPTER(
    PVOID Extension
    );
typedef TOYPORT_FIND_ADAPTER *PTOYPORT_FIND_ADAPTER;

typedef
ULONG
TOYPORT_READ(
    PVOID Extension,
    PUCHAR Buffer,
    ULONG Length
    );
typedef TOYPORT_READ *PTOYPORT_READ;

typedef struct _TOYPORT_INITIALIZATION_DATA {
    ULONG Size;             // of this structure
    ULONG ExtensionSize;
    PTOYPORT_FIND_ADAPTER FindAdapter;
    PTOYPORT_READ Read;
} TOYPORT_INITIALIZATION_DATA, *PTOYPORT_INITIALIZATION_DATA;

//
// Registers a miniport, from its DriverEntry: makes the device of its
// adapter, and takes the driver object's dispatch routines and DriverUnload,
// which calls the one that was set before. When it fails, it has undone all
// of that, and nothing else.
//
NTKERNELAPI
NTSTATUS
ToyPortInitialize(
    PDRIVER_OBJECT DriverObject,
    PTOYPORT_INITIALIZATION_DATA InitializationData
    );
