/*
 * Has its MDLs in pool: of one the pages are unlocked before that is freed, of the other they are not.
 */
#include <ntddk.h>

#define POOL_TAG 'ldmI'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static UCHAR Buffer[PAGE_SIZE];

static
DECLSPEC_NOINLINE
PMDL
AllocateLocked(
    VOID
    )
{
    PMDL mdl = ExAllocatePool2(POOL_FLAG_NON_PAGED, MmSizeOfMdl(Buffer, sizeof(Buffer)), POOL_TAG);

    if (mdl == NULL) {
        return NULL;
    }
    MmInitializeMdl(mdl, Buffer, sizeof(Buffer));
    MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
    NT_VERIFY(MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) == Buffer);
    return mdl;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PMDL mdl;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    mdl = AllocateLocked();
    if (mdl == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    MmUnlockPages(mdl);
    ExFreePoolWithTag(mdl, POOL_TAG);

    mdl = AllocateLocked();
    if (mdl == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    ExFreePoolWithTag(mdl, POOL_TAG);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
