/*
 * Deletes the default recorder log, which goes with its tracing.
 */
#include <ntddk.h>
#include "contract_recorder.h"
#include "deletes_default_log.tmh"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WPP_INIT_TRACING(DriverObject, RegistryPath);
    DriverObject->DriverUnload = DriverUnload;
    TraceDevice(WppRecorderLogGetDefault(), "to the default log");
    WppRecorderLogDelete(WppRecorderLogGetDefault());

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
