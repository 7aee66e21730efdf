/*
 * A function driver that says in the trace what happens to the power of its device: what it says is the
 * size of an allocation, and the tag, in reverse, says what it is about.
 */
#pragma once

#include <ntddk.h>

typedef struct _DEVICE_EXTENSION {
    PDEVICE_OBJECT Device;
    PDEVICE_OBJECT Lower;
    PDEVICE_OBJECT Bottom;
    PIRP System; /* that waits until the device is in its state */
    PIRP Wake;
    PULONG Idle;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_ADD_DEVICE AddDevice;
DRIVER_DISPATCH DispatchPnp;
DRIVER_DISPATCH DispatchPower;
REQUEST_POWER_COMPLETE DevicePowerReached;

DECLSPEC_NOINLINE static VOID Say(ULONG What, SIZE_T Number)
{
    PVOID block = ExAllocatePoolWithTag(NonPagedPoolNx, Number, What);

    if (block != NULL) {
        ExFreePoolWithTag(block, What);
    }
}

#define QUERY_OF_SYSTEM 'yreQ'
#define SET_OF_SYSTEM   'tesS'
#define SET_OF_DEVICE   'tesD'
#define REACHED         'hcaR'

/* What the drivers of the tests differ in. */
static NTSTATUS AnswerQuery(PDEVICE_EXTENSION Extension, SYSTEM_POWER_STATE State);
static VOID Started(PDEVICE_EXTENSION Extension);
static VOID Set(PDEVICE_EXTENSION Extension, DEVICE_POWER_STATE State);
static VOID Reached(PDEVICE_EXTENSION Extension, DEVICE_POWER_STATE State);
static VOID Removed(PDEVICE_EXTENSION Extension);

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

    status = IoCreateDevice(DriverObject, sizeof(DEVICE_EXTENSION), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
                            &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    extension = (PDEVICE_EXTENSION)device->DeviceExtension;
    extension->Device = device;
    extension->Bottom = PhysicalDeviceObject;
    extension->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDeviceObject);
    device->Flags &= ~DO_DEVICE_INITIALIZING;
    return STATUS_SUCCESS;
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
        IoForwardIrpSynchronously(extension->Lower, Irp);
        Started(extension);
        status = Irp->IoStatus.Status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;
    case IRP_MN_REMOVE_DEVICE:
        Removed(extension);
        IoSkipCurrentIrpStackLocation(Irp);
        status = IoCallDriver(extension->Lower, Irp);
        IoDetachDevice(extension->Lower);
        IoDeleteDevice(DeviceObject);
        return status;
    default:
        IoSkipCurrentIrpStackLocation(Irp);
        return IoCallDriver(extension->Lower, Irp);
    }
}

static NTSTATUS Complete(PIRP Irp, NTSTATUS Status)
{
    PoStartNextPowerIrp(Irp);
    Irp->IoStatus.Status = Status;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return Status;
}

static NTSTATUS PassOn(PDEVICE_EXTENSION Extension, PIRP Irp)
{
    PoStartNextPowerIrp(Irp);
    IoSkipCurrentIrpStackLocation(Irp);
    return PoCallDriver(Extension->Lower, Irp);
}

_Use_decl_annotations_
VOID
DevicePowerReached(
    PDEVICE_OBJECT DeviceObject,
    UCHAR MinorFunction,
    POWER_STATE PowerState,
    PVOID Context,
    PIO_STATUS_BLOCK IoStatus
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)Context;
    PIRP irp = extension->System;

    UNREFERENCED_PARAMETER(DeviceObject);
    UNREFERENCED_PARAMETER(MinorFunction);

    Say(REACHED, (SIZE_T)PowerState.DeviceState);
    Reached(extension, PowerState.DeviceState);
    if (irp != NULL) {
        extension->System = NULL;
        Complete(irp, IoStatus->Status);
    }
}

/* The drivers below are ready for the system's state: then the device is told its own, which is the last
   that is done here, as the power manager does it in a thread of its own. */
static NTSTATUS SetSystemPower(PDEVICE_EXTENSION Extension, PIRP Irp, SYSTEM_POWER_STATE State)
{
    POWER_STATE state;

    Say(SET_OF_SYSTEM, (SIZE_T)State);
    IoMarkIrpPending(Irp);
    IoForwardIrpSynchronously(Extension->Lower, Irp);
    state.DeviceState = State == PowerSystemWorking ? PowerDeviceD0 : PowerDeviceD3;
    Extension->System = Irp;
    PoRequestPowerIrp(Extension->Bottom, IRP_MN_SET_POWER, state, DevicePowerReached, Extension, NULL);
    return STATUS_PENDING;
}

static NTSTATUS SetDevicePower(PDEVICE_EXTENSION Extension, PIRP Irp, POWER_STATE State)
{
    Say(SET_OF_DEVICE, (SIZE_T)State.DeviceState);
    PoSetPowerState(Extension->Device, DevicePowerState, State);
    Set(Extension, State.DeviceState);
    return PassOn(Extension, Irp);
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
    NTSTATUS status;

    if (stack->MinorFunction == IRP_MN_SET_POWER) {
        return stack->Parameters.Power.Type == SystemPowerState
                   ? SetSystemPower(extension, Irp, stack->Parameters.Power.State.SystemState)
                   : SetDevicePower(extension, Irp, stack->Parameters.Power.State);
    }
    if (stack->MinorFunction == IRP_MN_QUERY_POWER && stack->Parameters.Power.Type == SystemPowerState) {
        Say(QUERY_OF_SYSTEM, (SIZE_T)stack->Parameters.Power.State.SystemState);
        status = AnswerQuery(extension, stack->Parameters.Power.State.SystemState);
        if (!NT_SUCCESS(status)) {
            return Complete(Irp, status);
        }
    }
    return PassOn(extension, Irp);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
