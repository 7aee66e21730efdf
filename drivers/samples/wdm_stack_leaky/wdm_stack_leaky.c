/*++

Module Name:

    wdm_stack_leaky.c

Abstract:

    Two devices, one attached to the other. The lower one keeps the last few
    bytes that were written to it. The upper one passes requests on, but for
    writes: it sends a copy of the data in a request of its own, and
    completes the program's request when that one is completed.

    wdm_stack is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define COPY_TAG 'ypoC'

#define KEPT_SIZE 16

typedef struct _DEVICE_EXTENSION {
    PDEVICE_OBJECT Lower;   // what we are attached to; NULL in the lower one
    ULONG Length;
    UCHAR Kept[KEPT_SIZE];
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchCreateClose;
DRIVER_DISPATCH DispatchRead;
DRIVER_DISPATCH DispatchWrite;
IO_COMPLETION_ROUTINE CopyCompleted;

DECLARE_CONST_UNICODE_STRING(g_DeviceName, L"\\Device\\Stack");
DECLARE_CONST_UNICODE_STRING(g_LinkName, L"\\DosDevices\\Stack");

//
// The upper device, which has no name.
//
PDEVICE_OBJECT g_Upper;
PDEVICE_OBJECT g_Lower;

static
VOID
DeleteDevices(
    VOID
    )
/*++

Routine Description:

    Undoes CreateDevices, as far as it came.

--*/
{
    if (g_Upper != NULL) {
        PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)g_Upper->DeviceExtension;

        if (extension->Lower != NULL) {
            IoDetachDevice(extension->Lower);
        }
        IoDeleteDevice(g_Upper);
        g_Upper = NULL;
    }

    if (g_Lower != NULL) {
        IoDeleteDevice(g_Lower);
        g_Lower = NULL;
    }
}

