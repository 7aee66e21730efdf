/*
 * Makes requests of its own, one of them with an IRP of its own, and forwards them to its queue.
 */
#include "control_queue.h"

static DECLSPEC_NOINLINE NTSTATUS ForwardOwn(WDFQUEUE Queue)
{
    NTSTATUS status;
    WDFREQUEST request;

    status = WdfRequestCreate(WDF_NO_OBJECT_ATTRIBUTES, NULL, &request);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfRequestForwardToIoQueue(request, Queue);
    WdfObjectDelete(request);
    return status;
}

static DECLSPEC_NOINLINE NTSTATUS ForwardOwnIrp(WDFQUEUE Queue)
{
    NTSTATUS status;
    WDFREQUEST request;
    PIRP irp;

    irp = IoAllocateIrp(2, FALSE);
    if (irp == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfRequestCreateFromIrp(WDF_NO_OBJECT_ATTRIBUTES, irp, TRUE, &request);
    if (!NT_SUCCESS(status)) {
        IoFreeIrp(irp);
        return status;
    }

    status = WdfRequestForwardToIoQueue(request, Queue);
    WdfObjectDelete(request);
    return status;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status;
    WDFDEVICE device;
    WDFQUEUE queue;
    WDF_IO_QUEUE_CONFIG queueConfig;

    status = CreateControlDevice(DriverObject, RegistryPath, NULL, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&queueConfig, WdfIoQueueDispatchManual);

    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &queue);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    WdfControlFinishInitializing(device);

    if (ForwardOwn(queue) != STATUS_INVALID_DEVICE_REQUEST ||
        ForwardOwnIrp(queue) != STATUS_INVALID_DEVICE_REQUEST) {
        return STATUS_UNSUCCESSFUL;
    }

    return STATUS_SUCCESS;
}
