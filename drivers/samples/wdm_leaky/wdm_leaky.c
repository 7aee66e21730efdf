/*++

Module Name:

    wdm_leaky.c

Abstract:

    A HID minidriver that keeps a copy of its registry path for as long as
    it is loaded.

    DriverEntry allocates the copy, then registers with the HID class
    driver. When that registration fails, DriverEntry returns its status,
    and the I/O manager does not call DriverUnload, which is the only
    routine that frees the copy.

    wdm_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <hidport.h>

#define REGISTRY_PATH_TAG 'PRtb'

//
// Our own copy: the buffer that DriverEntry is given is gone as soon as
// DriverEntry returns.
//
UNICODE_STRING g_RegistryPath;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_ADD_DEVICE AddDevice;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, DriverUnload)
#pragma alloc_text(PAGE, AddDevice)
#endif

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    The first routine of the driver that is called. It saves the registry
    path and registers the driver with the HID class driver.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry. Valid only until this
        routine returns.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    HID_MINIDRIVER_REGISTRATION registration;

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->DriverExtension->AddDevice = AddDevice;

    g_RegistryPath.Length = RegistryPath->Length;
    g_RegistryPath.MaximumLength = RegistryPath->Length;
    g_RegistryPath.Buffer = (PWCH)ExAllocatePoolWithTag(PagedPool,
                                                        g_RegistryPath.MaximumLength,
                                                        REGISTRY_PATH_TAG);
    if (g_RegistryPath.Buffer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    RtlCopyMemory(g_RegistryPath.Buffer, RegistryPath->Buffer, g_RegistryPath.Length);

    RtlZeroMemory(&registration, sizeof(registration));
    registration.Revision = HID_REVISION;
    registration.DriverObject = DriverObject;
    registration.RegistryPath = RegistryPath;
    registration.DeviceExtensionSize = 0;
    registration.DevicesArePolled = FALSE;

    status = HidRegisterMinidriver(&registration);
    if (!NT_SUCCESS(status)) {
        //
        // The mistake: nobody frees g_RegistryPath.Buffer now, because
        // DriverUnload is not called for a driver that did not start.
        //
        return status;
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Called before the driver is removed from memory, if and only if
    DriverEntry succeeded. Undoes what DriverEntry did.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag(g_RegistryPath.Buffer, REGISTRY_PATH_TAG);
    RtlZeroMemory(&g_RegistryPath, sizeof(g_RegistryPath));
}

_Use_decl_annotations_
NTSTATUS
AddDevice(
    PDRIVER_OBJECT DriverObject,
    PDEVICE_OBJECT DeviceObject
    )
/*++

Routine Description:

    Called by the HID class driver for each device that it made for us. This
    driver needs nothing per device.

Arguments:

    DriverObject - our driver object.

    DeviceObject - the functional device object, made by the class driver.

Return Value:

    STATUS_SUCCESS

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);
    UNREFERENCED_PARAMETER(DeviceObject);

    return STATUS_SUCCESS;
}
