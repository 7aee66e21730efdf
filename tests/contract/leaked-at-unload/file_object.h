/* What the two drivers that find a device have in common. */
#pragma once

#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchCreateClose;

static PFILE_OBJECT g_FileObject;

_Use_decl_annotations_
NTSTATUS
DispatchCreateClose(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Pointed");
    PDEVICE_OBJECT device;
    PDEVICE_OBJECT found;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchCreateClose;

    status = IoCreateDevice(DriverObject, 0, (PUNICODE_STRING)&name, FILE_DEVICE_UNKNOWN, 0, FALSE,
                            &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    device->Flags &= ~DO_DEVICE_INITIALIZING;

    status = IoGetDeviceObjectPointer((PUNICODE_STRING)&name, FILE_READ_DATA, &g_FileObject,
                                      &found);
    if (NT_SUCCESS(status) && found != device) {
        ObDereferenceObject(g_FileObject);
        status = STATUS_INTERNAL_ERROR;
    }
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(device);
    }
    return status;
}
