/*
 * Stops a queue twice before it has stopped, with a callback each time.
 */
#include "control_queue.h"

EVT_WDF_IO_QUEUE_STATE EvtStopped;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

_Use_decl_annotations_
VOID
EvtStopped(
    WDFQUEUE Queue,
    WDFCONTEXT Context
    )
{
    UNREFERENCED_PARAMETER(Context);

    WdfIoQueueStart(Queue);
}

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
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    UNREFERENCED_PARAMETER(IoControlCode);

    WdfIoQueueStop(Queue, EvtStopped, NULL);
    WdfIoQueueStop(Queue, EvtStopped, NULL);

    WdfRequestComplete(Request, STATUS_SUCCESS);
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
