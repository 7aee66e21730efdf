/*
 * Lets somebody use its data who never says that he is done.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static EX_RUNDOWN_REF Protection;
static LONG Uses;

/* Not inlined: it is one call site in every build. */
DECLSPEC_NOINLINE static VOID Use(PEX_RUNDOWN_REF Reference)
{
    if (ExAcquireRundownProtection(Reference)) {
        InterlockedIncrement(&Uses);
    }
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    ExInitializeRundownProtection(&Protection);
    Use(&Protection);
    Use(&Protection);
    ExReleaseRundownProtection(&Protection);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
    ExWaitForRundownProtectionRelease(&Protection);
}
