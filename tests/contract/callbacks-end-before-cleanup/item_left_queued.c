/*
 * Queues a work item that writes to a buffer; the cleanup callback of the item frees that.
 */
#include <ntddk.h>
#include <wdf.h>
#include <wdmsec.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_WORKITEM EvtWorkItem;
EVT_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanup;
static KEVENT HasRun;
static PUCHAR Buffer;

_Use_decl_annotations_
VOID
EvtWorkItem(
    WDFWORKITEM WorkItem
    )
{
    UNREFERENCED_PARAMETER(WorkItem);
    Buffer[0]++;
}

_Use_decl_annotations_
VOID
EvtCleanup(
    WDFOBJECT Object
    )
{
    UNREFERENCED_PARAMETER(Object);
    ExFreePoolWithTag(Buffer, 'fuBT');
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\item_left_queued");
    NTSTATUS status;
    WDF_DRIVER_CONFIG config;
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDRIVER driver;
    WDFDEVICE device;
    PWDFDEVICE_INIT deviceInit;
    WDF_WORKITEM_CONFIG itemConfig;
    WDFWORKITEM workItem;

    KeInitializeEvent(&HasRun, NotificationEvent, FALSE);

    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             WDF_NO_OBJECT_ATTRIBUTES,
                             &config,
                             &driver);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    deviceInit = WdfControlDeviceInitAllocate(driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfDeviceInitAssignName(deviceInit, &name);
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    status = WdfDeviceCreate(&deviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = device;

    Buffer = (PUCHAR)ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'fuBT');
    if (Buffer == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    WDF_WORKITEM_CONFIG_INIT(&itemConfig, EvtWorkItem);
    itemConfig.AutomaticSerialization = FALSE;
    attributes.EvtCleanupCallback = EvtCleanup;

    status = WdfWorkItemCreate(&itemConfig, &attributes, &workItem);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(Buffer, 'fuBT');
        return status;
    }

    WdfWorkItemEnqueue(workItem);
    WdfObjectDelete(workItem);

    return STATUS_SUCCESS;
}
