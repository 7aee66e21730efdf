/*++

Module Name:

    wdm_start_io.c

Abstract:

    A telegraph: what is written to it arrives at the oldest read. Reads are
    worked on one at a time, by StartIo; the device object's queue has those
    that wait for that. The DPC of the device says that a telegram is there.

    wdm_start_io_late is the same driver with one mistake.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define LONGEST_TELEGRAM 64

typedef struct _TELEGRAPH {
    //
    // All of it under the cancel spin lock: the read that StartIo has begun,
    // what is on its way to it, and whether the handle is closed.
    //
    PIRP Reader;
    ULONG Length;
    UCHAR Telegram[LONGEST_TELEGRAM];
    BOOLEAN OnItsWay;
    BOOLEAN Closed;
} TELEGRAPH, *PTELEGRAPH;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchCreate;
DRIVER_DISPATCH DispatchClose;
DRIVER_DISPATCH DispatchCleanup;
DRIVER_DISPATCH DispatchRead;
DRIVER_DISPATCH DispatchWrite;
DRIVER_STARTIO StartIo;
DRIVER_CANCEL CancelQueued;
DRIVER_CANCEL CancelReader;
IO_DPC_ROUTINE DpcForIsr;

DECLARE_CONST_UNICODE_STRING(g_DeviceName, L"\\Device\\Telegraph");
DECLARE_CONST_UNICODE_STRING(g_LinkName, L"\\DosDevices\\Telegraph");

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the device, which one program can open at a time, and its name.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    PDEVICE_OBJECT device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->DriverStartIo = StartIo;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreate;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchClose;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchCleanup;
    DriverObject->MajorFunction[IRP_MJ_READ] = DispatchRead;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = DispatchWrite;

    status = IoCreateDevice(DriverObject,
                            sizeof(TELEGRAPH),
                            (PUNICODE_STRING)&g_DeviceName,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            TRUE,
                            &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    device->Flags |= DO_BUFFERED_IO;
    IoInitializeDpcRequest(device, DpcForIsr);

    //
    // StartIo is not called from within itself, and the reads that it gets
    // are no longer cancelable: it says itself from when on they are again.
    //
    IoSetStartIoAttributes(device, TRUE, TRUE);

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
VOID
EndRead(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    NTSTATUS Status,
    ULONG_PTR Information
    )
/*++

Routine Description:

    Completes a read that StartIo has had, after the next one is begun.

Arguments:

    DeviceObject - our device.

    Irp - the read, which nobody else can complete any more.

    Status - how it ends.

    Information - how much was read.

--*/
{
    KIRQL irql;

    KeRaiseIrql(DISPATCH_LEVEL, &irql);
    IoStartNextPacket(DeviceObject, TRUE);
    KeLowerIrql(irql);

    CompleteRequest(Irp, Status, Information);
}

static
PIRP
TakeReader(
    PTELEGRAPH Telegraph
    )
/*++

Routine Description:

    Takes the read that StartIo has begun, with the cancel spin lock held.

Arguments:

    Telegraph - the telegraph.

Return Value:

    The read, or NULL when there is none.

--*/
{
    PIRP irp = Telegraph->Reader;

    //
    // Whoever cancels it from here on finds that it is not cancelable.
    //
    if (irp != NULL) {
        IoSetCancelRoutine(irp, NULL);
    }

    Telegraph->Reader = NULL;
    Telegraph->OnItsWay = FALSE;
    return irp;
}

_Use_decl_annotations_
VOID
CancelQueued(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    KeRemoveEntryDeviceQueue(&DeviceObject->DeviceQueue, &Irp->Tail.Overlay.DeviceQueueEntry);
    IoReleaseCancelSpinLock(Irp->CancelIrql);

    CompleteRequest(Irp, STATUS_CANCELLED, 0);
}

_Use_decl_annotations_
VOID
CancelReader(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    TakeReader((PTELEGRAPH)DeviceObject->DeviceExtension);
    IoReleaseCancelSpinLock(Irp->CancelIrql);

    EndRead(DeviceObject, Irp, STATUS_CANCELLED, 0);
}

