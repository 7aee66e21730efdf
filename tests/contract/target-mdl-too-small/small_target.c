/*
 * Describes a part of a buffer by an MDL that has no room for it.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;

static __declspec(align(4096)) UCHAR Buffer[3 * PAGE_SIZE];

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PMDL whole;
    PMDL part;

    UNREFERENCED_PARAMETER(DriverObject);
    UNREFERENCED_PARAMETER(RegistryPath);

    whole = IoAllocateMdl(Buffer, sizeof(Buffer), FALSE, FALSE, NULL);
    part = IoAllocateMdl(Buffer, PAGE_SIZE, FALSE, FALSE, NULL);
    if (whole == NULL || part == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    MmBuildMdlForNonPagedPool(whole);
    IoBuildPartialMdl(whole, part, Buffer + PAGE_SIZE, PAGE_SIZE);
    NT_VERIFY(*MmGetMdlPfnArray(part) == MmGetMdlPfnArray(whole)[1]);
    MmPrepareMdlForReuse(part);
    IoBuildPartialMdl(whole, part, Buffer + 1, PAGE_SIZE);
    return STATUS_SUCCESS;
}
