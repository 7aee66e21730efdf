/*
 * Its device's interface is enabled some time after the device has started: by a work item, which a timer
 * queues, and which takes its time.
 */
#include <ntddk.h>
#include <wdf.h>

static const GUID InterfaceClass = { 0x5d2a1f61, 0x1111, 0x4222,
	{ 0x83, 0x33, 0x44, 0x44, 0x55, 0x55, 0x66, 0x66 } };

static WDFWORKITEM WorkItem;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_TIMER EvtTimerFunc;
EVT_WDF_WORKITEM EvtWorkItem;

VOID EvtWorkItem(WDFWORKITEM Item)
{
	LARGE_INTEGER interval;

	interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(100);
	KeDelayExecutionThread(KernelMode, FALSE, &interval);
	WdfDeviceCreateDeviceInterface(WdfWorkItemGetParentObject(Item), &InterfaceClass, NULL);
}

VOID EvtTimerFunc(WDFTIMER Timer)
{
	UNREFERENCED_PARAMETER(Timer);

	WdfWorkItemEnqueue(WorkItem);
}

NTSTATUS
EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG timerConfig;
	WDF_WORKITEM_CONFIG itemConfig;
	WDFDEVICE device;
	WDFTIMER timer;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (!NT_SUCCESS(status)) {
		return status;
	}

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	WDF_WORKITEM_CONFIG_INIT(&itemConfig, EvtWorkItem);
	status = WdfWorkItemCreate(&itemConfig, &attributes, &WorkItem);
	if (!NT_SUCCESS(status)) {
		return status;
	}

	WDF_TIMER_CONFIG_INIT(&timerConfig, EvtTimerFunc);
	status = WdfTimerCreate(&timerConfig, &attributes, &timer);
	if (!NT_SUCCESS(status)) {
		return status;
	}
	WdfTimerStart(timer, WDF_REL_TIMEOUT_IN_MS(100));
	return STATUS_SUCCESS;
}

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	return WdfDriverCreate(
		DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}
