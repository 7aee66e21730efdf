/*
 * Handles the exception of a quota routine.
 */
#include <ntddk.h>

#define BLOCK_TAG 'kolB'

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

PVOID g_Block;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    try
    {
        g_Block = ExAllocatePoolQuotaZero(PagedPool, 64, BLOCK_TAG);
    }
    except (EXCEPTION_EXECUTE_HANDLER)
    {
        return GetExceptionCode();
    }
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag(g_Block, BLOCK_TAG);
}
