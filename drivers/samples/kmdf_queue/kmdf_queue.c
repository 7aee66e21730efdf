/*++

Module Name:

    kmdf_queue.c

Abstract:

    A KMDF driver whose requests wait: IOCTL_TURNSTILE_WAIT is completed by
    the next IOCTL_TURNSTILE_TURN of whoever sends that.

    Those that wait are forwarded to a queue with manual dispatching. There
    the framework cancels them when their program gives them up, or closes its
    handle: the driver has nothing to do with that.

    kmdf_queue_leaky keeps them in its own list, which is a mistake.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>

#define TURNSTILE_DEVICE_NAME L"\\Device\\Turnstile"
#define TURNSTILE_LINK_NAME L"\\DosDevices\\Turnstile"

//
// Waits until somebody else turns.
//
#define IOCTL_TURNSTILE_WAIT CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_TURNSTILE_TURN CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _DEVICE_CONTEXT {
    WDFQUEUE WaitingQueue;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
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
    DECLARE_CONST_UNICODE_STRING(deviceName, TURNSTILE_DEVICE_NAME);
    DECLARE_CONST_UNICODE_STRING(linkName, TURNSTILE_LINK_NAME);

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

    Creates the default queue, which gives us requests as they come, and the
    queue that those that wait are in.

Arguments:

    Device - our control device.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDF_IO_QUEUE_CONFIG queueConfig;

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchParallel);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;

    status = WdfIoQueueCreate(Device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&queueConfig, WdfIoQueueDispatchManual);

    return WdfIoQueueCreate(Device,
                            &queueConfig,
                            WDF_NO_OBJECT_ATTRIBUTES,
                            &GetDeviceContext(Device)->WaitingQueue);
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

    Lets a request wait, or completes the one that has waited longest.

Arguments:

    Queue - our default queue.

    Request - the request.

    OutputBufferLength, InputBufferLength - not used: nothing is transferred.

    IoControlCode - what is asked for.

--*/
{
    NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;
    PDEVICE_CONTEXT context = GetDeviceContext(WdfIoQueueGetDevice(Queue));
    WDFREQUEST waiting;

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);

    switch (IoControlCode) {
    case IOCTL_TURNSTILE_WAIT:
        status = WdfRequestForwardToIoQueue(Request, context->WaitingQueue);
        if (NT_SUCCESS(status)) {
            //
            // It is the other queue's now.
            //
            return;
        }
        break;

    case IOCTL_TURNSTILE_TURN:
        status = WdfIoQueueRetrieveNextRequest(context->WaitingQueue, &waiting);
        if (NT_SUCCESS(status)) {
            WdfRequestComplete(waiting, STATUS_SUCCESS);
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
