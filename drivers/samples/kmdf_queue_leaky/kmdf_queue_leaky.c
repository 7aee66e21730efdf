/*++

Module Name:

    kmdf_queue_leaky.c

Abstract:

    A KMDF driver whose requests wait: IOCTL_TURNSTILE_WAIT is completed by
    the next IOCTL_TURNSTILE_TURN of whoever sends that.

    Those that wait are kept in an array of our own, and that is the mistake:
    nobody marks them cancelable, so a request whose program closes its handle
    stays there for ever, and the queue waits for it when the device goes.

    kmdf_queue forwards them to a queue with manual dispatching, where the
    framework cancels them.

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

#define WAITING_MAX 16

typedef struct _DEVICE_CONTEXT {
    WDFSPINLOCK Lock;
    ULONG Count;
    WDFREQUEST Waiting[WAITING_MAX];
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
    lock of those that wait.

Arguments:

    Device - our control device.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    NTSTATUS status;
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDF_OBJECT_ATTRIBUTES attributes;

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchParallel);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;

    status = WdfIoQueueCreate(Device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = Device;

    return WdfSpinLockCreate(&attributes, &GetDeviceContext(Device)->Lock);
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
    WDFREQUEST waiting = NULL;

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);

    switch (IoControlCode) {
    case IOCTL_TURNSTILE_WAIT:
        WdfSpinLockAcquire(context->Lock);
        if (context->Count < WAITING_MAX) {
            context->Waiting[context->Count++] = Request;
            status = STATUS_PENDING;
        }
        WdfSpinLockRelease(context->Lock);
        if (status == STATUS_PENDING) {
            return;
        }
        break;

    case IOCTL_TURNSTILE_TURN:
        status = STATUS_NO_MORE_ENTRIES;
        WdfSpinLockAcquire(context->Lock);
        if (context->Count > 0) {
            waiting = context->Waiting[0];
            context->Count--;
            RtlMoveMemory(&context->Waiting[0],
                          &context->Waiting[1],
                          context->Count * sizeof(context->Waiting[0]));
            status = STATUS_SUCCESS;
        }
        WdfSpinLockRelease(context->Lock);
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
