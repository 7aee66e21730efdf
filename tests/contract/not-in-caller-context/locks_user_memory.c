/*
 * Locks memory of whoever makes its requests: his own, an address that leads nowhere, and his own once
 * more in a thread of the system. What is locked to be read is not written.
 */
#include "control_queue.h"

#define IOCTL_OWN     CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_NOWHERE CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_LATE    CTL_CODE(FILE_DEVICE_UNKNOWN, 0x803, METHOD_NEITHER, FILE_ANY_ACCESS)

EVT_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
EVT_WDF_WORKITEM EvtWorkItem;

typedef struct _WORK_CONTEXT {
    WDFREQUEST Request;
    PVOID Buffer;
    size_t Length;
} WORK_CONTEXT, *PWORK_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(WORK_CONTEXT, GetWorkContext)

static WDFWORKITEM WorkItem;

_Use_decl_annotations_
VOID
EvtWorkItem(
    WDFWORKITEM Item
    )
{
    PWORK_CONTEXT context = GetWorkContext(Item);
    WDFMEMORY memory;

    WdfRequestComplete(context->Request,
                       WdfRequestProbeAndLockUserBufferForRead(context->Request,
                                                               context->Buffer,
                                                               context->Length,
                                                               &memory));
}

/* STATUS_SUCCESS when all is as it should be. */
DECLSPEC_NOINLINE
static
NTSTATUS
LockOwn(
    WDFREQUEST Request,
    PVOID Buffer,
    size_t Length
    )
{
    WDFMEMORY memory;
    NTSTATUS status;
    CHAR byte = 0;

    status = WdfRequestProbeAndLockUserBufferForRead(Request, Buffer, 0, &memory);
    if (status != STATUS_INVALID_USER_BUFFER) {
        return STATUS_UNSUCCESSFUL;
    }
    status = WdfRequestProbeAndLockUserBufferForRead(Request, Buffer, Length, &memory);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = WdfMemoryCopyToBuffer(memory, 0, &byte, 1);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    if (WdfMemoryCopyFromBuffer(memory, 0, &byte, 1) != STATUS_ACCESS_VIOLATION) {
        return STATUS_UNSUCCESSFUL;
    }
    status = WdfRequestProbeAndLockUserBufferForWrite(Request, Buffer, Length, &memory);
    if (NT_SUCCESS(status)) {
        status = WdfMemoryCopyFromBuffer(memory, 0, &byte, 1);
    }
    return status;
}

_Use_decl_annotations_
VOID
EvtIoInCallerContext(
    WDFDEVICE Device,
    WDFREQUEST Request
    )
{
    WDF_REQUEST_PARAMETERS parameters;
    WDFMEMORY memory;
    NTSTATUS status;
    PVOID buffer;
    size_t length;

    WDF_REQUEST_PARAMETERS_INIT(&parameters);
    WdfRequestGetParameters(Request, &parameters);

    status = WdfRequestRetrieveUnsafeUserInputBuffer(Request, 1, &buffer, &length);
    if (!NT_SUCCESS(status)) {
        WdfRequestComplete(Request, status);
        return;
    }

    switch (parameters.Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_OWN:
        status = LockOwn(Request, buffer, length);
        break;
    case IOCTL_NOWHERE:
        status = WdfRequestProbeAndLockUserBufferForRead(Request, (PVOID)0x10, 8, &memory);
        if (status == STATUS_ACCESS_VIOLATION) {
            status = WdfRequestProbeAndLockUserBufferForWrite(Request, (PVOID)0x10, 8, &memory);
        }
        break;
    default:
        GetWorkContext(WorkItem)->Buffer = buffer;
        GetWorkContext(WorkItem)->Length = length;
        status = WdfDeviceEnqueueRequest(Device, Request);
        if (NT_SUCCESS(status)) {
            return;
        }
        break;
    }
    WdfRequestComplete(Request, status);
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
    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    UNREFERENCED_PARAMETER(IoControlCode);

    GetWorkContext(WorkItem)->Request = Request;
    WdfWorkItemEnqueue(WorkItem);
    WdfWorkItemFlush(WorkItem);
}

static
VOID
Prepare(
    PWDFDEVICE_INIT DeviceInit
    )
{
    WdfDeviceInitSetIoInCallerContextCallback(DeviceInit, EvtIoInCallerContext);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDF_WORKITEM_CONFIG workConfig;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDEVICE device;
    NTSTATUS status;

    status = CreateControlDevice(DriverObject, RegistryPath, Prepare, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_WORKITEM_CONFIG_INIT(&workConfig, EvtWorkItem);
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, WORK_CONTEXT);
    attributes.ParentObject = device;
    status = WdfWorkItemCreate(&workConfig, &attributes, &WorkItem);
    if (NT_SUCCESS(status)) {
        WdfControlFinishInitializing(device);
    }
    return status;
}
