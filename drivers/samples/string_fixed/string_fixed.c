/*++

Module Name:

    string_fixed.c

Abstract:

    A driver that makes the name of its device from the name of a product:
    the product's name is converted to Unicode and put in capitals.

    The capitals go where the letters were.

    string_leaky is the same driver with a mistake in it.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <ntstrsafe.h>

#define PRODUCT_NAME "Mailbox"

UNICODE_STRING g_ProductName;
PDEVICE_OBJECT g_DeviceObject;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

NTSTATUS
CreateDevice(
    PDRIVER_OBJECT DriverObject
    );

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(INIT, CreateDevice)
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

    Converts the product's name and creates a device of that name.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    ANSI_STRING product;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    RtlInitAnsiString(&product, PRODUCT_NAME);
    status = RtlAnsiStringToUnicodeString(&g_ProductName, &product, TRUE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = RtlUpcaseUnicodeString(&g_ProductName, &g_ProductName, FALSE);
    if (!NT_SUCCESS(status)) {
        RtlFreeUnicodeString(&g_ProductName);
        return status;
    }

    status = CreateDevice(DriverObject);
    if (!NT_SUCCESS(status)) {
        RtlFreeUnicodeString(&g_ProductName);
    }
    return status;
}

NTSTATUS
CreateDevice(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Creates a device that is named after the product.

Arguments:

    DriverObject - our driver object.

Return Value:

    STATUS_SUCCESS, or why there is no such device.

--*/
{
    NTSTATUS status;
    DECLARE_UNICODE_STRING_SIZE(name, 64);

    status = RtlUnicodeStringPrintf(&name, L"\\Device\\%wZ%d", &g_ProductName, 0);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return IoCreateDevice(DriverObject,
                          0,
                          &name,
                          FILE_DEVICE_UNKNOWN,
                          FILE_DEVICE_SECURE_OPEN,
                          FALSE,
                          &g_DeviceObject);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Undoes what DriverEntry did.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    IoDeleteDevice(g_DeviceObject);
    RtlFreeUnicodeString(&g_ProductName);
}
