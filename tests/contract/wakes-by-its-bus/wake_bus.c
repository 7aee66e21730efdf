/*
 * A bus whose child can wake: the bus enables that, and a device control of the bus is the child's signal.
 */
#include <ntddk.h>
#include <wdf.h>

#define IOCTL_SIGNAL  CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_NO_MORE CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)

static const GUID InterfaceClass = { 0x0f7b7f21, 0x51c3, 0x4c6a, { 0x9c, 0x11, 0x02, 0x3e, 0x5a, 0x7d, 0x10, 0x02 } };

static WDFDEVICE Child;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
EVT_WDF_DEVICE_ENABLE_WAKE_AT_BUS EvtDeviceEnableWakeAtBus;
EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS EvtDeviceDisableWakeAtBus;
EVT_WDF_DEVICE_D0_ENTRY EvtBusD0Entry;
EVT_WDF_DEVICE_D0_EXIT EvtBusD0Exit;
EVT_WDF_DEVICE_D0_ENTRY EvtChildD0Entry;
EVT_WDF_DEVICE_D0_EXIT EvtChildD0Exit;

_Use_decl_annotations_
NTSTATUS
EvtDeviceEnableWakeAtBus(
    WDFDEVICE Device,
    SYSTEM_POWER_STATE PowerState
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(PowerState);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtDeviceDisableWakeAtBus(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
}

_Use_decl_annotations_
NTSTATUS
EvtBusD0Entry(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE PreviousState
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(PreviousState);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtBusD0Exit(
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
EvtChildD0Entry(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE PreviousState
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(PreviousState);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtChildD0Exit(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE TargetState
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(TargetState);
    return STATUS_SUCCESS;
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
    NTSTATUS status;

    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);

    NT_ASSERT(WdfDeviceIndicateWakeStatus(Child, STATUS_CANCELLED) == STATUS_INVALID_PARAMETER);
    NT_ASSERT(WdfDeviceIndicateWakeStatus(WdfIoQueueGetDevice(Queue), STATUS_SUCCESS) == STATUS_INVALID_DEVICE_STATE);
    status = WdfDeviceIndicateWakeStatus(Child, IoControlCode == IOCTL_SIGNAL ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL);
    WdfRequestComplete(Request, status);
}

DECLSPEC_NOINLINE
static NTSTATUS
AddChild(
    WDFDEVICE Bus
    )
{
    DECLARE_CONST_UNICODE_STRING(deviceId, L"WAKE\\Thing");
    DECLARE_CONST_UNICODE_STRING(instanceId, L"1");
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_PDO_EVENT_CALLBACKS childCallbacks;
    PWDFDEVICE_INIT init = WdfPdoInitAllocate(Bus);
    NTSTATUS status;

    if (init == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDeviceD0Entry = EvtChildD0Entry;
    callbacks.EvtDeviceD0Exit = EvtChildD0Exit;
    WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
    WDF_PDO_EVENT_CALLBACKS_INIT(&childCallbacks);
    childCallbacks.EvtDeviceEnableWakeAtBus = EvtDeviceEnableWakeAtBus;
    childCallbacks.EvtDeviceDisableWakeAtBus = EvtDeviceDisableWakeAtBus;
    WdfPdoInitSetEventCallbacks(init, &childCallbacks);
    status = WdfPdoInitAssignDeviceID(init, &deviceId);
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAddHardwareID(init, &deviceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAssignInstanceID(init, &instanceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &Child);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(init);
        return status;
    }
    return WdfFdoAddStaticChild(Bus, Child);
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS settings;
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_IO_QUEUE_CONFIG queueConfig;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDeviceD0Entry = EvtBusD0Entry;
    callbacks.EvtDeviceD0Exit = EvtBusD0Exit;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);
    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&settings, IdleCannotWakeFromS0);
    status = WdfDeviceAssignS0IdleSettings(device, &settings);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queueConfig, WdfIoQueueDispatchParallel);
    queueConfig.EvtIoDeviceControl = EvtIoDeviceControl;
    queueConfig.PowerManaged = WdfFalse;
    status = WdfIoQueueCreate(device, &queueConfig, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreateDeviceInterface(device, &InterfaceClass, NULL);
    }
    return NT_SUCCESS(status) ? AddChild(device) : status;
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
