/*
 * Wants the remove lock to be taken for its requests, and keeps one for ever.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT EvtDeviceSelfManagedIoInit;
EVT_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess;

_Use_decl_annotations_
NTSTATUS
EvtDeviceWdmIrpPreprocess(
    WDFDEVICE Device,
    PIRP Irp
    )
{
    UNREFERENCED_PARAMETER(Device);

    IoMarkIrpPending(Irp);
    return STATUS_PENDING;
}

/* A request of a driver's: nobody has opened the device, which can be removed. */
_Use_decl_annotations_
NTSTATUS
EvtDeviceSelfManagedIoInit(
    WDFDEVICE Device
    )
{
    PDEVICE_OBJECT deviceObject = WdfDeviceWdmGetDeviceObject(Device);
    PIRP irp;

    irp = IoAllocateIrp(deviceObject->StackSize, FALSE);
    if (irp == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    IoGetNextIrpStackLocation(irp)->MajorFunction = IRP_MJ_READ;
    (VOID)IoCallDriver(deviceObject, irp);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_REMOVE_LOCK_OPTIONS options;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDeviceSelfManagedIoInit = EvtDeviceSelfManagedIoInit;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);

    WDF_REMOVE_LOCK_OPTIONS_INIT(&options, WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO);
    WdfDeviceInitSetRemoveLockOptions(DeviceInit, &options);

    status = WdfDeviceInitAssignWdmIrpPreprocessCallback(DeviceInit, EvtDeviceWdmIrpPreprocess,
                                                         IRP_MJ_READ, NULL, 0);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    return WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    WDF_DRIVER_CONFIG config;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);

    return WdfDriverCreate(DriverObject,
                           RegistryPath,
                           WDF_NO_OBJECT_ATTRIBUTES,
                           &config,
                           WDF_NO_HANDLE);
}
