/*
 * Waits until a thread is done with its data, and lets nobody else in.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static EX_RUNDOWN_REF Protection;
static LONG Uses;
static HANDLE Thread;
static KEVENT Unloading;

/* Not inlined: it is one call site in every build. */
DECLSPEC_NOINLINE static VOID Use(PEX_RUNDOWN_REF Reference)
{
    if (ExAcquireRundownProtection(Reference)) {
        InterlockedIncrement(&Uses);
    }
}

static VOID UseForAWhile(PVOID Context)
{
    UNREFERENCED_PARAMETER(Context);

    KeWaitForSingleObject(&Unloading, Executive, KernelMode, FALSE, NULL);
    ExReleaseRundownProtection(&Protection);
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
    KeInitializeEvent(&Unloading, NotificationEvent, FALSE);
    ExInitializeRundownProtection(&Protection);
    Use(&Protection);
    return PsCreateSystemThread(&Thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, UseForAWhile, NULL);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
    KeSetEvent(&Unloading, IO_NO_INCREMENT, FALSE);
    ExWaitForRundownProtectionRelease(&Protection);

    /* It is run down: this one does not get it. */
    Use(&Protection);
    NT_ASSERT(Uses == 1);
    ZwWaitForSingleObject(Thread, FALSE, NULL);
    ZwClose(Thread);
}
