/*
 * Has requests of the PnP and the power manager before the framework has: it looks at those that start,
 * stop and remove its device, and at those that set its power, and gives them on.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;

_Use_decl_annotations_
NTSTATUS
EvtDeviceWdmIrpPreprocess(
    WDFDEVICE Device,
    PIRP Irp
    )
{
    IoSkipCurrentIrpStackLocation(Irp);
    return WdfDeviceWdmDispatchPreprocessedIrp(Device, Irp);
}

_Use_decl_annotations_
NTSTATUS
EvtDevicePrepareHardware(
    WDFDEVICE Device,
    WDFCMRESLIST ResourcesRaw,
    WDFCMRESLIST ResourcesTranslated
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(ResourcesRaw);
    UNREFERENCED_PARAMETER(ResourcesTranslated);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceD0Exit(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE TargetState
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(TargetState);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    static UCHAR pnp[] = { IRP_MN_START_DEVICE, IRP_MN_REMOVE_DEVICE };
    static UCHAR power[] = { IRP_MN_SET_POWER };
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
    callbacks.EvtDeviceD0Exit = EvtDeviceD0Exit;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);

    status = WdfDeviceInitAssignWdmIrpPreprocessCallback(
        DeviceInit, EvtDeviceWdmIrpPreprocess, IRP_MJ_PNP, pnp, RTL_NUMBER_OF(pnp));
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = WdfDeviceInitAssignWdmIrpPreprocessCallback(
        DeviceInit, EvtDeviceWdmIrpPreprocess, IRP_MJ_POWER, power, RTL_NUMBER_OF(power));
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
