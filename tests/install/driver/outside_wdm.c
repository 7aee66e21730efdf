/* A WDM driver that frees in DriverUnload what it allocates in DriverEntry. */
#include <ntddk.h>

#include "outside_trace.h"

#include "outside_wdm.tmh"

static PVOID g_Block;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

VOID DriverUnload(PDRIVER_OBJECT DriverObject)
{
	ExFreePoolWithTag(g_Block, 'mdwO');
	WPP_CLEANUP(DriverObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WPP_INIT_TRACING(DriverObject, RegistryPath);
	DriverObject->DriverUnload = DriverUnload;
	g_Block = ExAllocatePoolWithTag(PagedPool, 48, 'mdwO');
	if (g_Block == NULL) {
		WPP_CLEANUP(DriverObject);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	return STATUS_SUCCESS;
}
