/*
 * Describes parts of a buffer by a second MDL: one that is in it, and one that is not.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static UCHAR g_Buffer[64];

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PMDL whole;
    PMDL part;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    whole = IoAllocateMdl(g_Buffer, sizeof(g_Buffer), FALSE, FALSE, NULL);
    part = IoAllocateMdl(g_Buffer, sizeof(g_Buffer), FALSE, FALSE, NULL);
    MmBuildMdlForNonPagedPool(whole);

    IoBuildPartialMdl(whole, part, g_Buffer + 16, 48);
    NT_VERIFY(MmGetSystemAddressForMdlSafe(part, NormalPagePriority) == g_Buffer + 16);
    MmPrepareMdlForReuse(part);
    IoBuildPartialMdl(whole, part, g_Buffer + 32, 0);
    NT_VERIFY(MmGetMdlByteCount(part) == 32);
    MmPrepareMdlForReuse(part);
    IoBuildPartialMdl(whole, part, g_Buffer + 32, 33);
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
