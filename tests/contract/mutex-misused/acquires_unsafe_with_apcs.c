/*
 * Acquires a fast mutex by the routine that does not disable APCs, and could be suspended while it
 * holds it.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;

static FAST_MUTEX Mutex;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
    UNREFERENCED_PARAMETER(RegistryPath);

    ExInitializeFastMutex(&Mutex);
    KeEnterCriticalRegion();
    ExAcquireFastMutexUnsafe(&Mutex);
    ExReleaseFastMutexUnsafe(&Mutex);
    KeLeaveCriticalRegion();
    ExAcquireFastMutexUnsafe(&Mutex);
    return STATUS_SUCCESS;
}
