/*++

Module Name:

    toyport.c

Abstract:

    A port driver: it does for its miniports what is the same for all of
    them, that is to make a device and to answer requests. A miniport only
    knows its hardware.

    It is loaded before its miniports, which call ToyPortInitialize.

Environment:

    Kernel mode

--*/

#include <toyport.h>

//
// The port driver's part of a miniport's driver object.
//
typedef struct _MINIPORT {
    TOYPORT_INITIALIZATION_DATA Data;
    PDRIVER_UNLOAD DriverUnload;    // the miniport's own
} MINIPORT, *PMINIPORT;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_UNLOAD MiniportUnload;
DRIVER_DISPATCH DispatchCreateClose;
DRIVER_DISPATCH DispatchRead;

DECLARE_CONST_UNICODE_STRING(g_AdapterName, L"\\Device\\ToyAdapter");

//
// Set while we are loaded.
//
PDRIVER_OBJECT g_PortDriver;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    g_PortDriver = DriverObject;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    g_PortDriver = NULL;
}

static
PMINIPORT
GetMiniport(
    PDRIVER_OBJECT DriverObject
    )
{
    return (PMINIPORT)IoGetDriverObjectExtension(DriverObject, &g_PortDriver);
}

NTSTATUS
ToyPortInitialize(
    PDRIVER_OBJECT DriverObject,
    PTOYPORT_INITIALIZATION_DATA InitializationData
    )
/*++

Routine Description:

    Registers a miniport. See toyport.h.

Arguments:

    DriverObject - the miniport's driver object.

    InitializationData - the miniport's routines.

Return Value:

    STATUS_SUCCESS, STATUS_DEVICE_NOT_READY when the port driver itself is
    not loaded, STATUS_REVISION_MISMATCH, or the status of the step that
    failed.

--*/
{
    PMINIPORT miniport;
    PDEVICE_OBJECT device;
    NTSTATUS status;

    if (g_PortDriver == NULL) {
        return STATUS_DEVICE_NOT_READY;
    }
    if (InitializationData->Size != sizeof(*InitializationData)) {
        return STATUS_REVISION_MISMATCH;
    }

    //
    // It goes with the miniport's driver object.
    //
    status = IoAllocateDriverObjectExtension(DriverObject,
                                             &g_PortDriver,
                                             sizeof(MINIPORT),
                                             (PVOID *)&miniport);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    miniport->Data = *InitializationData;

    status = IoCreateDevice(DriverObject,
                            InitializationData->ExtensionSize,
                            (PUNICODE_STRING)&g_AdapterName,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            FALSE,
                            &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    device->Flags |= DO_BUFFERED_IO;

    status = miniport->Data.FindAdapter(device->DeviceExtension);
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(device);
        return status;
    }

    miniport->DriverUnload = DriverObject->DriverUnload;
    DriverObject->DriverUnload = MiniportUnload;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_READ] = DispatchRead;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
MiniportUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    A miniport is unloaded: deletes its adapter, then it is its turn.

Arguments:

    DriverObject - the miniport's driver object.

--*/
{
    PMINIPORT miniport = GetMiniport(DriverObject);

    IoDeleteDevice(DriverObject->DeviceObject);
    if (miniport->DriverUnload != NULL) {
        miniport->DriverUnload(DriverObject);
    }
}

static
NTSTATUS
CompleteRequest(
    PIRP Irp,
    NTSTATUS Status,
    ULONG_PTR Information
    )
{
    Irp->IoStatus.Status = Status;
    Irp->IoStatus.Information = Information;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);

    return Status;
}

_Use_decl_annotations_
NTSTATUS
DispatchCreateClose(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    return CompleteRequest(Irp, STATUS_SUCCESS, 0);
}

_Use_decl_annotations_
NTSTATUS
DispatchRead(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PMINIPORT miniport = GetMiniport(DeviceObject->DriverObject);
    ULONG length = miniport->Data.Read(DeviceObject->DeviceExtension,
                                       (PUCHAR)Irp->AssociatedIrp.SystemBuffer,
                                       IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length);

    return CompleteRequest(Irp, STATUS_SUCCESS, length);
}
