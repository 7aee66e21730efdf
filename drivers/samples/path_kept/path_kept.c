/*++

Module Name:

    path_kept.c

Abstract:

    A driver that notes in its key of the registry, when it is unloaded, that
    it was unloaded in good order.

    It keeps the pointer that DriverEntry is given, and uses it long after the
    buffer has gone.

    path_copied is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

PUNICODE_STRING g_RegistryPath;

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

    STATUS_SUCCESS

--*/
{
    DriverObject->DriverUnload = DriverUnload;

    //
    // The mistake: this string and its buffer are freed when we return.
    //
    g_RegistryPath = RegistryPath;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Writes the note.

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
                               g_RegistryPath,
                               OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE,
                               NULL,
                               NULL);
    if (NT_SUCCESS(ZwOpenKey(&key, KEY_WRITE, &attributes))) {
        RtlInitUnicodeString(&name, L"Unloaded");
        (VOID)ZwSetValueKey(key, &name, 0, REG_DWORD, &unloaded, sizeof(unloaded));
        ZwClose(key);
    }
}
