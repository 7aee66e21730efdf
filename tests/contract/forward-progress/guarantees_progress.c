/*
 * Answers its requests even when there is no memory for them: two are in reserve, and have their
 * buffers already. Each request, reserved or not, has a buffer, which its cleanup frees.
 *
 * Four device controls: to answer at once, to keep the request until it is asked for, to answer those
 * that are kept, and to be without memory from now on.
 */
#include "control_queue.h"

#define IOCTL_ANSWER CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_KEEP   CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_ENDS   CTL_CODE(FILE_DEVICE_UNKNOWN, 0x803, METHOD_BUFFERED, FILE_ANY_ACCESS)

#define POOL_TAG 'grpF'

typedef struct _REQUEST_CONTEXT {
    PVOID Buffer;
    ULONG Uses;
} REQUEST_CONTEXT, *PREQUEST_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(REQUEST_CONTEXT, GetRequestContext)

EVT_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST EvtIoAllocateResourcesForReservedRequest;
EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES EvtIoAllocateRequestResources;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtRequestCleanup;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

static WDFQUEUE KeptRequests;
static BOOLEAN OutOfMemory;

_Use_decl_annotations_
NTSTATUS
EvtIoAllocateResourcesForReservedRequest(
    WDFQUEUE Queue,
    WDFREQUEST Request
    )
{
    PREQUEST_CONTEXT context = GetRequestContext(Request);

    UNREFERENCED_PARAMETER(Queue);

    context->Buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, POOL_TAG);
    return context->Buffer != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

_Use_decl_annotations_
NTSTATUS
EvtIoAllocateRequestResources(
    WDFQUEUE Queue,
    WDFREQUEST Request
    )
{
    PREQUEST_CONTEXT context = GetRequestContext(Request);

    UNREFERENCED_PARAMETER(Queue);

    if (OutOfMemory) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    context->Buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, POOL_TAG);
    return context->Buffer != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
}

_Use_decl_annotations_
VOID
EvtRequestCleanup(
    WDFOBJECT Object
    )
{
    PREQUEST_CONTEXT context = GetRequestContext(Object);

    if (context->Buffer != NULL) {
        ExFreePoolWithTag(context->Buffer, POOL_TAG);
    }
}

/* Whether it is a reserved one, and how often it has been used. */
DECLSPEC_NOINLINE
static
VOID
Answer(
    WDFREQUEST Request
    )
{
    PREQUEST_CONTEXT context = GetRequestContext(Request);
    ULONG_PTR length = 0;
    NTSTATUS status;
    PUCHAR buffer;

    context->Uses++;
    status = WdfRequestRetrieveOutputBuffer(Request, 2, (PVOID *)&buffer, NULL);
    if (NT_SUCCESS(status)) {
        buffer[0] = WdfRequestIsReserved(Request) ? 'r' : 'n';
        buffer[1] = (UCHAR)('0' + context->Uses);
        length = 2;
    }
    WdfRequestCompleteWithInformation(Request, status, length);
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
    WDFREQUEST kept;

    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);

    switch (IoControlCode) {
    case IOCTL_KEEP:
        if (!NT_SUCCESS(WdfRequestForwardToIoQueue(Request, KeptRequests))) {
            WdfRequestComplete(Request, STATUS_UNSUCCESSFUL);
        }
        return;
    case IOCTL_ENDS:
        OutOfMemory = TRUE;
        while (NT_SUCCESS(WdfIoQueueRetrieveNextRequest(KeptRequests, &kept))) {
            Answer(kept);
        }
        break;
    default:
        break;
    }
    Answer(Request);
}

static
VOID
Prepare(
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_OBJECT_ATTRIBUTES attributes;

    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, REQUEST_CONTEXT);
    attributes.EvtCleanupCallback = EvtRequestCleanup;
    WdfDeviceInitSetRequestAttributes(DeviceInit, &attributes);
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

    status = CreateControlDevice(DriverObject, RegistryPath, Prepare, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchParallel);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &queue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(&policy, 2);
    policy.EvtIoAllocateResourcesForReservedRequest = EvtIoAllocateResourcesForReservedRequest;
    policy.EvtIoAllocateRequestResources = EvtIoAllocateRequestResources;
    status = WdfIoQueueAssignForwardProgressPolicy(queue, &policy);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&queueConfig, WdfIoQueueDispatchManual);
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &KeptRequests);
    if (NT_SUCCESS(status)) {
        WdfControlFinishInitializing(device);
    }
    return status;
}
