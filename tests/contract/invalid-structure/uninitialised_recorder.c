/*
 * Gives the recorder structures that no ..._INIT function has initialised.
 */
#include <ntddk.h>
#include "contract_recorder.h"
#include "uninitialised_recorder.tmh"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    RECORDER_CONFIGURE_PARAMS configuration;
    RECORDER_LOG_CREATE_PARAMS parameters;
    RECORDER_LOG log;

    WPP_INIT_TRACING(DriverObject, RegistryPath);
    DriverObject->DriverUnload = DriverUnload;
    RtlZeroMemory(&configuration, sizeof(configuration));
    WppRecorderConfigure(&configuration);
    RtlZeroMemory(&parameters, sizeof(parameters));
    if (NT_SUCCESS(WppRecorderLogCreate(&parameters, &log))) {
        return STATUS_UNSUCCESSFUL;
    }

    return WppRecorderIsDefaultLogAvailable() ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    WPP_CLEANUP(DriverObject);
}
