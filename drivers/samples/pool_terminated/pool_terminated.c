/*++

Module Name:

    pool_terminated.c

Abstract:

    A driver that keeps its registry path as a string that ends with a NUL.

    The block has room for the NUL, which Length does not count.

    pool_overrun is the same driver with the mistake in it.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define PATH_TAG 'htaP'

PWCH g_Path;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, DriverUnload)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Copies the registry path and ends the copy with a NUL.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry: a counted string, which
        need not end with a NUL.

Return Value:

    STATUS_SUCCESS or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    ULONG length;

    DriverObject->DriverUnload = DriverUnload;

    length = RegistryPath->Length;
    g_Path = (PWCH)ExAllocatePool2(POOL_FLAG_PAGED, length + sizeof(WCHAR), PATH_TAG);
    if (g_Path == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    RtlCopyMemory(g_Path, RegistryPath->Buffer, length);
    g_Path[length / sizeof(WCHAR)] = UNICODE_NULL;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Frees the copy.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag(g_Path, PATH_TAG);
}
