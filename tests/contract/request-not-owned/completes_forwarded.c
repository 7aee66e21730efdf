/*
 * Forwards a request to another queue, and completes it all the same.
 */
#include "control_queue.h"

EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

_Use_decl_annotations_
VOID
EvtIoDeviceControl(
    WDFQUEUE Queue,
    WDFREQUEST Request,
    size_t OutputBufferLength,
    size_t InputBufferLength,
    ULONG IoControlCode
    )
{
    NTSTATUS status;
    WDFQUEUE manual;
    WDF_IO_QUEUE_CONFIG config;

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    UNREFERENCED_PARAMETER(IoControlCode);

    WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
    status = WdfIoQueueCreate(WdfIoQueueGetDevice(Queue), &config, WDF_NO_OBJECT_ATTRIBUTES, &manual);
    if (NT_SUCCESS(status)) {
        status = WdfRequestForwardToIoQueue(Request, manual);
    }

    WdfRequestComplete(Request, status);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    return CreateControlQueue(DriverObject, RegistryPath, NULL, EvtIoDeviceControl);
}
