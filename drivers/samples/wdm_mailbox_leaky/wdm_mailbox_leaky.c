/*++

Module Name:

    wdm_mailbox_leaky.c

Abstract:

    A mailbox: a read waits until somebody writes, and then has what was
    written. Reads that wait can be cancelled, but closing the handle that
    they were made through does not end them.

    wdm_mailbox is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

typedef struct _MAILBOX {
    //
    // Reads that wait, oldest first, by Tail.Overlay.ListEntry. The cancel
    // spin lock guards the list.
    //
    LIST_ENTRY Readers;
} MAILBOX, *PMAILBOX;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchCreateClose;
DRIVER_DISPATCH DispatchCleanup;
DRIVER_DISPATCH DispatchRead;
DRIVER_DISPATCH DispatchWrite;
DRIVER_CANCEL CancelRead;

DECLARE_CONST_UNICODE_STRING(g_DeviceName, L"\\Device\\Mailbox");
DECLARE_CONST_UNICODE_STRING(g_LinkName, L"\\DosDevices\\Mailbox");

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the device and the name by which programs open it.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    PDEVICE_OBJECT device;
    PMAILBOX mailbox;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchCleanup;
    DriverObject->MajorFunction[IRP_MJ_READ] = DispatchRead;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = DispatchWrite;

    status = IoCreateDevice(DriverObject,
                            sizeof(MAILBOX),
                            (PUNICODE_STRING)&g_DeviceName,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            FALSE,
                            &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    mailbox = (PMAILBOX)device->DeviceExtension;
    InitializeListHead(&mailbox->Readers);
    device->Flags |= DO_BUFFERED_IO;

    status = IoCreateSymbolicLink((PUNICODE_STRING)&g_LinkName,
                                  (PUNICODE_STRING)&g_DeviceName);
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(device);
    }

    return status;
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

static
PIRP
TakeReader(
    PMAILBOX Mailbox,
    PFILE_OBJECT FileObject
    )
/*++

Routine Description:

    Takes the oldest read off the list, with the cancel spin lock held. It
    can no longer be cancelled then.

Arguments:

    Mailbox - the mailbox.

    FileObject - only a read that was made through this handle; NULL: any.

Return Value:

    The read, or NULL when none waits.

--*/
{
    PLIST_ENTRY entry;

    for (entry = Mailbox->Readers.Flink; entry != &Mailbox->Readers; entry = entry->Flink) {
        PIRP irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);

        if (FileObject != NULL && IoGetCurrentIrpStackLocation(irp)->FileObject != FileObject) {
            continue;
        }

        IoSetCancelRoutine(irp, NULL);
        RemoveEntryList(entry);
        return irp;
    }

    return NULL;
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
DispatchCleanup(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
/*++

Routine Description:

    The last handle to a file object is closed.

    The mistake: reads that wait stay on the list. Nobody will cancel them,
    and the file object they were made through never goes.

Arguments:

    DeviceObject - our device.

    Irp - the request.

Return Value:

    STATUS_SUCCESS

--*/
{
    UNREFERENCED_PARAMETER(DeviceObject);

    return CompleteRequest(Irp, STATUS_SUCCESS, 0);
}

_Use_decl_annotations_
VOID
CancelRead(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(DeviceObject);

    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
    IoReleaseCancelSpinLock(Irp->CancelIrql);

    CompleteRequest(Irp, STATUS_CANCELLED, 0);
}

_Use_decl_annotations_
NTSTATUS
DispatchRead(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
/*++

Routine Description:

    Lets the read wait.

Arguments:

    DeviceObject - our device.

    Irp - the read.

Return Value:

    STATUS_PENDING, or STATUS_CANCELLED when it was cancelled before.

--*/
{
    PMAILBOX mailbox = (PMAILBOX)DeviceObject->DeviceExtension;
    KIRQL irql;

    IoAcquireCancelSpinLock(&irql);
    if (Irp->Cancel) {
        IoReleaseCancelSpinLock(irql);
        return CompleteRequest(Irp, STATUS_CANCELLED, 0);
    }

    IoMarkIrpPending(Irp);
    IoSetCancelRoutine(Irp, CancelRead);
    InsertTailList(&mailbox->Readers, &Irp->Tail.Overlay.ListEntry);
    IoReleaseCancelSpinLock(irql);

    return STATUS_PENDING;
}

_Use_decl_annotations_
NTSTATUS
DispatchWrite(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
/*++

Routine Description:

    Gives what is written to the oldest read that waits.

Arguments:

    DeviceObject - our device.

    Irp - the write.

Return Value:

    STATUS_SUCCESS, or STATUS_DEVICE_NOT_READY when no read waits.

--*/
{
    PMAILBOX mailbox = (PMAILBOX)DeviceObject->DeviceExtension;
    ULONG length = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length;
    ULONG room;
    PIRP reader;
    KIRQL irql;

    IoAcquireCancelSpinLock(&irql);
    reader = TakeReader(mailbox, NULL);
    IoReleaseCancelSpinLock(irql);

    if (reader == NULL) {
        return CompleteRequest(Irp, STATUS_DEVICE_NOT_READY, 0);
    }

    room = IoGetCurrentIrpStackLocation(reader)->Parameters.Read.Length;
    if (length > room) {
        length = room;
    }
    RtlCopyMemory(reader->AssociatedIrp.SystemBuffer, Irp->AssociatedIrp.SystemBuffer, length);
    CompleteRequest(reader, STATUS_SUCCESS, length);

    return CompleteRequest(Irp, STATUS_SUCCESS, length);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Deletes the device. No handle is open any more, so no read waits.

Arguments:

    DriverObject - our driver object.

--*/
{
    IoDeleteSymbolicLink((PUNICODE_STRING)&g_LinkName);
    IoDeleteDevice(DriverObject->DeviceObject);
}
