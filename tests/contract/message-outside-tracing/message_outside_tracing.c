/*
 * Writes messages before its tracing begins and after it has ended: Windows loses them, and so does
 * the trace, but it says how many and where.
 */
#include <ntddk.h>
#include "message_outside_trace.h"
#include "message_outside_tracing.tmh"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    ULONG i;

    for (i = 0; i < 3; i++) {
        TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_ONE, "too early, %u", i);
    }

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_ONE, "in time");
    DriverObject->DriverUnload = DriverUnload;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    WPP_CLEANUP(DriverObject);
    TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_ONE, "too late");
}
