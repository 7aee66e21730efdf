/* A KMDF driver without devices, which cleans up where both ways lead. */
#include <ntddk.h>
#include <wdf.h>

#include "outside_trace.h"

#include "outside_kmdf.tmh"

static PVOID g_Block;

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_OBJECT_CONTEXT_CLEANUP OutsideCleanup;
EVT_WDF_DRIVER_UNLOAD OutsideUnload;

VOID OutsideUnload(WDFDRIVER Driver)
{
	UNREFERENCED_PARAMETER(Driver);
}

VOID OutsideCleanup(WDFOBJECT Driver)
{
	if (g_Block != NULL)
		ExFreePoolWithTag(g_Block, OUTSIDE_TAG);
	WPP_CLEANUP(WdfDriverWdmGetDriverObject((WDFDRIVER)Driver));
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
	config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = OutsideUnload;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = OutsideCleanup;
	status = WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config, &driver);
	if (!NT_SUCCESS(status))
		return status;

	WPP_INIT_TRACING(DriverObject, RegistryPath);
	g_Block = ExAllocatePoolWithTag(NonPagedPoolNx, 32, OUTSIDE_TAG);
	return g_Block == NULL ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}
