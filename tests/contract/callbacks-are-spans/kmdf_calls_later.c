/*
 * A timer, a DPC and a work item, each of which has run, and has returned, before the next is started.
 */
#include <ntddk.h>
#include <wdf.h>
#include <wdmsec.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_TIMER EvtTimerFunc;
EVT_WDF_DPC EvtDpcFunc;
EVT_WDF_WORKITEM EvtWorkItem;
static KEVENT HasRun;

_Use_decl_annotations_
VOID
EvtTimerFunc(
    WDFTIMER Timer
    )
{
    UNREFERENCED_PARAMETER(Timer);
    KeSetEvent(&HasRun, IO_NO_INCREMENT, FALSE);
}

_Use_decl_annotations_
VOID
EvtDpcFunc(
    WDFDPC Dpc
    )
{
    UNREFERENCED_PARAMETER(Dpc);
    KeSetEvent(&HasRun, IO_NO_INCREMENT, FALSE);
}

_Use_decl_annotations_
VOID
EvtWorkItem(
    WDFWORKITEM WorkItem
    )
{
    UNREFERENCED_PARAMETER(WorkItem);
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);
}

static
NTSTATUS
CreateDevice(
    _In_ WDFDRIVER Driver,
    _Out_ WDFDEVICE *Device
    )
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\kmdf_calls_later");
    PWDFDEVICE_INIT deviceInit;
    NTSTATUS status;

    deviceInit = WdfControlDeviceInitAllocate(Driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfDeviceInitAssignName(deviceInit, &name);
    if (NT_SUCCESS(status)) {
        status = WdfDeviceCreate(&deviceInit, WDF_NO_OBJECT_ATTRIBUTES, Device);
    }
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
    }

    return status;
}

static
NTSTATUS
RunTimer(
    _In_ WDF_OBJECT_ATTRIBUTES *Attributes
    )
{
    WDF_TIMER_CONFIG config;
    WDFTIMER timer;
    NTSTATUS status;

    WDF_TIMER_CONFIG_INIT(&config, EvtTimerFunc);
    status = WdfTimerCreate(&config, Attributes, &timer);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
    KeWaitForSingleObject(&HasRun, Executive, KernelMode, FALSE, NULL);
    WdfTimerStop(timer, TRUE);
    return STATUS_SUCCESS;
}

static
NTSTATUS
RunDpc(
    _In_ WDF_OBJECT_ATTRIBUTES *Attributes
    )
{
    WDF_DPC_CONFIG config;
    WDFDPC dpc;
    NTSTATUS status;

    WDF_DPC_CONFIG_INIT(&config, EvtDpcFunc);
    status = WdfDpcCreate(&config, Attributes, &dpc);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfDpcEnqueue(dpc);
    KeWaitForSingleObject(&HasRun, Executive, KernelMode, FALSE, NULL);
    WdfDpcCancel(dpc, TRUE);
    return STATUS_SUCCESS;
}

static
NTSTATUS
RunWorkItem(
    _In_ WDF_OBJECT_ATTRIBUTES *Attributes
    )
{
    WDF_WORKITEM_CONFIG config;
    WDFWORKITEM workItem;
    NTSTATUS status;

    WDF_WORKITEM_CONFIG_INIT(&config, EvtWorkItem);
    status = WdfWorkItemCreate(&config, Attributes, &workItem);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfWorkItemEnqueue(workItem);
    WdfWorkItemFlush(workItem);
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
    WDF_OBJECT_ATTRIBUTES attributes;
    WDFDRIVER driver;
    WDFDEVICE device;
    NTSTATUS status;

    KeInitializeEvent(&HasRun, SynchronizationEvent, FALSE);
    WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
    config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
    config.EvtDriverUnload = EvtDriverUnload;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             WDF_NO_OBJECT_ATTRIBUTES,
                             &config,
                             &driver);
    if (NT_SUCCESS(status)) {
        status = CreateDevice(driver, &device);
    }
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = device;
    status = RunTimer(&attributes);
    if (NT_SUCCESS(status)) {
        status = RunDpc(&attributes);
    }
    if (NT_SUCCESS(status)) {
        status = RunWorkItem(&attributes);
    }

    return status;
}
