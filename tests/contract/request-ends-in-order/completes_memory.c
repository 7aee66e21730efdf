/*
 * Completes a request whose buffer it has had as an object.
 */
#include "control_queue.h"

EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

static VOID EvtRequestCleanup(WDFOBJECT Object)
{
    UNREFERENCED_PARAMETER(Object);
}

static VOID EvtRequestDestroy(WDFOBJECT Object)
{
    UNREFERENCED_PARAMETER(Object);
}

static VOID Prepare(PWDFDEVICE_INIT DeviceInit)
{
    WDF_OBJECT_ATTRIBUTES attributes;

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = EvtRequestCleanup;
    attributes.EvtDestroyCallback = EvtRequestDestroy;
    WdfDeviceInitSetRequestAttributes(DeviceInit, &attributes);
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
    NTSTATUS status;
    WDFMEMORY memory;

    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    UNREFERENCED_PARAMETER(IoControlCode);

    status = WdfRequestRetrieveInputMemory(Request, &memory);

    WdfRequestComplete(Request, status);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    return CreateControlQueue(DriverObject, RegistryPath, Prepare, EvtIoDeviceControl);
}
