/*++

Module Name:

    registry_leaky.c

Abstract:

    A driver that reads its settings from the registry when it is loaded:
    a number, which it writes there when it is missing, and a label.

    When one of them cannot be read, DriverEntry fails and leaves its keys
    open.

    registry_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define DEFAULT_DEPTH 16

ULONG g_Depth;
UNICODE_STRING g_Label;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

NTSTATUS
ReadDepth(
    HANDLE Key
    );

NTSTATUS
ReadLabel(
    HANDLE Key
    );

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, ReadDepth)
#pragma alloc_text(INIT, ReadLabel)
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

    Reads the settings from the key Parameters below the driver's own.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    HANDLE service;
    HANDLE parameters;

    DriverObject->DriverUnload = DriverUnload;

    InitializeObjectAttributes(&attributes,
                               RegistryPath,
                               OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE,
                               NULL,
                               NULL);
    status = ZwOpenKey(&service, KEY_READ | KEY_WRITE, &attributes);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    RtlInitUnicodeString(&name, L"Parameters");
    InitializeObjectAttributes(&attributes,
                               &name,
                               OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE,
                               service,
                               NULL);
    status = ZwCreateKey(&parameters,
                         KEY_READ | KEY_WRITE,
                         &attributes,
                         0,
                         NULL,
                         REG_OPTION_NON_VOLATILE,
                         NULL);
    if (!NT_SUCCESS(status)) {
        //
        // The mistake: the key that was opened first is still open.
        //
        return status;
    }

    status = ReadDepth(parameters);
    if (NT_SUCCESS(status)) {
        status = ReadLabel(parameters);
    }
    if (!NT_SUCCESS(status)) {
        //
        // The same mistake: both keys are still open.
        //
        return status;
    }

    ZwClose(parameters);
    ZwClose(service);
    return STATUS_SUCCESS;
}

NTSTATUS
ReadDepth(
    HANDLE Key
    )
/*++

Routine Description:

    Reads the number Depth, or writes the default one.

Arguments:

    Key - the key that it is in.

Return Value:

    STATUS_SUCCESS, STATUS_OBJECT_TYPE_MISMATCH when Depth is no number, or why
    it could not be written.

--*/
{
    NTSTATUS status;
    UNICODE_STRING name;
    ULONG length;
    union {
        KEY_VALUE_PARTIAL_INFORMATION Information;
        UCHAR Space[sizeof(KEY_VALUE_PARTIAL_INFORMATION) + sizeof(ULONG)];
    } value;

    RtlInitUnicodeString(&name, L"Depth");
    status = ZwQueryValueKey(Key,
                             &name,
                             KeyValuePartialInformation,
                             &value,
                             sizeof(value),
                             &length);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND) {
        g_Depth = DEFAULT_DEPTH;
        return ZwSetValueKey(Key, &name, 0, REG_DWORD, &g_Depth, sizeof(g_Depth));
    }
    if (!NT_SUCCESS(status)) {
        return status;
    }
    if (value.Information.Type != REG_DWORD) {
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
    RtlCopyMemory(&g_Depth, value.Information.Data, sizeof(g_Depth));
    return STATUS_SUCCESS;
}

NTSTATUS
ReadLabel(
    HANDLE Key
    )
/*++

Routine Description:

    Reads the string Label, for which RtlQueryRegistryValues allocates a
    buffer.

Arguments:

    Key - the key that it is in.

Return Value:

    STATUS_SUCCESS or the status of RtlQueryRegistryValues.

--*/
{
    RTL_QUERY_REGISTRY_TABLE table[2];

    RtlZeroMemory(table, sizeof(table));
    RtlZeroMemory(&g_Label, sizeof(g_Label));
    table[0].Flags = RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK;
    table[0].Name = (PWSTR)L"Label";
    table[0].EntryContext = &g_Label;
    table[0].DefaultType = (REG_SZ << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT) | REG_SZ;
    table[0].DefaultData = (PVOID)L"unnamed";

    return RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, (PCWSTR)Key, table, NULL, NULL);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Frees the label.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    DbgPrint("%wZ has a depth of %lu\n", &g_Label, g_Depth);
    ExFreePool(g_Label.Buffer);
}
