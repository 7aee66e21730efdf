/*++

Module Name:

    kmdf_reserve.c

Abstract:

    A KMDF driver whose requests are answered even when it has no paper left:
    its queue guarantees forward progress, by one request that has its sheet
    already. Each print needs a plate, too, which is allocated for it.

    What a request in reserve needs for one use is freed before it is
    completed: it is not cleaned up then.

    kmdf_reserve_leaky leaves that to the cleanup callback, which is a mistake.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>

#define PRESS_DEVICE_NAME L"\\Device\\Press"
#define PRESS_LINK_NAME L"\\DosDevices\\Press"

//
// Keeps a sheet until its handle is closed; prints.
//
#define IOCTL_PRESS_HOLD CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_PRESS_PRINT CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

#define PLATE_SIZE 128
#define PLATE_TAG 'etlP'

typedef struct _DEVICE_CONTEXT {
    WDFQUEUE HeldQueue;
    LONG Sheets;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext)

typedef struct _REQUEST_CONTEXT {
    PDEVICE_CONTEXT SheetOf;
    PVOID Plate;
} REQUEST_CONTEXT, *PREQUEST_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(REQUEST_CONTEXT, GetRequestContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtRequestCleanup;
EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES EvtIoAllocateRequestResources;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS
CreateQueues(
    _In_ WDFDEVICE Device
    );

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the driver object, the control device with its queues, and the
    name that programs open.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    WDFDRIVER driver;
    PWDFDEVICE_INIT deviceInit;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDEVICE device;
    DECLARE_CONST_UNICODE_STRING(security, L"D:P(A;;GA;;;SY)(A;;GA;;;BA)");
    DECLARE_CONST_UNICODE_STRING(deviceName, PRESS_DEVICE_NAME);
    DECLARE_CONST_UNICODE_STRING(linkName, PRESS_LINK_NAME);

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    deviceInit = WdfControlDeviceInitAllocate(driver, &security);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfDeviceInitAssignName(deviceInit, &deviceName);
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, REQUEST_CONTEXT);
    attributes.EvtCleanupCallback = EvtRequestCleanup;
    WdfDeviceInitSetRequestAttributes(deviceInit, &attributes);

    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
    status = WdfDeviceCreate(&deviceInit, &attributes, &device);
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    status = CreateQueues(device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfDeviceCreateSymbolicLink(device, &linkName);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfControlFinishInitializing(device);

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
CreateQueues(
    WDFDEVICE Device
    )
/*++

Routine Description:

    Creates the default queue, with one request in reserve, and the queue of
    requests that only hold a sheet.

Arguments:

    Device - our control device, which has one sheet.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDFQUEUE queue;
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY policy;

    GetDeviceContext(Device)->Sheets = 1;

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchParallel);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;

    status = WdfIoQueueCreate(Device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &queue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(&policy, 1);
    policy.EvtIoAllocateRequestResources = EvtIoAllocateRequestResources;

    status = WdfIoQueueAssignForwardProgressPolicy(queue, &policy);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&queueConfig, WdfIoQueueDispatchManual);

    return WdfIoQueueCreate(Device,
                            &queueConfig,
                            WDF_NO_OBJECT_ATTRIBUTES,
                            &GetDeviceContext(Device)->HeldQueue);
}

_Use_decl_annotations_
NTSTATUS
EvtIoAllocateRequestResources(
    WDFQUEUE Queue,
    WDFREQUEST Request
    )
/*++

Routine Description:

    Takes a sheet for a request. When there is none, the framework takes the
    request in reserve instead.

Arguments:

    Queue - our default queue.

    Request - the request, which is not in reserve.

Return Value:

    STATUS_SUCCESS, or STATUS_INSUFFICIENT_RESOURCES.

--*/
{
    PDEVICE_CONTEXT context = GetDeviceContext(WdfIoQueueGetDevice(Queue));

    if (InterlockedDecrement(&context->Sheets) < 0) {
        InterlockedIncrement(&context->Sheets);
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    GetRequestContext(Request)->SheetOf = context;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtRequestCleanup(
    WDFOBJECT Object
    )
/*++

Routine Description:

    Gives back what a request has. It is called when a request is completed;
    one in reserve is used again, and has it called when its queue goes.

Arguments:

    Object - the request.

--*/
{
    PREQUEST_CONTEXT context = GetRequestContext(Object);

    if (context->SheetOf != NULL) {
        InterlockedIncrement(&context->SheetOf->Sheets);
    }
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
/*++

Routine Description:

    Lets a request keep its sheet, or makes a plate for it and prints.

Arguments:

    Queue - our default queue.

    Request - the request.

    OutputBufferLength, InputBufferLength - not used: nothing is transferred.

    IoControlCode - what is asked for.

--*/
{
    NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;
    PDEVICE_CONTEXT context = GetDeviceContext(WdfIoQueueGetDevice(Queue));
    PREQUEST_CONTEXT requestContext = GetRequestContext(Request);

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);

    switch (IoControlCode) {
    case IOCTL_PRESS_HOLD:
        status = WdfRequestForwardToIoQueue(Request, context->HeldQueue);
        if (NT_SUCCESS(status)) {
            //
            // It is the other queue's now.
            //
            return;
        }
        break;

    case IOCTL_PRESS_PRINT:
        requestContext->Plate = ExAllocatePool2(POOL_FLAG_NON_PAGED, PLATE_SIZE, PLATE_TAG);
        status = requestContext->Plate != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;
        if (NT_SUCCESS(status)) {
            ExFreePoolWithTag(requestContext->Plate, PLATE_TAG);
            requestContext->Plate = NULL;
        }
        break;
    }

    WdfRequestComplete(Request, status);
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    Makes the driver unloadable, and has nothing to do.

Arguments:

    Driver - our driver object.

--*/
{
    UNREFERENCED_PARAMETER(Driver);
}
