/*
 * Deletes a recorder log twice.
 */
#include <ntddk.h>
#include "contract_recorder.h"
#include "recorder_log_deleted_twice.tmh"

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

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    DriverObject->DriverUnload = DriverUnload;
    RECORDER_LOG_CREATE_PARAMS_INIT(&parameters, "Twice");
    if (NT_SUCCESS(WppRecorderLogCreate(&parameters, &log))) {
        WppRecorderLogDelete(log);
        WppRecorderLogDelete(log);
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
