/*++

Module Name:

    wdm_pnp.c

Abstract:

    A function driver of a device with registers in memory, a port and an
    interrupt. What belongs to a device is acquired when the PnP manager adds
    or starts it, not in DriverEntry, and released when it stops or removes
    it.

    wdm_pnp_leaky is the same driver with one mistake.

Environment:

    Kernel mode

--*/

#include <ntddk.h>

#define HISTORY_TAG 'tsiH'

#define HISTORY_SIZE 256

typedef struct _DEVICE_EXTENSION {
    PDEVICE_OBJECT Lower;

    //
    // From AddDevice to IRP_MN_REMOVE_DEVICE: when the device interrupted.
    //
    PUCHAR History;

    //
    // From IRP_MN_START_DEVICE to whatever ends that.
    //
    PULONG Registers;
    ULONG RegistersLength;
    PUCHAR Port;
    PKINTERRUPT Interrupt;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_ADD_DEVICE AddDevice;
DRIVER_DISPATCH DispatchPnp;
KSERVICE_ROUTINE ServiceInterrupt;

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

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
AddDevice(
    PDRIVER_OBJECT DriverObject,
    PDEVICE_OBJECT PhysicalDeviceObject
    )
/*++

Routine Description:

    Makes our device for the one that the bus driver has found, and attaches
    it to that one's stack. The hardware is not there for us yet.

Arguments:

    DriverObject - our driver object.

    PhysicalDeviceObject - the bus driver's device.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed.

--*/
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

    extension->History = (PUCHAR)ExAllocatePool2(POOL_FLAG_NON_PAGED, HISTORY_SIZE, HISTORY_TAG);
    if (extension->History == NULL) {
        IoDeleteDevice(device);
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    extension->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDeviceObject);
    if (extension->Lower == NULL) {
        ExFreePoolWithTag(extension->History, HISTORY_TAG);
        IoDeleteDevice(device);
        return STATUS_NO_SUCH_DEVICE;
    }

    device->Flags &= ~DO_DEVICE_INITIALIZING;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
BOOLEAN
ServiceInterrupt(
    PKINTERRUPT Interrupt,
    PVOID ServiceContext
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)ServiceContext;

    UNREFERENCED_PARAMETER(Interrupt);

    extension->History[0]++;
    if (extension->Port != NULL) {
        WRITE_PORT_UCHAR(extension->Port, extension->History[0]);
    }

    return TRUE;
}

static
VOID
ReleaseHardware(
    PDEVICE_EXTENSION Extension
    )
/*++

Routine Description:

    Releases what StartDevice has acquired, as far as it came. Nothing is
    left for a second call.

Arguments:

    Extension - our device's.

--*/
{
    if (Extension->Interrupt != NULL) {
        IoDisconnectInterrupt(Extension->Interrupt);
        Extension->Interrupt = NULL;
    }

    if (Extension->Registers != NULL) {
        MmUnmapIoSpace(Extension->Registers, Extension->RegistersLength);
        Extension->Registers = NULL;
    }

    Extension->Port = NULL;
}

static
NTSTATUS
UseResource(
    PDEVICE_EXTENSION Extension,
    PCM_PARTIAL_RESOURCE_DESCRIPTOR Resource
    )
{
    switch (Resource->Type) {
    case CmResourceTypeMemory:
        Extension->RegistersLength = Resource->u.Memory.Length;
        Extension->Registers = (PULONG)MmMapIoSpace(Resource->u.Memory.Start,
                                                    Resource->u.Memory.Length,
                                                    MmNonCached);
        return Extension->Registers != NULL ? STATUS_SUCCESS : STATUS_INSUFFICIENT_RESOURCES;

    case CmResourceTypePort:
        Extension->Port = (PUCHAR)(ULONG_PTR)Resource->u.Port.Start.QuadPart;
        return STATUS_SUCCESS;

    case CmResourceTypeInterrupt:
        return IoConnectInterrupt(&Extension->Interrupt,
                                  ServiceInterrupt,
                                  Extension,
                                  NULL,
                                  Resource->u.Interrupt.Vector,
                                  (KIRQL)Resource->u.Interrupt.Level,
                                  (KIRQL)Resource->u.Interrupt.Level,
                                  Latched,
                                  FALSE,
                                  Resource->u.Interrupt.Affinity,
                                  FALSE);

    default:
        return STATUS_SUCCESS;
    }
}

static
NTSTATUS
StartDevice(
    PDEVICE_EXTENSION Extension,
    PCM_RESOURCE_LIST Resources
    )
/*++

Routine Description:

    Acquires the hardware that the PnP manager gives us.

Arguments:

    Extension - our device's.

    Resources - the translated resources, NULL when there are none.

Return Value:

    STATUS_SUCCESS, or the status of the step that failed; the hardware is
    released then.

--*/
{
    NTSTATUS status = STATUS_SUCCESS;
    ULONG i;

    if (Resources == NULL) {
        return STATUS_SUCCESS;
    }

    for (i = 0; i < Resources->List[0].PartialResourceList.Count && NT_SUCCESS(status); i++) {
        status = UseResource(Extension,
                             Resources->List[0].PartialResourceList.PartialDescriptors + i);
    }

    if (!NT_SUCCESS(status)) {
        ReleaseHardware(Extension);
    } else if (Extension->Registers != NULL) {
        WRITE_REGISTER_ULONG(Extension->Registers, 1);
    }

    return status;
}

static
NTSTATUS
RemoveDevice(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
/*++

Routine Description:

    The device is removed: releases everything that is its.

Arguments:

    DeviceObject - our device, which is gone afterwards.

    Irp - the request.

Return Value:

    The bus driver's status.

--*/
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    NTSTATUS status;

    ReleaseHardware(extension);

    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(extension->Lower, Irp);

    IoDetachDevice(extension->Lower);
    ExFreePoolWithTag(extension->History, HISTORY_TAG);
    IoDeleteDevice(DeviceObject);

    return status;
}

_Use_decl_annotations_
NTSTATUS
DispatchPnp(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    NTSTATUS status;

    switch (stack->MinorFunction) {
    case IRP_MN_START_DEVICE:
        //
        // The bus driver first: our hardware is on its bus.
        //
        IoForwardIrpSynchronously(extension->Lower, Irp);
        status = Irp->IoStatus.Status;
        if (NT_SUCCESS(status)) {
            status = StartDevice(extension,
                                 stack->Parameters.StartDevice.AllocatedResourcesTranslated);
        }
        Irp->IoStatus.Status = status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;

    case IRP_MN_STOP_DEVICE:
    case IRP_MN_SURPRISE_REMOVAL:
        ReleaseHardware(extension);
        break;

    case IRP_MN_REMOVE_DEVICE:
        return RemoveDevice(DeviceObject, Irp);

    case IRP_MN_QUERY_STOP_DEVICE:
    case IRP_MN_QUERY_REMOVE_DEVICE:
    case IRP_MN_CANCEL_STOP_DEVICE:
    case IRP_MN_CANCEL_REMOVE_DEVICE:
        break;

    default:
        //
        // Not ours to answer.
        //
        IoSkipCurrentIrpStackLocation(Irp);
        return IoCallDriver(extension->Lower, Irp);
    }

    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoSkipCurrentIrpStackLocation(Irp);
    return IoCallDriver(extension->Lower, Irp);
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    //
    // All devices are removed before.
    //
    UNREFERENCED_PARAMETER(DriverObject);
}
