/*
 * A driver that does without the ports of its device, and needs some memory of its own besides. Which page
 * of memory the device has got is what it returns from EvtDevicePrepareHardware, in a status.
 */
#include <ntddk.h>
#include <wdf.h>

#define ADDED_LENGTH 256
#define ADDED_START 0xe0000000

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterRemoveResourceRequirements;
EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterAddResourceRequirements;
EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES EvtDeviceRemoveAddedResources;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;

_Use_decl_annotations_
NTSTATUS
EvtDeviceFilterRemoveResourceRequirements(
    WDFDEVICE Device,
    WDFIORESREQLIST IoResourceRequirementsList
    )
{
    WDFIORESLIST list = WdfIoResourceRequirementsListGetIoResList(IoResourceRequirementsList, 0);
    ULONG i;

    UNREFERENCED_PARAMETER(Device);

    NT_ASSERT(WdfIoResourceRequirementsListGetCount(IoResourceRequirementsList) == 1);
    NT_ASSERT(WdfIoResourceListGetCount(list) == 4);
    for (i = WdfIoResourceListGetCount(list); i > 0; i--) {
        if (WdfIoResourceListGetDescriptor(list, i - 1)->Type == CmResourceTypePort) {
            WdfIoResourceListRemove(list, i - 1);
        }
    }
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceFilterAddResourceRequirements(
    WDFDEVICE Device,
    WDFIORESREQLIST IoResourceRequirementsList
    )
{
    WDFIORESLIST list = WdfIoResourceRequirementsListGetIoResList(IoResourceRequirementsList, 0);
    IO_RESOURCE_DESCRIPTOR memory;

    UNREFERENCED_PARAMETER(Device);

    NT_ASSERT(WdfIoResourceListGetCount(list) == 2);
    RtlZeroMemory(&memory, sizeof(memory));
    memory.Type = CmResourceTypeMemory;
    memory.ShareDisposition = CmResourceShareDeviceExclusive;
    memory.u.Memory.Length = ADDED_LENGTH;
    memory.u.Memory.Alignment = ADDED_LENGTH;
    memory.u.Memory.MinimumAddress.QuadPart = ADDED_START;
    memory.u.Memory.MaximumAddress.QuadPart = ADDED_START + ADDED_LENGTH - 1;
    return WdfIoResourceListAppendDescriptor(list, &memory);
}

DECLSPEC_NOINLINE
static VOID
RemoveAdded(
    WDFCMRESLIST List
    )
{
    PCM_PARTIAL_RESOURCE_DESCRIPTOR descriptor;
    ULONG i;

    for (i = 0; i < WdfCmResourceListGetCount(List); i++) {
        descriptor = WdfCmResourceListGetDescriptor(List, i);
        if (descriptor->Type == CmResourceTypeMemory && descriptor->u.Memory.Length == ADDED_LENGTH) {
            WdfCmResourceListRemove(List, i);
            return;
        }
    }
}

_Use_decl_annotations_
NTSTATUS
EvtDeviceRemoveAddedResources(
    WDFDEVICE Device,
    WDFCMRESLIST ResourcesRaw,
    WDFCMRESLIST ResourcesTranslated
    )
{
    UNREFERENCED_PARAMETER(Device);

    RemoveAdded(ResourcesRaw);
    RemoveAdded(ResourcesTranslated);
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
    PCM_PARTIAL_RESOURCE_DESCRIPTOR memory;

    UNREFERENCED_PARAMETER(Device);

    NT_ASSERT(WdfCmResourceListGetCount(ResourcesRaw) == 3);
    NT_ASSERT(WdfCmResourceListGetCount(ResourcesTranslated) == 3);
    NT_ASSERT(WdfCmResourceListGetDescriptor(ResourcesTranslated, 1)->u.Interrupt.Vector == 5);
    memory = WdfCmResourceListGetDescriptor(ResourcesTranslated, 2);
    NT_ASSERT(memory->u.Memory.Start.QuadPart == ADDED_START);
    memory = WdfCmResourceListGetDescriptor(ResourcesTranslated, 0);
    return (NTSTATUS)(memory->u.Memory.Start.LowPart & 0xffff);
}

_Use_decl_annotations_
NTSTATUS
EvtDriverDeviceAdd(
    WDFDRIVER Driver,
    PWDFDEVICE_INIT DeviceInit
    )
{
    WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
    WDF_FDO_EVENT_CALLBACKS filterCallbacks;
    WDFDEVICE device;

    UNREFERENCED_PARAMETER(Driver);

    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
    callbacks.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
    WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);
    WDF_FDO_EVENT_CALLBACKS_INIT(&filterCallbacks);
    filterCallbacks.EvtDeviceFilterAddResourceRequirements = EvtDeviceFilterAddResourceRequirements;
    filterCallbacks.EvtDeviceFilterRemoveResourceRequirements = EvtDeviceFilterRemoveResourceRequirements;
    filterCallbacks.EvtDeviceRemoveAddedResources = EvtDeviceRemoveAddedResources;
    WdfFdoInitSetEventCallbacks(DeviceInit, &filterCallbacks);
    return WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
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
