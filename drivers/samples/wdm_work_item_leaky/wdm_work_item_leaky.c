/*++

Module Name:

    wdm_work_item_leaky.c

Abstract:

    A driver whose device takes some time until it is ready, so that a work
    item looks after that while DriverEntry goes on.

    DriverEntry creates the device, queues the work item and creates a
    symbolic link. When that fails, it waits for the work and deletes
    the device, but the work item stays allocated.

    wdm_work_item_fixed is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

PDEVICE_OBJECT g_Device;
PIO_WORKITEM g_WorkItem;
KEVENT g_ReadyEvent;

DECLARE_CONST_UNICODE_STRING(g_DeviceName, L"\\Device\\DrvtraceWork");
DECLARE_CONST_UNICODE_STRING(g_LinkName, L"\\DosDevices\\DrvtraceWork");

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
IO_WORKITEM_ROUTINE MakeReady;

_Use_decl_annotations_
VOID
MakeReady(
    PDEVICE_OBJECT DeviceObject,
    PVOID Context
    )
/*++

Routine Description:

    Runs in a system worker thread, at PASSIVE_LEVEL. The I/O manager keeps
    us in memory until it has returned.

--*/
{
    LARGE_INTEGER interval;

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(Context);

    interval.QuadPart = -10000LL;
    KeDelayExecutionThread(KernelMode, FALSE, &interval);

    KeSetEvent(&g_ReadyEvent, IO_NO_INCREMENT, FALSE);
}

static
VOID
FinishWork(
    VOID
    )
/*++

Routine Description:

    Waits until the work is done, and frees the work item.

--*/
{
    KeWaitForSingleObject(&g_ReadyEvent, Executive, KernelMode, FALSE, NULL);
    IoFreeWorkItem(g_WorkItem);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the device, and has it made ready.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - not used.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;

    KeInitializeEvent(&g_ReadyEvent, NotificationEvent, FALSE);

    status = IoCreateDevice(DriverObject, 0, (PUNICODE_STRING)&g_DeviceName, FILE_DEVICE_UNKNOWN, 0,
                            FALSE, &g_Device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    g_WorkItem = IoAllocateWorkItem(g_Device);
    if (g_WorkItem == NULL) {
        IoDeleteDevice(g_Device);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    IoQueueWorkItem(g_WorkItem, MakeReady, DelayedWorkQueue, NULL);

    status = IoCreateSymbolicLink((PUNICODE_STRING)&g_LinkName, (PUNICODE_STRING)&g_DeviceName);
    if (!NT_SUCCESS(status)) {
        //
        // The mistake: the work is done then, but the work item is not freed.
        //
        KeWaitForSingleObject(&g_ReadyEvent, Executive, KernelMode, FALSE, NULL);
        IoDeleteDevice(g_Device);
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

    Undoes what DriverEntry did, in reverse order.

Arguments:

    DriverObject - our driver object.

--*/
{
    PAGED_CODE();

    UNREFERENCED_PARAMETER(DriverObject);

    IoDeleteSymbolicLink((PUNICODE_STRING)&g_LinkName);
    FinishWork();
    IoDeleteDevice(g_Device);
}
