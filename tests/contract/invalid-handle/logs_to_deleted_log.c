/*
 * Writes a message to a recorder log that it has deleted.
 */
#include <ntddk.h>
#include "contract_recorder.h"
#include "logs_to_deleted_log.tmh"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    RECORDER_LOG_CREATE_PARAMS parameters;
    RECORDER_LOG log;
    PVOID data;
    ULONG length;

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    DriverObject->DriverUnload = DriverUnload;
    RECORDER_LOG_CREATE_PARAMS_INIT_APPEND_POINTER(&parameters, "Device", (PVOID)(ULONG_PTR)0x10);
    if (NT_SUCCESS(WppRecorderLogCreate(&parameters, &log))) {
        TraceDevice(log, "numbered, %!STATUS!", WppRecorderDumpLiveDriverData(&data, &length, NULL));
        WppRecorderLogDelete(log);
    }
    RECORDER_LOG_CREATE_PARAMS_INIT(&parameters, "Gone");
    if (NT_SUCCESS(WppRecorderLogCreate(&parameters, &log))) {
        TraceDevice(log, "%s", "in time");
        WppRecorderLogSetIdentifier(log, "Renamed, and too long");
        TraceDevice(log, "%s", "by another name");
        WppRecorderLogDelete(log);
        TraceDevice(log, "%s", "too late");
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    WPP_CLEANUP(DriverObject);
}
