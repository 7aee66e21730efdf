/*++

Module Name:

    toymini_leaky.c

Abstract:

    A miniport of the toy port driver. It keeps a copy of its registry path,
    which is what a read of its adapter gives.

    toymini_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <toyport.h>

#define REGISTRY_PATH_TAG 'hPyT'

typedef struct _ADAPTER {
    ULONG Reads;
} ADAPTER, *PADAPTER;

UNICODE_STRING g_RegistryPath;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
TOYPORT_FIND_ADAPTER FindAdapter;
TOYPORT_READ Read;

static
NTSTATUS
CopyRegistryPath(
    PUNICODE_STRING RegistryPath
    )
{
    g_RegistryPath.Length = 0;
    g_RegistryPath.MaximumLength = RegistryPath->Length;
    g_RegistryPath.Buffer = (PWCH)ExAllocatePool2(POOL_FLAG_PAGED,
                                                  RegistryPath->Length,
                                                  REGISTRY_PATH_TAG);
    if (g_RegistryPath.Buffer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    RtlCopyUnicodeString(&g_RegistryPath, RegistryPath);

    return STATUS_SUCCESS;
}

static
VOID
FreeRegistryPath(
    VOID
    )
{
    ExFreePoolWithTag(g_RegistryPath.Buffer, REGISTRY_PATH_TAG);
    RtlZeroMemory(&g_RegistryPath, sizeof(g_RegistryPath));
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Copies the registry path, and registers with the port driver, which may
    fail for reasons of its own.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    TOYPORT_INITIALIZATION_DATA data;
    NTSTATUS status;

    DriverObject->DriverUnload = DriverUnload;

    status = CopyRegistryPath(RegistryPath);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    RtlZeroMemory(&data, sizeof(data));
    data.Size = sizeof(data);
    data.ExtensionSize = sizeof(ADAPTER);
    data.FindAdapter = FindAdapter;
    data.Read = Read;

    //
    // The mistake: when this fails, nobody frees the copy.
    //
    return ToyPortInitialize(DriverObject, &data);
}

NTSTATUS
FindAdapter(
    PVOID Extension
    )
{
    ((PADAPTER)Extension)->Reads = 0;

    return STATUS_SUCCESS;
}

ULONG
Read(
    PVOID Extension,
    PUCHAR Buffer,
    ULONG Length
    )
{
    ((PADAPTER)Extension)->Reads++;

    if (Length > g_RegistryPath.Length) {
        Length = g_RegistryPath.Length;
    }
    RtlCopyMemory(Buffer, g_RegistryPath.Buffer, Length);

    return Length;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Called by the port driver when the adapter's device is deleted.

Arguments:

    DriverObject - our driver object.

--*/
{
    UNREFERENCED_PARAMETER(DriverObject);

    FreeRegistryPath();
}