static
NTSTATUS
CreateDevices(
    PDRIVER_OBJECT DriverObject
    )
{
    PDEVICE_EXTENSION extension;
    NTSTATUS status;

    status = IoCreateDevice(DriverObject,
                            sizeof(DEVICE_EXTENSION),
                            (PUNICODE_STRING)&g_DeviceName,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            FALSE,
                            &g_Lower);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    g_Lower->Flags |= DO_DIRECT_IO;

    status = IoCreateDevice(DriverObject,
                            sizeof(DEVICE_EXTENSION),
                            NULL,
                            FILE_DEVICE_UNKNOWN,
                            0,
                            FALSE,
                            &g_Upper);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    g_Upper->Flags |= DO_DIRECT_IO;

    extension = (PDEVICE_EXTENSION)g_Upper->DeviceExtension;
    extension->Lower = IoAttachDeviceToDeviceStack(g_Upper, g_Lower);

    return extension->Lower != NULL ? STATUS_SUCCESS : STATUS_NO_SUCH_DEVICE;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the devices, and the name by which programs open the stack.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchCreateClose;
    DriverObject->MajorFunction[IRP_MJ_READ] = DispatchRead;
    DriverObject->MajorFunction[IRP_MJ_WRITE] = DispatchWrite;

    status = CreateDevices(DriverObject);
    if (NT_SUCCESS(status)) {
        status = IoCreateSymbolicLink((PUNICODE_STRING)&g_LinkName,
                                      (PUNICODE_STRING)&g_DeviceName);
    }
    if (!NT_SUCCESS(status)) {
        DeleteDevices();
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

_Use_decl_annotations_
NTSTATUS
DispatchCreateClose(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;

    if (extension->Lower != NULL) {
        IoSkipCurrentIrpStackLocation(Irp);
        return IoCallDriver(extension->Lower, Irp);
    }

    return CompleteRequest(Irp, STATUS_SUCCESS, 0);
}

static
NTSTATUS
CopyBytes(
    PDEVICE_EXTENSION Extension,
    PIRP Irp,
    BOOLEAN IsWrite
    )
/*++

Routine Description:

    The lower device: keeps what is written, or reads what it keeps.

Arguments:

    Extension - the lower device's.

    Irp - a read or a write, whose data is described by an MDL.

    IsWrite - whether it is a write.

Return Value:

    STATUS_SUCCESS, STATUS_INVALID_BUFFER_SIZE when it is more than we keep,
    or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    ULONG length = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length;
    PVOID buffer;

    if (IsWrite && length > KEPT_SIZE) {
        return CompleteRequest(Irp, STATUS_INVALID_BUFFER_SIZE, 0);
    }
    if (!IsWrite && length > Extension->Length) {
        length = Extension->Length;
    }
    if (length == 0) {
        return CompleteRequest(Irp, STATUS_SUCCESS, 0);
    }

    buffer = MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority);
    if (buffer == NULL) {
        return CompleteRequest(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    }

    if (IsWrite) {
        RtlCopyMemory(Extension->Kept, buffer, length);
        Extension->Length = length;
    } else {
        RtlCopyMemory(buffer, Extension->Kept, length);
    }

    return CompleteRequest(Irp, STATUS_SUCCESS, length);
}

_Use_decl_annotations_
NTSTATUS
DispatchRead(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;

    if (extension->Lower == NULL) {
        return CopyBytes(extension, Irp, FALSE);
    }

    IoCopyCurrentIrpStackLocationToNext(Irp);
    return IoCallDriver(extension->Lower, Irp);
}

static
VOID
FreeCopy(
    PIRP Copy
    )
/*++

Routine Description:

    Frees a request of our own, with its MDL and its buffer.

Arguments:

    Copy - the request.

--*/
{
    PMDL mdl = Copy->MdlAddress;

    if (mdl != NULL) {
        ExFreePoolWithTag(MmGetMdlVirtualAddress(mdl), COPY_TAG);
        IoFreeMdl(mdl);
    }
    IoFreeIrp(Copy);
}

static
PIRP
MakeCopy(
    PDEVICE_EXTENSION Extension,
    PIRP Irp
    )
/*++

Routine Description:

    Makes a request for the lower device, with the same data as the
    program's.

Arguments:

    Extension - the upper device's.

    Irp - the program's write.

Return Value:

    The request, or NULL.

--*/
{
    ULONG length = IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length;
    PVOID data = MmGetSystemAddressForMdlSafe(Irp->MdlAddress, NormalPagePriority);
    PIO_STACK_LOCATION stack;
    PVOID buffer;
    PIRP copy;

    if (data == NULL) {
        return NULL;
    }

    copy = IoAllocateIrp(Extension->Lower->StackSize, FALSE);
    if (copy == NULL) {
        return NULL;
    }

    buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, length, COPY_TAG);
    if (buffer == NULL) {
        IoFreeIrp(copy);
        return NULL;
    }

    if (IoAllocateMdl(buffer, length, FALSE, FALSE, copy) == NULL) {
        ExFreePoolWithTag(buffer, COPY_TAG);
        IoFreeIrp(copy);
        return NULL;
    }
    MmBuildMdlForNonPagedPool(copy->MdlAddress);
    RtlCopyMemory(buffer, data, length);

    stack = IoGetNextIrpStackLocation(copy);
    stack->MajorFunction = IRP_MJ_WRITE;
    stack->Parameters.Write.Length = length;
    IoSetCompletionRoutine(copy, CopyCompleted, Irp, TRUE, TRUE, TRUE);

    return copy;
}

_Use_decl_annotations_
NTSTATUS
CopyCompleted(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    PVOID Context
    )
/*++

Routine Description:

    Our request is completed: the program's is now, too.

Arguments:

    DeviceObject - NULL, because our request has no stack location of ours.

    Irp - our request.

    Context - the program's request.

Return Value:

    STATUS_MORE_PROCESSING_REQUIRED: the request is gone.

--*/
{
    PIRP original = (PIRP)Context;
    NTSTATUS status = Irp->IoStatus.Status;
    ULONG_PTR information = Irp->IoStatus.Information;

    UNREFERENCED_PARAMETER(DeviceObject);

    //
    // The mistake: when the lower device has refused it, the request stays,
    // with its MDL and its buffer.
    //
    if (NT_SUCCESS(status)) {
        FreeCopy(Irp);
    }
    CompleteRequest(original, status, information);

    return STATUS_MORE_PROCESSING_REQUIRED;
}

_Use_decl_annotations_
NTSTATUS
DispatchWrite(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    PIRP copy;

    if (extension->Lower == NULL) {
        return CopyBytes(extension, Irp, TRUE);
    }
    if (IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length == 0) {
        return CompleteRequest(Irp, STATUS_SUCCESS, 0);
    }

    copy = MakeCopy(extension, Irp);
    if (copy == NULL) {
        return CompleteRequest(Irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    }

    IoMarkIrpPending(Irp);
    IoCallDriver(extension->Lower, copy);

    return STATUS_PENDING;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    IoDeleteSymbolicLink((PUNICODE_STRING)&g_LinkName);
    DeleteDevices();
}
