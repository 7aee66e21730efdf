/*++

Module Name:

    wdm_power_leaky.c

Abstract:

    A function driver that decides on the power of its device: it turns the
    state of the system into one of the device, waits for the device's wake
    signal, and dims it when the display is off.

    wdm_power is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

typedef struct _DEVICE_EXTENSION {
    PDEVICE_OBJECT Self;
    PDEVICE_OBJECT Lower;
    PDEVICE_OBJECT Physical;

    //
    // From IRP_MN_START_DEVICE to IRP_MN_REMOVE_DEVICE.
    //
    PVOID DisplaySetting;
    PIRP WakeIrp;
    BOOLEAN IsDimmed;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_ADD_DEVICE AddDevice;
DRIVER_DISPATCH DispatchPnp;
DRIVER_DISPATCH DispatchPower;
IO_COMPLETION_ROUTINE SystemPowerPassed;
REQUEST_POWER_COMPLETE DevicePowerSet;
REQUEST_POWER_COMPLETE DeviceWoke;
POWER_SETTING_CALLBACK DisplayChanged;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    UNREFERENCED_PARAMETER(RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->DriverExtension->AddDevice = AddDevice;
    DriverObject->MajorFunction[IRP_MJ_PNP] = DispatchPnp;
    DriverObject->MajorFunction[IRP_MJ_POWER] = DispatchPower;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
AddDevice(
    PDRIVER_OBJECT DriverObject,
    PDEVICE_OBJECT PhysicalDeviceObject
    )
{
    PDEVICE_EXTENSION extension;
    PDEVICE_OBJECT device;
    NTSTATUS status;

    status = IoCreateDevice(DriverObject,
                            sizeof(DEVICE_EXTENSION),
                            NULL,
                            FILE_DEVICE_UNKNOWN,
                            FILE_DEVICE_SECURE_OPEN,
                            FALSE,
                            &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    extension = (PDEVICE_EXTENSION)device->DeviceExtension;
    extension->Self = device;
    extension->Physical = PhysicalDeviceObject;
    extension->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDeviceObject);
    if (extension->Lower == NULL) {
        IoDeleteDevice(device);
        return STATUS_NO_SUCH_DEVICE;
    }

    device->Flags |= DO_POWER_PAGABLE;
    device->Flags &= ~DO_DEVICE_INITIALIZING;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
DisplayChanged(
    LPCGUID SettingGuid,
    PVOID Value,
    ULONG ValueLength,
    PVOID Context
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)Context;

    UNREFERENCED_PARAMETER(SettingGuid);

    if (ValueLength == sizeof(ULONG)) {
        extension->IsDimmed = *(PULONG)Value == 0;
    }

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DeviceWoke(
    PDEVICE_OBJECT DeviceObject,
    UCHAR MinorFunction,
    POWER_STATE PowerState,
    PVOID Context,
    PIO_STATUS_BLOCK IoStatus
    )
/*++

Routine Description:

    The end of the wait/wake request: the device has given its signal, or the
    request was cancelled.

--*/
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)Context;
    POWER_STATE state;

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(MinorFunction);
    UNREFERENCED_PARAMETER(PowerState);

    extension->WakeIrp = NULL;
    if (!NT_SUCCESS(IoStatus->Status)) {
        return;
    }

    state.DeviceState = PowerDeviceD0;
    PoRequestPowerIrp(extension->Physical, IRP_MN_SET_POWER, state, NULL, NULL, NULL);
}

static
NTSTATUS
StartDevice(
    PDEVICE_EXTENSION Extension
    )
{
    POWER_STATE state;
    NTSTATUS status;

    state.DeviceState = PowerDeviceD0;
    PoSetPowerState(Extension->Self, DevicePowerState, state);

    status = PoRegisterPowerSettingCallback(Extension->Self,
                                            &GUID_CONSOLE_DISPLAY_STATE,
                                            DisplayChanged,
                                            Extension,
                                            &Extension->DisplaySetting);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    //
    // A device that cannot be armed works all the same.
    //
    state.SystemState = PowerSystemWorking;
    PoRequestPowerIrp(Extension->Physical,
                      IRP_MN_WAIT_WAKE,
                      state,
                      DeviceWoke,
                      Extension,
                      &Extension->WakeIrp);

    return STATUS_SUCCESS;
}

