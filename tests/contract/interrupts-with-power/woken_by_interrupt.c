/*
 * Has an interrupt that wakes its device, while the system works and while it sleeps.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED EvtDeviceD0EntryPostInterruptsEnabled;
EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED EvtDeviceWakeFromS0Triggered;
EVT_WDF_DEVICE_ARM_WAKE_FROM_SX EvtDeviceArmWakeFromSx;
EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED EvtDeviceWakeFromSxTriggered;
EVT_WDF_INTERRUPT_ISR EvtInterruptIsr;
EVT_WDF_INTERRUPT_ENABLE EvtInterruptEnable;
EVT_WDF_INTERRUPT_DISABLE EvtInterruptDisable;
EVT_WDF_INTERRUPT_WORKITEM EvtInterruptWorkItem;

static BOOLEAN ArmingFails;

_Use_decl_annotations_
BOOLEAN
EvtInterruptIsr(
    WDFINTERRUPT Interrupt,
    ULONG MessageID
    )
{
    UNREFERENCED_PARAMETER(MessageID);

    PAGED_CODE();
    WdfInterruptQueueWorkItemForIsr(Interrupt);
    return TRUE;
}

_Use_decl_annotations_
VOID
EvtInterruptWorkItem(
    WDFINTERRUPT Interrupt,
    WDFOBJECT AssociatedObject
    )
{
    UNREFERENCED_PARAMETER(Interrupt);
    UNREFERENCED_PARAMETER(AssociatedObject);
}

_Use_decl_annotations_
NTSTATUS
EvtInterruptEnable(
    WDFINTERRUPT Interrupt,
    WDFDEVICE AssociatedDevice
    )
{
    UNREFERENCED_PARAMETER(Interrupt);
    UNREFERENCED_PARAMETER(AssociatedDevice);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtInterruptDisable(
    WDFINTERRUPT Interrupt,
    WDFDEVICE AssociatedDevice
    )
{
    UNREFERENCED_PARAMETER(Interrupt);
    UNREFERENCED_PARAMETER(AssociatedDevice);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDevicePrepareHardware(
    WDFDEVICE Device,
    WDFCMRESLIST ResourcesRaw,
    WDFCMRESLIST ResourcesTranslated
    )
{
    WDF_INTERRUPT_CONFIG interruptConfig;
    WDFINTERRUPT interrupt;

    WDF_INTERRUPT_CONFIG_INIT(&interruptConfig, EvtInterruptIsr, WDF_NO_EVENT_CALLBACK);
    interruptConfig.PassiveHandling = TRUE;
    interruptConfig.CanWakeDevice = TRUE;
    interruptConfig.EvtInterruptWorkItem = EvtInterruptWorkItem;
    interruptConfig.EvtInterruptEnable = EvtInterruptEnable;
    interruptConfig.EvtInterruptDisable = EvtInterruptDisable;
    interruptConfig.InterruptRaw = WdfCmResourceListGetDescriptor(ResourcesRaw, 0);
    interruptConfig.InterruptTranslated = WdfCmResourceListGetDescriptor(ResourcesTranslated, 0);

    return WdfInterruptCreate(Device, &interruptConfig, WDF_NO_OBJECT_ATTRIBUTES, &interrupt);
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceD0Entry(
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
EvtDeviceD0EntryPostInterruptsEnabled(
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
EvtDeviceD0Exit(
    WDFDEVICE Device,
    WDF_POWER_DEVICE_STATE TargetState
    )
{
    UNREFERENCED_PARAMETER(Device);
    UNREFERENCED_PARAMETER(TargetState);
    return STATUS_SUCCESS;
}

/* Once it was woken, it cannot be armed again. */
_Use_decl_annotations_
NTSTATUS
EvtDeviceArmWakeFromS0(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
    return ArmingFails ? STATUS_DEVICE_NOT_READY : STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtDeviceWakeFromS0Triggered(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
    ArmingFails = TRUE;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceArmWakeFromSx(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtDeviceWakeFromSxTriggered(
    WDFDEVICE Device
    )
{
    UNREFERENCED_PARAMETER(Device);
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idleSettings;
    WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wakeSettings;
    WDF_POWER_POLICY_EVENT_CALLBACKS policyCallbacks;
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
    callbacks.EvtDeviceD0Entry = EvtDeviceD0Entry;
    callbacks.EvtDeviceD0EntryPostInterruptsEnabled = EvtDeviceD0EntryPostInterruptsEnabled;
    callbacks.EvtDeviceD0Exit = EvtDeviceD0Exit;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);

    WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policyCallbacks);
    policyCallbacks.EvtDeviceArmWakeFromS0 = EvtDeviceArmWakeFromS0;
    policyCallbacks.EvtDeviceWakeFromS0Triggered = EvtDeviceWakeFromS0Triggered;
    policyCallbacks.EvtDeviceArmWakeFromSx = EvtDeviceArmWakeFromSx;
    policyCallbacks.EvtDeviceWakeFromSxTriggered = EvtDeviceWakeFromSxTriggered;
    WdfDeviceInitSetPowerPolicyEventCallbacks(DeviceInit, &policyCallbacks);

    ArmingFails = FALSE;
    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idleSettings, IdleCanWakeFromS0);
    status = WdfDeviceAssignS0IdleSettings(device, &idleSettings);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wakeSettings);
    return WdfDeviceAssignSxWakeSettings(device, &wakeSettings);
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
