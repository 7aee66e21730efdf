/*
 * A bus with one device on it, which needs a page of memory, a port or another one, and an interrupt. It
 * was left with the first page that it could have.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_RESOURCES_QUERY EvtDeviceResourcesQuery;
EVT_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY EvtDeviceResourceRequirementsQuery;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;

_Use_decl_annotations_
NTSTATUS
EvtDeviceResourcesQuery(
    WDFDEVICE Device,
    WDFCMRESLIST Resources
    )
{
    CM_PARTIAL_RESOURCE_DESCRIPTOR memory;

    UNREFERENCED_PARAMETER(Device);

    RtlZeroMemory(&memory, sizeof(memory));
    memory.Type = CmResourceTypeMemory;
    memory.ShareDisposition = CmResourceShareDeviceExclusive;
    memory.u.Memory.Start.QuadPart = 0xd0000000;
    memory.u.Memory.Length = 4096;
    return WdfCmResourceListAppendDescriptor(Resources, &memory);
}

DECLSPEC_NOINLINE
static VOID
DescribePort(
    PIO_RESOURCE_DESCRIPTOR Port,
    ULONG Start,
    UCHAR Option
    )
{
    RtlZeroMemory(Port, sizeof(*Port));
    Port->Option = Option;
    Port->Type = CmResourceTypePort;
    Port->ShareDisposition = CmResourceShareDeviceExclusive;
    Port->Flags = CM_RESOURCE_PORT_IO;
    Port->u.Port.Length = 8;
    Port->u.Port.Alignment = 8;
    Port->u.Port.MinimumAddress.QuadPart = Start;
    Port->u.Port.MaximumAddress.QuadPart = Start + 7;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceResourceRequirementsQuery(
    WDFDEVICE Device,
    WDFIORESREQLIST IoResourceRequirementsList
    )
{
    IO_RESOURCE_DESCRIPTOR descriptor;
    WDFIORESLIST list;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Device);

    WdfIoResourceRequirementsListSetInterfaceType(IoResourceRequirementsList, Internal);
    WdfIoResourceRequirementsListSetSlotNumber(IoResourceRequirementsList, 3);
    status = WdfIoResourceListCreate(IoResourceRequirementsList, WDF_NO_OBJECT_ATTRIBUTES, &list);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    RtlZeroMemory(&descriptor, sizeof(descriptor));
    descriptor.Type = CmResourceTypeInterrupt;
    descriptor.Flags = CM_RESOURCE_INTERRUPT_LATCHED;
    descriptor.ShareDisposition = CmResourceShareDeviceExclusive;
    descriptor.u.Interrupt.MinimumVector = 5;
    descriptor.u.Interrupt.MaximumVector = 7;
    status = WdfIoResourceListAppendDescriptor(list, &descriptor);

    if (NT_SUCCESS(status)) {
        DescribePort(&descriptor, 0x300, IO_RESOURCE_PREFERRED);
        status = WdfIoResourceListAppendDescriptor(list, &descriptor);
    }
    if (NT_SUCCESS(status)) {
        DescribePort(&descriptor, 0x310, IO_RESOURCE_ALTERNATIVE);
        status = WdfIoResourceListAppendDescriptor(list, &descriptor);
    }
    if (NT_SUCCESS(status)) {
        RtlZeroMemory(&descriptor, sizeof(descriptor));
        descriptor.Type = CmResourceTypeMemory;
        descriptor.ShareDisposition = CmResourceShareDeviceExclusive;
        descriptor.u.Memory.Length = 4096;
        descriptor.u.Memory.Alignment = 4096;
        descriptor.u.Memory.MinimumAddress.QuadPart = 0xd0000000;
        descriptor.u.Memory.MaximumAddress.QuadPart = 0xd0001fff;
        status = WdfIoResourceListInsertDescriptor(list, &descriptor, 0);
    }
    if (NT_SUCCESS(status)) {
        status = WdfIoResourceRequirementsListAppendIoResList(IoResourceRequirementsList, list);
    }
    return status;
}

/* The child's: what its function driver has added is not there. */
_Use_decl_annotations_
NTSTATUS
EvtDevicePrepareHardware(
    WDFDEVICE Device,
    WDFCMRESLIST ResourcesRaw,
    WDFCMRESLIST ResourcesTranslated
    )
{
    UNREFERENCED_PARAMETER(Device);

    NT_ASSERT(WdfCmResourceListGetCount(ResourcesRaw) == 2);
    NT_ASSERT(WdfCmResourceListGetCount(ResourcesTranslated) == 2);
    NT_ASSERT(WdfCmResourceListGetDescriptor(ResourcesTranslated, 0)->Type == CmResourceTypeMemory);
    NT_ASSERT(WdfCmResourceListGetDescriptor(ResourcesTranslated, 1)->Type == CmResourceTypeInterrupt);
    return STATUS_SUCCESS;
}

DECLSPEC_NOINLINE
static NTSTATUS
AddChild(
    WDFDEVICE Bus
    )
{
    DECLARE_CONST_UNICODE_STRING(deviceId, L"NEEDY\\Card");
    DECLARE_CONST_UNICODE_STRING(instanceId, L"1");
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_PDO_EVENT_CALLBACKS childCallbacks;
    PWDFDEVICE_INIT init = WdfPdoInitAllocate(Bus);
    WDFDEVICE child;
    NTSTATUS status;

    if (init == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
    WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
    WDF_PDO_EVENT_CALLBACKS_INIT(&childCallbacks);
    childCallbacks.EvtDeviceResourcesQuery = EvtDeviceResourcesQuery;
    childCallbacks.EvtDeviceResourceRequirementsQuery = EvtDeviceResourceRequirementsQuery;
    WdfPdoInitSetEventCallbacks(init, &childCallbacks);

    status = WdfPdoInitAssignDeviceID(init, &deviceId);
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAddHardwareID(init, &deviceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfPdoInitAssignInstanceID(init, &instanceId);
    }
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &child);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(init);
        return status;
    }
    return WdfFdoAddStaticChild(Bus, child);
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDFDEVICE device;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Driver);

    status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
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
