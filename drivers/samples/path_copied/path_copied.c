/*++

Module Name:

    path_copied.c

Abstract:

    A driver that notes in its key of the registry, when it is unloaded, that
    it was unloaded in good order.

    It keeps a copy of its registry path.

    path_kept is the same driver with a mistake in it.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define PATH_TAG 'htaP'

UNICODE_STRING g_RegistryPath;

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

    Keeps the name of the driver's key.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry. Valid only until this
        routine returns.

Return Value:

    STATUS_SUCCESS or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    DriverObject->DriverUnload = DriverUnload;

    g_RegistryPath.Buffer = (PWCH)ExAllocatePool2(POOL_FLAG_PAGED, RegistryPath->Length, PATH_TAG);
    if (g_RegistryPath.Buffer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    g_RegistryPath.MaximumLength = RegistryPath->Length;
    RtlCopyUnicodeString(&g_RegistryPath, RegistryPath);

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Writes the note and frees the name.

Arguments:

    DriverObject - our driver object.

--*/
{
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    HANDLE key;
    ULONG unloaded = 1;

    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    InitializeObjectAttributes(&attributes,
                               &g_RegistryPath,
                               OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE,
                               NULL,
                               NULL);
    if (NT_SUCCESS(ZwOpenKey(&key, KEY_WRITE, &attributes))) {
        RtlInitUnicodeString(&name, L"Unloaded");
        (VOID)ZwSetValueKey(key, &name, 0, REG_DWORD, &unloaded, sizeof(unloaded));
        ZwClose(key);
    }

    ExFreePoolWithTag(g_RegistryPath.Buffer, PATH_TAG);
}
