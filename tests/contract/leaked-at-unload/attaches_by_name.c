/*
 * Attaches a device to another one of its own that it finds by name, and detaches it when it is unloaded.
 * A device that is not there cannot be attached to.
 */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchCreateClose;

DECLARE_CONST_UNICODE_STRING(g_Name, L"\\Device\\AttachedTo");
DECLARE_CONST_UNICODE_STRING(g_Missing, L"\\Device\\Missing");

PDEVICE_OBJECT g_Target;
PDEVICE_OBJECT g_Filter;
PDEVICE_OBJECT g_Lower;

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
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchCreateClose;

    status = IoCreateDevice(DriverObject, 0, (PUNICODE_STRING)&g_Name, FILE_DEVICE_UNKNOWN, 0, FALSE,
                            &g_Target);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    g_Target->Flags &= ~DO_DEVICE_INITIALIZING;

    status = IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &g_Filter);
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(g_Target);
        return status;
    }

    status = IoAttachDevice(g_Filter, (PUNICODE_STRING)&g_Missing, &g_Lower);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND) {
        status = IoAttachDevice(g_Filter, (PUNICODE_STRING)&g_Name, &g_Lower);
    }
    if (NT_SUCCESS(status) && (g_Lower != g_Target || g_Target->AttachedDevice != g_Filter)) {
        IoDetachDevice(g_Lower);
        status = STATUS_INTERNAL_ERROR;
    }
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(g_Filter);
        IoDeleteDevice(g_Target);
        return status;
    }
    g_Filter->Flags &= ~DO_DEVICE_INITIALIZING;

    return status;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    IoDetachDevice(g_Lower);
    IoDeleteDevice(g_Filter);
    IoDeleteDevice(g_Target);
}
