/*
 * Opens a device by its name and by a link to it, and keeps a reference for longer than the handle.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

/* Not inlined: each is one call site in every build. */
DECLSPEC_NOINLINE static NTSTATUS Open(PHANDLE Handle, PCWSTR Path, ULONG Options)
{
    OBJECT_ATTRIBUTES attributes;
    UNICODE_STRING name;
    IO_STATUS_BLOCK result;

    RtlInitUnicodeString(&name, Path);
    InitializeObjectAttributes(&attributes, &name, OBJ_KERNEL_HANDLE, NULL, NULL);
    return ZwCreateFile(Handle, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &result, NULL,
                        FILE_ATTRIBUTE_NORMAL, 0, FILE_OPEN, Options, NULL, 0);
}

DECLSPEC_NOINLINE static VOID Use(HANDLE Handle, HANDLE Event)
{
    IO_STATUS_BLOCK result;
    UCHAR byte = 0;

    ZwWriteFile(Handle, Event, NULL, NULL, &result, (PVOID)"text", 4, NULL, NULL);
    ZwReadFile(Handle, Event, NULL, NULL, &result, &byte, 1, NULL, NULL);
    if (Event != NULL) {
        ZwWaitForSingleObject(Event, FALSE, NULL);
    }
    NT_ASSERT(byte == 'k' && result.Information == 1);
    ZwDeviceIoControlFile(Handle, Event, NULL, NULL, &result, 0x222000, NULL, 0, NULL, 0);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    PFILE_OBJECT file;
    HANDLE handle;
    HANDLE event;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    NT_VERIFY(Open(&handle, L"\\Device\\Nowhere", 0) == STATUS_OBJECT_NAME_NOT_FOUND);
    NT_VERIFY(Open(&handle, L"\\??\\Nowhere", 0) == STATUS_OBJECT_NAME_NOT_FOUND);

    NT_VERIFY(NT_SUCCESS(Open(&handle, L"\\Device\\Says\\file", FILE_SYNCHRONOUS_IO_NONALERT)));
    Use(handle, NULL);
    NT_VERIFY(NT_SUCCESS(ObReferenceObjectByHandle(handle, FILE_READ_DATA, *IoFileObjectType, KernelMode,
                                                   (PVOID *)&file, NULL)));
    NT_ASSERT(IoGetRelatedDeviceObject(file) == file->DeviceObject);
    NT_ASSERT(file->FileName.Length == 5 * sizeof(WCHAR));
    ZwClose(handle);
    ObDereferenceObject(file);

    NT_VERIFY(NT_SUCCESS(ZwCreateEvent(&event, EVENT_ALL_ACCESS, NULL, NotificationEvent, FALSE)));
    NT_VERIFY(NT_SUCCESS(Open(&handle, L"\\??\\Says", 0)));
    Use(handle, event);
    ZwClose(handle);
    ZwClose(event);
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
