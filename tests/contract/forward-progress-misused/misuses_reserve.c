/*
 * Has a request in reserve for IRPs that it looks at first: for writes, and not for device controls;
 * for reads it answers what is no action. There is never memory for another. It says so of its queue
 * twice.
 */
#include "control_queue.h"

EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES EvtIoAllocateRequestResources;
EVT_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS EvtIoWdmIrpForForwardProgress;
EVT_WDF_IO_QUEUE_IO_DEFAULT EvtIoDefault;

_Use_decl_annotations_
NTSTATUS
EvtIoAllocateRequestResources(
    WDFQUEUE Queue,
    WDFREQUEST Request
    )
{
    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(Request);
    return STATUS_INSUFFICIENT_RESOURCES;
}

_Use_decl_annotations_
WDF_IO_FORWARD_PROGRESS_ACTION
EvtIoWdmIrpForForwardProgress(
    WDFQUEUE Queue,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(Queue);

    switch (IoGetCurrentIrpStackLocation(Irp)->MajorFunction) {
    case IRP_MJ_WRITE:
        return WdfIoForwardProgressActionUseReservedRequest;
    case IRP_MJ_DEVICE_CONTROL:
        return WdfIoForwardProgressActionFailRequest;
    default:
        return WdfIoForwardProgressActionInvalid;
    }
}

_Use_decl_annotations_
VOID
EvtIoDefault(
    WDFQUEUE Queue,
    WDFREQUEST Request
    )
{
    UNREFERENCED_PARAMETER(Queue);
    WdfRequestComplete(Request, WdfRequestIsReserved(Request) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY policy;
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDFDEVICE device;
    NTSTATUS status;
    WDFQUEUE queue;

    status = CreateControlDevice(DriverObject, RegistryPath, NULL, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoDefault = EvtIoDefault;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &queue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_EXAMINE_INIT(&policy, 1, EvtIoWdmIrpForForwardProgress);
    policy.EvtIoAllocateRequestResources = EvtIoAllocateRequestResources;
    status = WdfIoQueueAssignForwardProgressPolicy(queue, &policy);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    /* Once is enough. */
    if (WdfIoQueueAssignForwardProgressPolicy(queue, &policy) != STATUS_INVALID_PARAMETER) {
        return STATUS_UNSUCCESSFUL;
    }
    WdfControlFinishInitializing(device);
    return STATUS_SUCCESS;
}
