/*
 * Provides two blocks by WMILIB: one of two instances, with an item that can be changed and a method,
 * and one that can only be read.
 */
#include <ntddk.h>
#include <wmilib.h>

typedef struct _DEVICE_EXTENSION {
    PDEVICE_OBJECT Lower;
    PDEVICE_OBJECT Bottom;
    ULONG Values[2];
} DEVICE_EXTENSION, *PDEVICE_EXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
DRIVER_ADD_DEVICE AddDevice;
DRIVER_DISPATCH DispatchPnp;
DRIVER_DISPATCH DispatchSystemControl;
WMI_QUERY_REGINFO_CALLBACK QueryRegInfo;
WMI_QUERY_DATABLOCK_CALLBACK QueryDataBlock;
WMI_SET_DATABLOCK_CALLBACK SetDataBlock;
WMI_SET_DATAITEM_CALLBACK SetDataItem;
WMI_EXECUTE_METHOD_CALLBACK ExecuteMethod;

static const GUID ValuesGuid = {0x11111111, 0x2222, 0x3333, {0x44, 0x44, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55}};
static const GUID ConstantGuid = {0x66666666, 0x2222, 0x3333, {0x44, 0x44, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55}};

static WMIGUIDREGINFO Blocks[] = {
    { &ValuesGuid, 2, 0 },
    { &ConstantGuid, 1, 0 },
};

static UNICODE_STRING RegistryPathCopy;

static WMILIB_CONTEXT Context = {
    ARRAYSIZE(Blocks), Blocks, QueryRegInfo, QueryDataBlock, SetDataBlock, SetDataItem, ExecuteMethod, NULL,
};

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
    UNREFERENCED_PARAMETER(InstanceName);
    UNREFERENCED_PARAMETER(MofResourceName);

    *RegFlags = WMIREG_FLAG_INSTANCE_PDO;
    *RegistryPath = &RegistryPathCopy;
    *Pdo = ((PDEVICE_EXTENSION)DeviceObject->DeviceExtension)->Bottom;
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

    UNREFERENCED_PARAMETER(InstanceCount);

    if (BufferAvail < sizeof(ULONG)) {
        return WmiCompleteRequest(DeviceObject, Irp, STATUS_BUFFER_TOO_SMALL, sizeof(ULONG), IO_NO_INCREMENT);
    }
    *(PULONG)Buffer = GuidIndex == 0 ? extension->Values[InstanceIndex] : 7;
    *InstanceLengthArray = sizeof(ULONG);
    return WmiCompleteRequest(DeviceObject, Irp, STATUS_SUCCESS, sizeof(ULONG), IO_NO_INCREMENT);
}

_Use_decl_annotations_
NTSTATUS
SetDataBlock(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    ULONG GuidIndex,
    ULONG InstanceIndex,
    ULONG BufferSize,
    PUCHAR Buffer
    )
{
    PDEVICE_EXTENSION extension = (PDEVICE_EXTENSION)DeviceObject->DeviceExtension;
    NTSTATUS status = STATUS_WMI_READ_ONLY;

    if (GuidIndex == 0) {
        status = STATUS_WMI_SET_FAILURE;
        if (BufferSize == sizeof(ULONG)) {
            extension->Values[InstanceIndex] = *(PULONG)Buffer;
            status = STATUS_SUCCESS;
        }
    }
    return WmiCompleteRequest(DeviceObject, Irp, status, 0, IO_NO_INCREMENT);
}

_Use_decl_annotations_
NTSTATUS
SetDataItem(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    ULONG GuidIndex,
    ULONG InstanceIndex,
    ULONG DataItemId,
    ULONG BufferSize,
    PUCHAR Buffer
    )
{
    if (DataItemId != 1) {
        return WmiCompleteRequest(DeviceObject, Irp, STATUS_WMI_ITEMID_NOT_FOUND, 0, IO_NO_INCREMENT);
    }
    return SetDataBlock(DeviceObject, Irp, GuidIndex, InstanceIndex, BufferSize, Buffer);
}

/* Doubles what it is given, and fires an event with it. */
_Use_decl_annotations_
NTSTATUS
ExecuteMethod(
    PDEVICE_OBJECT DeviceObject,
    PIRP Irp,
    ULONG GuidIndex,
    ULONG InstanceIndex,
    ULONG MethodId,
    ULONG InBufferSize,
    ULONG OutBufferSize,
    PUCHAR Buffer
    )
{
    PULONG event;

    UNREFERENCED_PARAMETER(GuidIndex);

    if (MethodId != 1) {
        return WmiCompleteRequest(DeviceObject, Irp, STATUS_WMI_ITEMID_NOT_FOUND, 0, IO_NO_INCREMENT);
    }
    if (InBufferSize != sizeof(ULONG) || OutBufferSize < sizeof(ULONG)) {
        return WmiCompleteRequest(DeviceObject, Irp, STATUS_INVALID_PARAMETER, 0, IO_NO_INCREMENT);
    }
    *(PULONG)Buffer *= 2;
    event = (PULONG)ExAllocatePoolWithTag(NonPagedPoolNx, sizeof(ULONG), 'tnvE');
    if (event != NULL) {
        *event = *(PULONG)Buffer;
        WmiFireEvent(DeviceObject, &ValuesGuid, InstanceIndex, sizeof(ULONG), event);
    }
    return WmiCompleteRequest(DeviceObject, Irp, STATUS_SUCCESS, sizeof(ULONG), IO_NO_INCREMENT);
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

    status = WmiSystemControl(&Context, DeviceObject, Irp, &disposition);
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
    extension->Bottom = PhysicalDeviceObject;
    extension->Lower = IoAttachDeviceToDeviceStack(device, PhysicalDeviceObject);
    device->Flags &= ~DO_DEVICE_INITIALIZING;
    return IoWMIRegistrationControl(device, WMIREG_ACTION_REGISTER);
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

    if (IoGetCurrentIrpStackLocation(Irp)->MinorFunction != IRP_MN_REMOVE_DEVICE) {
        IoSkipCurrentIrpStackLocation(Irp);
        return IoCallDriver(extension->Lower, Irp);
    }

    IoWMIRegistrationControl(DeviceObject, WMIREG_ACTION_DEREGISTER);
    IoSkipCurrentIrpStackLocation(Irp);
    status = IoCallDriver(extension->Lower, Irp);
    IoDetachDevice(extension->Lower);
    IoDeleteDevice(DeviceObject);
    return status;
}

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
    DriverObject->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = DispatchSystemControl;
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
DriverUnload(
    PDRIVER_OBJECT DriverObject
    )
{
    UNREFERENCED_PARAMETER(DriverObject);
}
