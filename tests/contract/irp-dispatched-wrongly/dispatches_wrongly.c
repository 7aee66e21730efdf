/*
 * Gives device controls where they cannot go: back with a context that is none, to a queue that has no
 * callback for them, with flags that are none, to another device's queue. Each fails.
 */
#include "control_queue.h"

EVT_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
EVT_WDF_IO_QUEUE_IO_READ EvtIoRead;

static WDFQUEUE ReadQueue;
static WDFQUEUE OtherDevicesQueue;

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
    UNREFERENCED_PARAMETER(MajorFunction);
    UNREFERENCED_PARAMETER(MinorFunction);
    UNREFERENCED_PARAMETER(DispatchContext);

    switch ((Code >> 2) & 0xfff) {
    case 0x801:
        return WdfDeviceWdmDispatchIrp(Device, Irp, DriverContext);
    case 0x802:
        return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, ReadQueue, 0);
    case 0x803:
        return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, WdfDeviceGetDefaultQueue(Device), 0x100);
    default:
        return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, OtherDevicesQueue, 0);
    }
}

_Use_decl_annotations_
VOID
EvtIoRead(
    WDFQUEUE Queue,
    WDFREQUEST Request,
    size_t Length
    )
{
    UNREFERENCED_PARAMETER(Queue);
    UNREFERENCED_PARAMETER(Length);
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

DECLSPEC_NOINLINE
static
NTSTATUS
CreateOtherDevice(
    WDFDRIVER Driver
    )
{
    DECLARE_CONST_UNICODE_STRING(security, L"D:P(A;;GA;;;SY)");
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\OtherContract");
    WDF_IO_QUEUE_CONFIG queueConfig;
    PWDFDEVICE_INIT deviceInit;
    WDFDEVICE device;
    NTSTATUS status;

    deviceInit = WdfControlDeviceInitAllocate(Driver, &security);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    status = WdfDeviceInitAssignName(deviceInit, &name);
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&deviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }
    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &OtherDevicesQueue);
    WdfControlFinishInitializing(device);
    return status;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDFDEVICE device;
    NTSTATUS status;

    status = CreateControlDevice(DriverObject, RegistryPath, NULL, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_IO_QUEUE_CONFIG_INIT(&queueConfig, WdfIoQueueDispatchSequential);
    queueConfig.EvtIoRead = EvtIoRead;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, &ReadQueue);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = WdfDeviceConfigureWdmIrpDispatchCallback(device,
                                                      NULL,
                                                      IRP_MJ_DEVICE_CONTROL,
                                                      EvtDeviceWdmIrpDispatch,
                                                      &ReadQueue);
    if (NT_SUCCESS(status)) {
        status = CreateOtherDevice(WdfDeviceGetDriver(device));
    }
    if (NT_SUCCESS(status)) {
        WdfControlFinishInitializing(device);
    }
    return status;
}
