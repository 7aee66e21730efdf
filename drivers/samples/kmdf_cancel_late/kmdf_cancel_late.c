/*++

Module Name:

    kmdf_cancel_late.c

Abstract:

    A KMDF driver with a doorbell: IOCTL_DOORBELL_WAIT is completed by the
    next IOCTL_DOORBELL_RING, and can be cancelled until then.

    It completes a request that is still marked cancelable: whoever cancels it
    at that moment completes it, too.

    kmdf_cancel is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>

#define DOORBELL_DEVICE_NAME L"\\Device\\Doorbell"
#define DOORBELL_LINK_NAME L"\\DosDevices\\Doorbell"

#define IOCTL_DOORBELL_WAIT CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_DOORBELL_RING CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _DEVICE_CONTEXT {
    WDFSPINLOCK Lock;
    WDFREQUEST Waiting;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
EVT_WDF_REQUEST_CANCEL EvtRequestCancel;
EVT_WDF_FILE_CLEANUP EvtFileCleanup;

static
NTSTATUS
CreateDevice(
    _In_ WDFDRIVER Driver,
    _Out_ WDFDEVICE *Device
    )
/*++

Routine Description:

    Creates the control device, and the lock of who waits.

Arguments:

    Driver - the device's parent.

    Device - receives the device.

Return Value:

    NTSTATUS

--*/
{
    DECLARE_CONST_UNICODE_STRING(security, L"D:P(A;;GA;;;SY)(A;;GA;;;BA)");
    DECLARE_CONST_UNICODE_STRING(deviceName, DOORBELL_DEVICE_NAME);
    WDF_FILEOBJECT_CONFIG fileConfig;
    WDF_OBJECT_ATTRIBUTES attributes;
    PWDFDEVICE_INIT deviceInit;
    NTSTATUS status;

    deviceInit = WdfControlDeviceInitAllocate(Driver, &security);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    WDF_FILEOBJECT_CONFIG_INIT(&fileConfig, WDF_NO_EVENT_CALLBACK, WDF_NO_EVENT_CALLBACK, EvtFileCleanup);
    WdfDeviceInitSetFileObjectConfig(deviceInit, &fileConfig, WDF_NO_OBJECT_ATTRIBUTES);

    status = WdfDeviceInitAssignName(deviceInit, &deviceName);
    if (NT_SUCCESS(status)) {
        WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
        status = WdfDeviceCreate(&deviceInit, &attributes, Device);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = *Device;
    return WdfSpinLockCreate(&attributes, &GetDeviceContext(*Device)->Lock);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the driver object, the control device with its queue, and the
    name that programs open.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
{
    DECLARE_CONST_UNICODE_STRING(linkName, DOORBELL_LINK_NAME);
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDF_DRIVER_CONFIG config;
    WDFDRIVER driver;
    WDFDEVICE device;
    NTSTATUS status;

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
    if (NT_SUCCESS(status)) {
        status = CreateDevice(driver, &device);
    }
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchParallel);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreateSymbolicLink(device, &linkName);
    }
    if (NT_SUCCESS(status)) {
        WdfControlFinishInitializing(device);
    }

    return status;
}

static
DECLSPEC_NOINLINE
VOID
Wait(
    _Inout_ PDEVICE_CONTEXT Context,
    _In_ WDFREQUEST Request
    )
/*++

Routine Description:

    Keeps the request, or completes it when it is cancelled already, or when
    somebody waits.

Arguments:

    Context - the device's context.

    Request - the request.

Return Value:

    None

--*/
{
    NTSTATUS status;

    WdfSpinLockAcquire(Context->Lock);
    if (Context->Waiting != NULL) {
        status = STATUS_DEVICE_BUSY;
    } else {
        status = WdfRequestMarkCancelableEx(Request, EvtRequestCancel);
    }
    if (NT_SUCCESS(status)) {
        Context->Waiting = Request;
    }
    WdfSpinLockRelease(Context->Lock);

    if (!NT_SUCCESS(status)) {
        WdfRequestComplete(Request, status);
    }
}

static
DECLSPEC_NOINLINE
WDFREQUEST
TakeWaiting(
    _Inout_ PDEVICE_CONTEXT Context,
    _In_opt_ WDFFILEOBJECT FileObject
    )
/*++

Routine Description:

    Takes the request that waits.

Arguments:

    Context - the device's context.

    FileObject - whose request it is to be; NULL for anybody's.

Return Value:

    The request, or NULL.

--*/
{
    WDFREQUEST request;

    WdfSpinLockAcquire(Context->Lock);
    request = Context->Waiting;
    if (request != NULL && FileObject != NULL && WdfRequestGetFileObject(request) != FileObject) {
        request = NULL;
    }
    if (request != NULL) {
        Context->Waiting = NULL;
    }
    WdfSpinLockRelease(Context->Lock);

    return request;
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

    Waits for the bell, or rings it.

Arguments:

    Queue - the default queue.

    Request - the request.

    OutputBufferLength, InputBufferLength - not used.

    IoControlCode - which of both.

Return Value:

    None

--*/
{
    PDEVICE_CONTEXT context = GetDeviceContext(WdfIoQueueGetDevice(Queue));
    WDFREQUEST waiting;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);

    switch (IoControlCode) {
    case IOCTL_DOORBELL_WAIT:
        Wait(context, Request);
        return;

    case IOCTL_DOORBELL_RING:
        waiting = TakeWaiting(context, NULL);
        if (waiting != NULL) {
            WdfRequestComplete(waiting, STATUS_SUCCESS);
        }
        status = waiting != NULL ? STATUS_SUCCESS : STATUS_NO_MORE_ENTRIES;
        break;

    default:
        status = STATUS_INVALID_DEVICE_REQUEST;
        break;
    }

    WdfRequestComplete(Request, status);
}

_Use_decl_annotations_
VOID
EvtRequestCancel(
    WDFREQUEST Request
    )
/*++

Routine Description:

    Nobody waits any more.

Arguments:

    Request - the request that was cancelled.

Return Value:

    None

--*/
{
    PDEVICE_CONTEXT context = GetDeviceContext(WdfIoQueueGetDevice(WdfRequestGetIoQueue(Request)));

    WdfSpinLockAcquire(context->Lock);
    if (context->Waiting == Request) {
        context->Waiting = NULL;
    }
    WdfSpinLockRelease(context->Lock);

    WdfRequestComplete(Request, STATUS_CANCELLED);
}

_Use_decl_annotations_
VOID
EvtFileCleanup(
    WDFFILEOBJECT FileObject
    )
/*++

Routine Description:

    The program has closed its handle: its request does not wait any more.

Arguments:

    FileObject - the handle's.

Return Value:

    None

--*/
{
    WDFREQUEST request = TakeWaiting(GetDeviceContext(WdfFileObjectGetDevice(FileObject)), FileObject);

    if (request != NULL) {
        WdfRequestComplete(request, STATUS_CANCELLED);
    }
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    The objects clean up after themselves.

Arguments:

    Driver - the framework driver object.

Return Value:

    None

--*/
{
    UNREFERENCED_PARAMETER(Driver);
    PAGED_CODE();
}
