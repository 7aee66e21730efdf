/*
 * Keeps what is written to each file and gives it back to who reads; a device control waits until a timer
 * ends it, or it is cancelled.
 */
#include <ntddk.h>

#define FILE_SIZE 64
#define FILE_TAG  'eliF'

typedef struct _DEVICE_EXTENSION {
	IO_CSQ Csq;
	KSPIN_LOCK Lock;
	LIST_ENTRY Waiting;
	KTIMER Timer;
	KDPC Dpc;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_DISPATCH DispatchFile;
DRIVER_DISPATCH DispatchTransfer;
DRIVER_DISPATCH DispatchControl;
KDEFERRED_ROUTINE AnswerAll;
IO_CSQ_INSERT_IRP InsertIrp;
IO_CSQ_REMOVE_IRP RemoveIrp;
IO_CSQ_PEEK_NEXT_IRP PeekNextIrp;
IO_CSQ_ACQUIRE_LOCK AcquireLock;
IO_CSQ_RELEASE_LOCK ReleaseLock;
IO_CSQ_COMPLETE_CANCELED_IRP CompleteCanceledIrp;

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status, ULONG_PTR Information)
{
	Irp->IoStatus.Status = Status;
	Irp->IoStatus.Information = Information;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return Status;
}

static PDEVICE_EXTENSION ExtensionOf(PIO_CSQ Csq)
{
	return CONTAINING_RECORD(Csq, DEVICE_EXTENSION, Csq);
}

_Use_decl_annotations_ VOID InsertIrp(PIO_CSQ Csq, PIRP Irp)
{
	InsertTailList(&ExtensionOf(Csq)->Waiting, &Irp->Tail.Overlay.ListEntry);
}

_Use_decl_annotations_ VOID RemoveIrp(PIO_CSQ Csq, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Csq);

	RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
}

_Use_decl_annotations_ PIRP PeekNextIrp(PIO_CSQ Csq, PIRP Irp, PVOID PeekContext)
{
	PLIST_ENTRY head = &ExtensionOf(Csq)->Waiting;
	PLIST_ENTRY next = Irp != NULL ? Irp->Tail.Overlay.ListEntry.Flink : head->Flink;

	UNREFERENCED_PARAMETER(PeekContext);

	return next == head ? NULL : CONTAINING_RECORD(next, IRP, Tail.Overlay.ListEntry);
}

_Use_decl_annotations_ VOID AcquireLock(PIO_CSQ Csq, PKIRQL Irql)
{
	KeAcquireSpinLock(&ExtensionOf(Csq)->Lock, Irql);
}

_Use_decl_annotations_ VOID ReleaseLock(PIO_CSQ Csq, KIRQL Irql)
{
	KeReleaseSpinLock(&ExtensionOf(Csq)->Lock, Irql);
}

_Use_decl_annotations_ VOID CompleteCanceledIrp(PIO_CSQ Csq, PIRP Irp)
{
	UNREFERENCED_PARAMETER(Csq);

	Complete(Irp, STATUS_CANCELLED, 0);
}

_Use_decl_annotations_ VOID AnswerAll(
	PKDPC Dpc, PVOID DeferredContext, PVOID SystemArgument1, PVOID SystemArgument2)
{
	PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeferredContext;
	PIRP irp;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(SystemArgument1);
	UNREFERENCED_PARAMETER(SystemArgument2);

	while ((irp = IoCsqRemoveNextIrp(&extension->Csq, NULL)) != NULL) {
		Complete(irp, STATUS_SUCCESS, 0);
	}
}

_Use_decl_annotations_ NTSTATUS DispatchControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
	LARGE_INTEGER due;

	IoCsqInsertIrp(&extension->Csq, Irp, NULL);
	due.QuadPart = -10000;
	KeSetTimer(&extension->Timer, due, &extension->Dpc);
	return STATUS_PENDING;
}

_Use_decl_annotations_ NTSTATUS DispatchTransfer(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	PVOID kept = stack->FileObject->FsContext;
	ULONG length = stack->Parameters.Read.Length;

	UNREFERENCED_PARAMETER(DeviceObject);

	if (length > FILE_SIZE) {
		return Complete(Irp, STATUS_BUFFER_OVERFLOW, 0);
	}
	if (stack->MajorFunction == IRP_MJ_WRITE) {
		RtlCopyMemory(kept, Irp->AssociatedIrp.SystemBuffer, length);
	} else {
		RtlCopyMemory(Irp->AssociatedIrp.SystemBuffer, kept, length);
	}
	return Complete(Irp, STATUS_SUCCESS, length);
}

_Use_decl_annotations_ NTSTATUS DispatchFile(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
	PFILE_OBJECT file = stack->FileObject;

	UNREFERENCED_PARAMETER(DeviceObject);

	if (stack->MajorFunction == IRP_MJ_CREATE) {
		file->FsContext = ExAllocatePoolZero(NonPagedPoolNx, FILE_SIZE, FILE_TAG);
		return Complete(Irp,
			file->FsContext != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES,
			0);
	}
	if (stack->MajorFunction == IRP_MJ_CLOSE) {
		ExFreePoolWithTag(file->FsContext, FILE_TAG);
	}
	return Complete(Irp, STATUS_SUCCESS, 0);
}

_Use_decl_annotations_ NTSTATUS DriverEntry(
	PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Later");
	PDEVICE_EXTENSION extension;
	PDEVICE_OBJECT device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);

	DriverObject->DriverUnload = DriverUnload;
	DriverObject->MajorFunction[IRP_MJ_CREATE] = DispatchFile;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DispatchFile;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = DispatchFile;
	DriverObject->MajorFunction[IRP_MJ_READ] = DispatchTransfer;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = DispatchTransfer;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = DispatchControl;

	status = IoCreateDevice(DriverObject, sizeof(DEVICE_EXTENSION), (PUNICODE_STRING)&name,
		FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
	if (!NT_SUCCESS(status)) {
		return status;
	}

	extension = (PDEVICE_EXTENSION)device->DeviceExtension;
	InitializeListHead(&extension->Waiting);
	KeInitializeSpinLock(&extension->Lock);
	KeInitializeTimer(&extension->Timer);
	KeInitializeDpc(&extension->Dpc, AnswerAll, extension);
	IoCsqInitialize(&extension->Csq, InsertIrp, RemoveIrp, PeekNextIrp, AcquireLock,
		ReleaseLock, CompleteCanceledIrp);
	device->Flags |= DO_BUFFERED_IO;
	return STATUS_SUCCESS;
}

_Use_decl_annotations_ VOID DriverUnload(PDRIVER_OBJECT DriverObject)
{
	PDEVICE_EXTENSION extension =
		(PDEVICE_EXTENSION)DriverObject->DeviceObject->DeviceExtension;

	KeCancelTimer(&extension->Timer);
	KeFlushQueuedDpcs();
	IoDeleteDevice(DriverObject->DeviceObject);
}