static
VOID
StopDevice(
    PDEVICE_EXTENSION Extension
    )
/*++

Routine Description:

    The mistake: the power manager goes on calling DisplayChanged, for a
    device that is gone.

--*/
{
    if (Extension->WakeIrp != NULL) {
        IoCancelIrp(Extension->WakeIrp);
    }
}

_Use_decl_annotations_
NTSTATUS
DispatchPnp(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    NTSTATUS status;

    switch (IoGetCurrentIrpStackLocation(Irp)->MinorFunction) {

    case IRP_MN_START_DEVICE:
        if (IoForwardIrpSynchronously(extension->Lower, Irp) && NT_SUCCESS(Irp->IoStatus.Status)) {
            Irp->IoStatus.Status = StartDevice(extension);
        }
        status = Irp->IoStatus.Status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;

    case IRP_MN_REMOVE_DEVICE:
        StopDevice(extension);
        Irp->IoStatus.Status = STATUS_SUCCESS;
        IoSkipCurrentIrpStackLocation(Irp);
        status = IoCallDriver(extension->Lower, Irp);
        IoDetachDevice(extension->Lower);
        IoDeleteDevice(DeviceObject);
        return status;

    case IRP_MN_QUERY_REMOVE_DEVICE:
    case IRP_MN_CANCEL_REMOVE_DEVICE:
    case IRP_MN_SURPRISE_REMOVAL:
        Irp->IoStatus.Status = STATUS_SUCCESS;
        break;

    default:
        break;
    }

    IoSkipCurrentIrpStackLocation(Irp);
    return IoCallDriver(extension->Lower, Irp);
}

_Use_decl_annotations_
VOID
DevicePowerSet(
    PDEVICE_OBJECT DeviceObject,
    UCHAR MinorFunction,
    POWER_STATE PowerState,
    PVOID Context,
    PIO_STATUS_BLOCK IoStatus
    )
/*++

Routine Description:

    The device is in the state that goes with the system's: the request of
    the system, which is Context, is completed.

--*/
{
    PIRP systemIrp = (PIRP)Context;

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(MinorFunction);
    UNREFERENCED_PARAMETER(PowerState);

    PoStartNextPowerIrp(systemIrp);
    systemIrp->IoStatus.Status = IoStatus->Status;
    IoCompleteRequest(systemIrp, IO_NO_INCREMENT);
}

_Use_decl_annotations_
NTSTATUS
SystemPowerPassed(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    PVOID Context
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)Context;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    POWER_STATE state;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(DeviceObject);

    state.DeviceState = PowerDeviceD3;
    if (stack->Parameters.Power.State.SystemState == PowerSystemWorking) {
        state.DeviceState = PowerDeviceD0;
    }

    status = PoRequestPowerIrp(extension->Physical, IRP_MN_SET_POWER, state, DevicePowerSet, Irp, NULL);
    if (status == STATUS_PENDING) {
        return STATUS_MORE_PROCESSING_REQUIRED;
    }

    Irp->IoStatus.Status = status;
    PoStartNextPowerIrp(Irp);
    return STATUS_CONTINUE_COMPLETION;
}

_Use_decl_annotations_
NTSTATUS
DispatchPower(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);

    if (stack->MinorFunction == IRP_MN_SET_POWER &&
        stack->Parameters.Power.Type == SystemPowerState) {
        IoMarkIrpPending(Irp);
        IoCopyCurrentIrpStackLocationToNext(Irp);
        IoSetCompletionRoutine(Irp, SystemPowerPassed, extension, TRUE, TRUE, TRUE);
        PoCallDriver(extension->Lower, Irp);
        return STATUS_PENDING;
    }

    if (stack->MinorFunction == IRP_MN_SET_POWER) {
        PoSetPowerState(DeviceObject, DevicePowerState, stack->Parameters.Power.State);
    }

    PoStartNextPowerIrp(Irp);
    IoSkipCurrentIrpStackLocation(Irp);
    return PoCallDriver(extension->Lower, Irp);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
