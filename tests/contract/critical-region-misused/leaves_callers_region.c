/*
 * Its cleanup callback leaves a critical region that it has not entered: that of who deletes the object.
 */
#include "control_queue.h"

EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback;

_Use_decl_annotations_
VOID
EvtCleanupCallback(
    WDFOBJECT Object
    )
{
    UNREFERENCED_PARAMETER(Object);

    KeLeaveCriticalRegion();
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
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFOBJECT object;

    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    UNREFERENCED_PARAMETER(IoControlCode);

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtCleanupCallback;
    if (NT_SUCCESS(WdfObjectCreate(&attributes, &object))) {
        KeEnterCriticalRegion();
        WdfObjectDelete(object);
    }

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
