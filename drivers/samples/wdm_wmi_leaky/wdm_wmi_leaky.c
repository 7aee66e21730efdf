/*++

Module Name:

    wdm_wmi_leaky.c

Abstract:

    A thermometer whose temperature WMI can be asked for. A device is
    registered with WMI when it is started.

    wdm_wmi is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wmilib.h>

#define THERMOMETER_TAG 'mehT'

typedef struct _DEVICE_EXTENSION {
    PDEVICE_OBJECT Lower;
    PDEVICE_OBJECT Physical;
    LONG Temperature;
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_ADD_DEVICE AddDevice;
DRIVER_DISPATCH DispatchPnp;
DRIVER_DISPATCH DispatchSystemControl;
WMI_QUERY_REGINFO_CALLBACK QueryRegInfo;
WMI_QUERY_DATABLOCK_CALLBACK QueryDataBlock;

//
// {0D5EC1A5-6B8F-4E6B-9C43-5A3B2F7D1E10}
//
static const GUID TemperatureGuid = {
    0x0d5ec1a5, 0x6b8f, 0x4e6b, {0x9c, 0x43, 0x5a, 0x3b, 0x2f, 0x7d, 0x1e, 0x10}};

static WMIGUIDREGINFO WmiBlocks[] = {
    { &TemperatureGuid, 1, 0 },
};

static WMILIB_CONTEXT WmiContext = {
    ARRAYSIZE(WmiBlocks), WmiBlocks, QueryRegInfo, QueryDataBlock, NULL, NULL, NULL, NULL,
};

//
// From DriverEntry to DriverUnload: what QueryRegInfo tells WMI.
//
static UNICODE_STRING ServicePath;

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    ServicePath.Buffer = (PWCH)ExAllocatePool2(POOL_FLAG_PAGED, RegistryPath->Length, THERMOMETER_TAG);
    if (ServicePath.Buffer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    ServicePath.MaximumLength = RegistryPath->Length;
    RtlCopyUnicodeString(&ServicePath, RegistryPath);

    DriverObject->DriverUnload = DriverUnload;
    DriverObject->DriverExtension->AddDevice = AddDevice;
    DriverObject->MajorFunction[IRP_MJ_PNP] = DispatchPnp;
    DriverObject->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = DispatchSystemControl;

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
    extension->Temperature = 21;
    extension->Physical = PhysicalDeviceObject;
    extension->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDeviceObject);
    if (extension->Lower == NULL) {
        IoDeleteDevice(device);
        return STATUS_NO_SUCH_DEVICE;
    }

    device->Flags &= ~DO_DEVICE_INITIALIZING;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
QueryRegInfo(
    PDEVICE_OBJECT DeviceObject,
    PULONG RegFlags,
    PUNICODE_STRING InstanceName,
    PUNICODE_STRING *RegistryPath,
    PUNICODE_STRING MofResourceName,
    PDEVICE_OBJECT *Pdo
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;

    UNREFERENCED_PARAMETER(InstanceName);
    UNREFERENCED_PARAMETER(MofResourceName);

    *RegFlags = WMIREG_FLAG_INSTANCE_PDO;
    *RegistryPath = &ServicePath;
    *Pdo = extension->Physical;

    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
QueryDataBlock(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    ULONG GuidIndex,
    ULONG InstanceIndex,
    ULONG InstanceCount,
    PULONG InstanceLengthArray,
    ULONG BufferAvail,
    PUCHAR Buffer
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    NTSTATUS status = STATUS_BUFFER_TOO_SMALL;

    UNREFERENCED_PARAMETER(GuidIndex);
    UNREFERENCED_PARAMETER(InstanceIndex);
    UNREFERENCED_PARAMETER(InstanceCount);

    if (BufferAvail >= sizeof(LONG)) {
        *(PLONG)Buffer = extension->Temperature;
        *InstanceLengthArray = sizeof(LONG);
        status = STATUS_SUCCESS;
    }

    return WmiCompleteRequest(DeviceObject, Irp, status, sizeof(LONG), IO_NO_INCREMENT);
}

_Use_decl_annotations_
NTSTATUS
DispatchSystemControl(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    SYSCTL_IRP_DISPOSITION disposition;
    NTSTATUS status;

    status = WmiSystemControl(&WmiContext, DeviceObject, Irp, &disposition);

    switch (disposition) {

    case IrpProcessed:
        return status;

    case IrpNotCompleted:
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;

    default:
        IoSkipCurrentIrpStackLocation(Irp);
        return IoCallDriver(extension->Lower, Irp);
    }
}

static
VOID
RemoveDevice(
    PDEVICE_OBJECT DeviceObject
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;

    IoDetachDevice(extension->Lower);
    IoDeleteDevice(DeviceObject);
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
            Irp->IoStatus.Status = IoWMIRegistrationControl(DeviceObject, WMIREG_ACTION_REGISTER);
        }
        status = Irp->IoStatus.Status;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return status;

    case IRP_MN_REMOVE_DEVICE:
        //
        // The mistake: WMI goes on asking a device that is gone.
        //
        Irp->IoStatus.Status = STATUS_SUCCESS;
        IoSkipCurrentIrpStackLocation(Irp);
        status = IoCallDriver(extension->Lower, Irp);
        RemoveDevice(DeviceObject);
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
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);

    ExFreePoolWithTag(ServicePath.Buffer, THERMOMETER_TAG);
}
