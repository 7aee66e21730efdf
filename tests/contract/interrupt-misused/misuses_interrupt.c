/*
 * Says of its interrupt what cannot be: each is recorded, and has no effect.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_INTERRUPT_ISR EvtInterruptIsr;

_Use_decl_annotations_
BOOLEAN
EvtInterruptIsr(
    WDFINTERRUPT Interrupt,
    ULONG MessageID
    )
{
    UNREFERENCED_PARAMETER(Interrupt);
    UNREFERENCED_PARAMETER(MessageID);
    return TRUE;
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_INTERRUPT_EXTENDED_POLICY policy;
    WDF_INTERRUPT_CONFIG interruptConfig;
    WDFINTERRUPT interrupt;
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);

    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_INTERRUPT_CONFIG_INIT(&interruptConfig, EvtInterruptIsr, WDF_NO_EVENT_CALLBACK);
    status = WdfInterruptCreate(device, &interruptConfig, WDF_NO_OBJECT_ATTRIBUTES, &interrupt);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    /* It is connected when the device enters its working state. */
    WdfInterruptReportInactive(interrupt);
    WdfInterruptReportActive(interrupt);

    /* Its lock is a spin lock, which is waited for. */
    if (WdfInterruptTryToAcquireLock(interrupt)) {
        return STATUS_UNSUCCESSFUL;
    }

    WdfInterruptSetPolicy(interrupt, WdfIrqPolicyOneCloseProcessor, WdfIrqPriorityUndefined, 1);
    WdfInterruptSetPolicy(interrupt, (WDF_INTERRUPT_POLICY)77, WdfIrqPriorityNormal, 1);

    RtlZeroMemory(&policy, sizeof(policy));
    WdfInterruptSetExtendedPolicy(interrupt, &policy);
    return STATUS_SUCCESS;
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
