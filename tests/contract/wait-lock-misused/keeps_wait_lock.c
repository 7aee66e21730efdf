/*
 * Its queue callback acquires a wait lock, completes the request, and leaves it held.
 */
#include "control_queue.h"

EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

static WDFWAITLOCK DeviceLock;

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
    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    UNREFERENCED_PARAMETER(IoControlCode);

    WdfWaitLockAcquire(DeviceLock, NULL);
    WdfRequestComplete(Request, STATUS_SUCCESS);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    NTSTATUS status;

    status = CreateControlQueue(DriverObject, RegistryPath, NULL, EvtIoDeviceControl);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return WdfWaitLockCreate(WDF_NO_OBJECT_ATTRIBUTES, &DeviceLock);
}
