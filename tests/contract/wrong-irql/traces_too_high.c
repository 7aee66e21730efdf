/*
 * Begins tracing at DISPATCH_LEVEL.
 */
#include <ntddk.h>
#include "contract_trace.h"
#include "traces_too_high.tmh"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    KIRQL oldIrql;

    DriverObject->DriverUnload = DriverUnload;

    KeRaiseIrql(DISPATCH_LEVEL, &oldIrql);
    WPP_INIT_TRACING(DriverObject, RegistryPath);
    KeLowerIrql(oldIrql);

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
