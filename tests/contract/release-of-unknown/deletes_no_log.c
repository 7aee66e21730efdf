/*
 * Deletes the recorder log that could not be created. Its error partition is too large.
 */
#include <ntddk.h>
#include "contract_recorder.h"
#include "deletes_no_log.tmh"

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
    RECORDER_LOG log = NULL;
    NTSTATUS status;

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    DriverObject->DriverUnload = DriverUnload;
    RECORDER_LOG_CREATE_PARAMS_INIT(&parameters, "Errors");
    parameters.ErrorPartitionSize = parameters.TotalBufferSize;
    status = WppRecorderLogCreate(&parameters, &log);
    TraceDevice(log, "%!STATUS!", status);
    WppRecorderLogDelete(log);

    return status == STATUS_INVALID_PARAMETER ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    WPP_CLEANUP(DriverObject);
}