_Use_decl_annotations_
VOID
StartIo(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
/*++

Routine Description:

    Lets the read wait for a telegram.

Arguments:

    DeviceObject - our device.

    Irp - the read, which is not cancelable here.

--*/
{
    PTELEGRAPH telegraph = (PTELEGRAPH)DeviceObject->DeviceExtension;
    KIRQL irql;

    IoAcquireCancelSpinLock(&irql);
    if (Irp->Cancel || telegraph->Closed) {
        IoReleaseCancelSpinLock(irql);
        EndRead(DeviceObject, Irp, STATUS_CANCELLED, 0);
        return;
    }

    telegraph->Reader = Irp;
    IoSetCancelRoutine(Irp, CancelReader);
    IoReleaseCancelSpinLock(irql);
}

_Use_decl_annotations_
VOID
DpcForIsr(
    PKDPC Dpc,
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    PVOID Context
    )
/*++

Routine Description:

    A telegram has arrived: the read that waits for it has it, unless that
    was cancelled.

Arguments:

    Dpc - that of the device.

    DeviceObject - our device.

    Irp - not used.

    Context - not used.

--*/
{
    PTELEGRAPH telegraph = (PTELEGRAPH)DeviceObject->DeviceExtension;
    ULONG length = 0;
    PIRP reader = NULL;
    KIRQL irql;

    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Irp);
    UNREFERENCED_PARAMETER(Context);

    IoAcquireCancelSpinLock(&irql);
    if (telegraph->OnItsWay) {
        reader = TakeReader(telegraph);
    }
    if (reader != NULL) {
        length = IoGetCurrentIrpStackLocation(reader)->Parameters.Read.Length;
        if (length > telegraph->Length) {
            length = telegraph->Length;
        }
        RtlCopyMemory(reader->AssociatedIrp.SystemBuffer, telegraph->Telegram, length);
    }
    IoReleaseCancelSpinLock(irql);

    if (reader != NULL) {
        EndRead(DeviceObject, reader, STATUS_SUCCESS, length);
    }
}

_Use_decl_annotations_
NTSTATUS
DispatchCreate(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    ((PTELEGRAPH)DeviceObject->DeviceExtension)->Closed = FALSE;

    return CompleteRequest(Irp, STATUS_SUCCESS, 0);
}

_Use_decl_annotations_
NTSTATUS
DispatchClose(
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

    The handle is closed: the read that waits ends, and with it StartIo gets
    those of the queue, which end, too.

Arguments:

    DeviceObject - our device.

    Irp - the request.

Return Value:

    STATUS_SUCCESS

--*/
{
    PTELEGRAPH telegraph = (PTELEGRAPH)DeviceObject->DeviceExtension;
    PIRP reader;
    KIRQL irql;

    IoAcquireCancelSpinLock(&irql);
    telegraph->Closed = TRUE;
    reader = TakeReader(telegraph);
    IoReleaseCancelSpinLock(irql);

    if (reader != NULL) {
        EndRead(DeviceObject, reader, STATUS_CANCELLED, 0);
    }

    return CompleteRequest(Irp, STATUS_SUCCESS, 0);
}

_Use_decl_annotations_
NTSTATUS
DispatchRead(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    IoMarkIrpPending(Irp);
    IoStartPacket(DeviceObject, Irp, NULL, CancelQueued);

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

    Sends a telegram to the read that waits for one.

Arguments:

    DeviceObject - our device.

    Irp - the write.

Return Value:

    STATUS_SUCCESS; STATUS_DEVICE_NOT_READY when no read waits;
    STATUS_INVALID_PARAMETER when it is too long.

--*/
{
    PTELEGRAPH telegraph = (PTELEGRAPH)DeviceObject->DeviceExtension;
    ULONG length = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length;
    BOOLEAN isSent;
    KIRQL irql;

    if (length > LONGEST_TELEGRAM) {
        return CompleteRequest(Irp, STATUS_INVALID_PARAMETER, 0);
    }

    IoAcquireCancelSpinLock(&irql);
    isSent = telegraph->Reader != NULL && !telegraph->OnItsWay;
    if (isSent) {
        RtlCopyMemory(telegraph->Telegram, Irp->AssociatedIrp.SystemBuffer, length);
        telegraph->Length = length;
        telegraph->OnItsWay = TRUE;
    }
    IoReleaseCancelSpinLock(irql);

    if (!isSent) {
        return CompleteRequest(Irp, STATUS_DEVICE_NOT_READY, 0);
    }

    IoRequestDpc(DeviceObject, NULL, NULL);

    return CompleteRequest(Irp, STATUS_SUCCESS, length);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
/*++

Routine Description:

    Deletes the device, after its DPC has run. No handle is open any more, so
    no read waits.

Arguments:

    DriverObject - our driver object.

--*/
{
    KeFlushQueuedDpcs();

    IoDeleteSymbolicLink((PUNICODE_STRING)&g_LinkName);
    IoDeleteDevice(DriverObject->DeviceObject);
}
