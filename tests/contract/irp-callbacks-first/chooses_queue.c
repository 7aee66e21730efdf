/*
 * Has reads and device controls before its queues have: a read it gives back to the framework, whose
 * choice is the default queue; a device control it answers itself, or gives to another queue, which may
 * be by way of EvtIoInCallerContext.
 */
#include "control_queue.h"

#define IOCTL_ITSELF CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_OTHER  CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)

EVT_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch;
EVT_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext;
EVT_WDF_IO_QUEUE_IO_DEFAULT EvtIoDefault;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;

static WDFQUEUE OtherQueue;

_Use_decl_annotations_
VOID
EvtIoInCallerContext(
    WDFDEVICE Device,
    WDFREQUEST Request
    )
{
    NTSTATUS status = WdfDeviceEnqueueRequest(Device, Request);

    if (!NT_SUCCESS(status)) {
        WdfRequestComplete(Request, status);
    }
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceWdmIrpDispatch(
    WDFDEVICE Device,
    UCHAR MajorFunction,
    UCHAR MinorFunction,
    ULONG Code,
    WDFCONTEXT DriverContext,
    PIRP Irp,
    WDFCONTEXT DispatchContext
    )
{
    ULONG flags = WDF_DISPATCH_IRP_TO_IO_QUEUE_NO_FLAGS;

    UNREFERENCED_PARAMETER(MinorFunction);

    if (MajorFunction == IRP_MJ_READ) {
        return WdfDeviceWdmDispatchIrp(Device, Irp, DispatchContext);
    }
    if (Code == IOCTL_ITSELF) {
        Irp->IoStatus.Status = STATUS_SUCCESS;
        Irp->IoStatus.Information = 0;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return STATUS_SUCCESS;
    }
    if (Code != IOCTL_OTHER) {
        flags |= WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK;
    }
    return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, *(WDFQUEUE *)DriverContext, flags);
}

_Use_decl_annotations_
VOID
EvtIoDefault(
    WDFQUEUE Queue,
    WDFREQUEST Request
    )
{
    UNREFERENCED_PARAMETER(Queue);
    WdfRequestComplete(Request, STATUS_SUCCESS);
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
    WdfRequestComplete(Request, STATUS_SUCCESS);
}

static
VOID
Prepare(
    PWDFDEVICE_INIT DeviceInit
    )
{
    WdfDeviceInitSetIoInCallerContextCallback(DeviceInit, EvtIoInCallerContext);
}

DECLSPEC_NOINLINE
static
NTSTATUS
CreateQueues(
    WDFDEVICE Device
    )
{
    WDF_IO_QUEUE_CONFIG queueConfig;
    NTSTATUS status;

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoDefault = EvtIoDefault;
    status = WdfIoQueueCreate(Device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    return WdfIoQueueCreate(Device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &OtherQueue);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    static const UCHAR majors[] = { IRP_MJ_READ, IRP_MJ_DEVICE_CONTROL };
    WDFDEVICE device;
    NTSTATUS status;
    ULONG i;

    status = CreateControlDevice(DriverObject, RegistryPath, Prepare, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = CreateQueues(device);
    for (i = 0; i < RTL_NUMBER_OF(majors) && NT_SUCCESS(status); i++) {
        status = WdfDeviceConfigureWdmIrpDispatchCallback(device,
                                                          NULL,
                                                          majors[i],
                                                          EvtDeviceWdmIrpDispatch,
                                                          &OtherQueue);
    }
    if (!NT_SUCCESS(status)) {
        return status;
    }

    /* Each is somebody's once, and files are nobody's. */
    if (WdfDeviceConfigureWdmIrpDispatchCallback(device, NULL, IRP_MJ_READ, EvtDeviceWdmIrpDispatch, NULL) !=
            STATUS_INVALID_PARAMETER ||
        WdfDeviceConfigureWdmIrpDispatchCallback(device, NULL, IRP_MJ_CREATE, EvtDeviceWdmIrpDispatch, NULL) !=
            STATUS_INVALID_PARAMETER) {
        return STATUS_UNSUCCESSFUL;
    }

    WdfControlFinishInitializing(device);
    if (WdfDeviceConfigureWdmIrpDispatchCallback(device, NULL, IRP_MJ_WRITE, EvtDeviceWdmIrpDispatch, NULL) !=
        STATUS_INVALID_DEVICE_STATE) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}
