/*++

Module Name:

    kmdf_timer_late.c

Abstract:

    A driver with a control device and a periodic timer, which counts its ticks
    in a block of pool.

    It frees the block in EvtDriverUnload, when the device and its timer are
    still there: they go after that, with the driver object.

    kmdf_timer is the same driver with the mistake repaired.

Environment:

    Kernel mode

--*/

#include <ntddk.h>
#include <wdf.h>
#include <wdmsec.h>

#define TICKS_TAG 'kciT'
#define SETTLING_TICKS 3

typedef struct _TICKS {
    ULONG Count;
} TICKS, *PTICKS;

PTICKS g_Ticks;
KEVENT g_Ticked;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;
EVT_WDF_TIMER EvtTimerFunc;

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, EvtDriverUnload)
#endif

static
NTSTATUS
CreateDevice(
    _In_ WDFDRIVER Driver,
    _Out_ WDFDEVICE *Device
    )
/*++

Routine Description:

    Creates the control device, which the timer belongs to.

Arguments:

    Driver - the framework driver object.

    Device - receives the device.

Return Value:

    NTSTATUS

--*/
{
    DECLARE_CONST_UNICODE_STRING(name, L"\\Device\\Ticker");
    PWDFDEVICE_INIT deviceInit;
    NTSTATUS status;

    deviceInit = WdfControlDeviceInitAllocate(Driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);
    if (deviceInit == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    status = WdfDeviceInitAssignName(deviceInit, &name);
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    status = WdfDeviceCreate(&deviceInit, WDF_NO_OBJECT_ATTRIBUTES, Device);
    if (!NT_SUCCESS(status)) {
        WdfDeviceInitFree(deviceInit);
        return status;
    }

    WdfControlFinishInitializing(*Device);
    return STATUS_SUCCESS;
}

static
NTSTATUS
CreateTimer(
    _In_ WDFDEVICE Device,
    _Out_ WDFTIMER *Timer
    )
/*++

Routine Description:

    Creates the timer and the block that it counts in.

Arguments:

    Device - the timer's parent.

    Timer - receives the timer.

Return Value:

    NTSTATUS

--*/
{
    WDF_OBJECT_ATTRIBUTES attributes;
    WDF_TIMER_CONFIG timerConfig;
    NTSTATUS status;

    g_Ticks = (PTICKS)ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(TICKS), TICKS_TAG);
    if (g_Ticks == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    KeInitializeEvent(&g_Ticked, SynchronizationEvent, FALSE);
    WDF_TIMER_CONFIG_INIT_PERIODIC(&timerConfig, EvtTimerFunc, 1);
    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.ParentObject = Device;

    status = WdfTimerCreate(&timerConfig, &attributes, Timer);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(g_Ticks, TICKS_TAG);
        g_Ticks = NULL;
    }

    return status;
}

_Use_decl_annotations_
NTSTATUS
DriverEntry(
    PDRIVER_OBJECT DriverObject,
    PUNICODE_STRING RegistryPath
    )
/*++

Routine Description:

    Creates the device and starts its timer.

Arguments:

    DriverObject - the driver object that the I/O manager made for us.

    RegistryPath - the driver's key in the registry.

Return Value:

    NTSTATUS

--*/
{
    WDF_DRIVER_CONFIG config;
    WDFDRIVER driver;
    WDFDEVICE device;
    WDFTIMER timer;
    NTSTATUS status;

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

    status = CreateDevice(driver, &device);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    status = CreateTimer(device, &timer);
    if (!NT_SUCCESS(status)) {
        return status;
    }

    WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(1));
    return STATUS_SUCCESS;
}

_Use_decl_annotations_
VOID
EvtTimerFunc(
    WDFTIMER Timer
    )
/*++

Routine Description:

    Counts, at DISPATCH_LEVEL.

Arguments:

    Timer - the timer.

Return Value:

    None

--*/
{
    UNREFERENCED_PARAMETER(Timer);

    g_Ticks->Count += 1;
    KeSetEvent(&g_Ticked, IO_NO_INCREMENT, FALSE);
}

_Use_decl_annotations_
VOID
EvtDriverUnload(
    WDFDRIVER Driver
    )
/*++

Routine Description:

    Frees the block. The timer ticks on.

Arguments:

    Driver - the framework driver object.

Return Value:

    None

--*/
{
    ULONG tick;

    UNREFERENCED_PARAMETER(Driver);
    PAGED_CODE();

    ExFreePoolWithTag(g_Ticks, TICKS_TAG);

    /* The hardware is given some ticks to settle. */
    for (tick = 0; tick < SETTLING_TICKS; tick++) {
        KeWaitForSingleObject(&g_Ticked, Executive, KernelMode, FALSE, NULL);
    }
}
