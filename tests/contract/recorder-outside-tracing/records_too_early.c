/*
 * Creates a recorder log before its tracing begins, and deletes one after it has ended.
 */
#include <ntddk.h>
#include "contract_recorder.h"
#include "records_too_early.tmh"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static RECORDER_LOG g_Log;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    RECORDER_CONFIGURE_PARAMS configuration;
    RECORDER_LOG_CREATE_PARAMS parameters;

    RECORDER_CONFIGURE_PARAMS_INIT(&configuration);
    WppRecorderConfigure(&configuration);
    RECORDER_LOG_CREATE_PARAMS_INIT(&parameters, "Early");
    if (NT_SUCCESS(WppRecorderLogCreate(&parameters, &g_Log))) {
        return STATUS_UNSUCCESSFUL;
    }
    if (WppRecorderIsDefaultLogAvailable()) {
        return STATUS_UNSUCCESSFUL;
    }

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    DriverObject->DriverUnload = DriverUnload;
    if (!WppRecorderIsDefaultLogAvailable()) {
        return STATUS_UNSUCCESSFUL;
    }

    return WppRecorderLogCreate(&parameters, &g_Log);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    WPP_CLEANUP(DriverObject);
    WppRecorderLogDelete(g_Log);
}
