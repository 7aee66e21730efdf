/*
 * Synchronises with a service routine that runs at PASSIVE_LEVEL, at DISPATCH_LEVEL.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
KSERVICE_ROUTINE HandleInterrupt;
KSYNCHRONIZE_ROUTINE Synchronized;

_Use_decl_annotations_
BOOLEAN
HandleInterrupt(
    PKINTERRUPT Interrupt,
    PVOID ServiceContext
    )
{
    UNREFERENCED_PARAMETER(Interrupt);
    UNREFERENCED_PARAMETER(ServiceContext);

    return FALSE;
}

_Use_decl_annotations_
BOOLEAN
Synchronized(
    PVOID SynchronizeContext
    )
{
    UNREFERENCED_PARAMETER(SynchronizeContext);

    return TRUE;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    IO_CONNECT_INTERRUPT_PARAMETERS parameters;
    PKINTERRUPT interrupt;
    KIRQL oldIrql;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(DriverObject);
    UNREFERENCED_PARAMETER(RegistryPath);

    RtlZeroMemory(&parameters, sizeof(parameters));
    parameters.Version = CONNECT_FULLY_SPECIFIED;
    parameters.FullySpecified.InterruptObject = &interrupt;
    parameters.FullySpecified.ServiceRoutine = HandleInterrupt;
    parameters.FullySpecified.SynchronizeIrql = PASSIVE_LEVEL;
    parameters.FullySpecified.Vector = 9;

    status = IoConnectInterruptEx(&parameters);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    KeRaiseIrql(DISPATCH_LEVEL, &oldIrql);
    KeSynchronizeExecution(interrupt, Synchronized, NULL);
    KeLowerIrql(oldIrql);

    return STATUS_SUCCESS;
}
