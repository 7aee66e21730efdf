/*
 * Hardware resources as lists of descriptors: those that a device was given, and those that it could work
 * with. Lists are the framework's: it makes them for a callback, and takes them away behind it.
 */
#pragma once

#include <wdfobject.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WDF_INSERT_AT_END ((ULONG)-1)

/* Any one of its lists will do; the first is the best. */
NTKERNELAPI VOID WdfIoResourceRequirementsListSetSlotNumber(
	WDFIORESREQLIST RequirementsList, ULONG SlotNumber);
NTKERNELAPI VOID WdfIoResourceRequirementsListSetInterfaceType(
	WDFIORESREQLIST RequirementsList, INTERFACE_TYPE InterfaceType);
NTKERNELAPI NTSTATUS WdfIoResourceRequirementsListInsertIoResList(
	WDFIORESREQLIST RequirementsList, WDFIORESLIST IoResList, ULONG Index);
NTKERNELAPI NTSTATUS WdfIoResourceRequirementsListAppendIoResList(
	WDFIORESREQLIST RequirementsList, WDFIORESLIST IoResList);
NTKERNELAPI ULONG WdfIoResourceRequirementsListGetCount(WDFIORESREQLIST RequirementsList);
NTKERNELAPI WDFIORESLIST WdfIoResourceRequirementsListGetIoResList(
	WDFIORESREQLIST RequirementsList, ULONG Index);

/* The list that is removed is deleted. */
NTKERNELAPI VOID WdfIoResourceRequirementsListRemove(WDFIORESREQLIST RequirementsList, ULONG Index);
NTKERNELAPI VOID WdfIoResourceRequirementsListRemoveByIoResList(
	WDFIORESREQLIST RequirementsList, WDFIORESLIST IoResList);

/* It is the requirements list's, but not in it until it is inserted. */
NTKERNELAPI NTSTATUS WdfIoResourceListCreate(WDFIORESREQLIST RequirementsList,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFIORESLIST *ResourceList);
NTKERNELAPI NTSTATUS WdfIoResourceListInsertDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index);
NTKERNELAPI NTSTATUS WdfIoResourceListAppendDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor);
NTKERNELAPI VOID WdfIoResourceListUpdateDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index);
NTKERNELAPI ULONG WdfIoResourceListGetCount(WDFIORESLIST ResourceList);

/* NULL behind the last one. It is a copy; so is that of WdfCmResourceListGetDescriptor. */
NTKERNELAPI PIO_RESOURCE_DESCRIPTOR WdfIoResourceListGetDescriptor(
	WDFIORESLIST ResourceList, ULONG Index);
NTKERNELAPI VOID WdfIoResourceListRemove(WDFIORESLIST ResourceList, ULONG Index);
NTKERNELAPI VOID WdfIoResourceListRemoveByDescriptor(
	WDFIORESLIST ResourceList, PIO_RESOURCE_DESCRIPTOR Descriptor);

/* STATUS_ACCESS_DENIED of what EvtDevicePrepareHardware is given. */
NTKERNELAPI NTSTATUS WdfCmResourceListInsertDescriptor(
	WDFCMRESLIST List, PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor, ULONG Index);
NTKERNELAPI NTSTATUS WdfCmResourceListAppendDescriptor(
	WDFCMRESLIST List, PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor);
NTKERNELAPI ULONG WdfCmResourceListGetCount(WDFCMRESLIST List);
NTKERNELAPI PCM_PARTIAL_RESOURCE_DESCRIPTOR WdfCmResourceListGetDescriptor(
	WDFCMRESLIST List, ULONG Index);
NTKERNELAPI VOID WdfCmResourceListRemove(WDFCMRESLIST List, ULONG Index);
NTKERNELAPI VOID WdfCmResourceListRemoveByDescriptor(
	WDFCMRESLIST List, PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor);

#ifdef __cplusplus
}
#endif
