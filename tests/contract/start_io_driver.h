/*
 * A driver with a device and requests of its own, and a way to say in the trace what has happened.
 */
#pragma once

#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

/* The size of an allocation is what it says; one call site in every build. */
DECLSPEC_NOINLINE static VOID Say(SIZE_T Number)
{
    PVOID block = ExAllocatePoolWithTag(NonPagedPoolNx, Number, 'yaSt');

    if (block != NULL) {
        ExFreePoolWithTag(block, 'yaSt');
    }
}

/* As if another driver had sent it. */
/* Not inlined: it is one call site in every build. */
DECLSPEC_NOINLINE static PIRP AllocateRequest(PDEVICE_OBJECT Device)
{
    PIRP irp = IoAllocateIrp(1, FALSE);

    if (irp != NULL) {
        IoSetNextIrpStackLocation(irp);
        IoGetCurrentIrpStackLocation(irp)->DeviceObject = Device;
    }
    return irp;
}

static NTSTATUS CreateDevice(PDRIVER_OBJECT DriverObject)
{
    PDEVICE_OBJECT device;

    DriverObject->DriverUnload = DriverUnload;
    return IoCreateDevice(DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    IoDeleteDevice(DriverObject->DeviceObject);
}
