/* What a driver may attach to its driver object. Part of wdm.h, which includes it. */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _DRIVER_OBJECT;

/* The extension is zeroed; it is freed with the driver object. */
NTKERNELAPI NTSTATUS IoAllocateDriverObjectExtension(struct _DRIVER_OBJECT *DriverObject,
	PVOID ClientIdentificationAddress, ULONG DriverObjectExtensionSize,
	PVOID *DriverObjectExtension);
NTKERNELAPI PVOID IoGetDriverObjectExtension(
	struct _DRIVER_OBJECT *DriverObject, PVOID ClientIdentificationAddress);

/*
 * The routine is called once, if DriverEntry succeeds: after all drivers have been loaded, or, for
 * a boot driver's, when their devices have been started, too. Count says which call it is, from 1;
 * the routine may register itself again. Pool that is passed as the context is the routine's.
 */
typedef VOID DRIVER_REINITIALIZE(struct _DRIVER_OBJECT *DriverObject, PVOID Context, ULONG Count);
typedef DRIVER_REINITIALIZE *PDRIVER_REINITIALIZE;

NTKERNELAPI VOID IoRegisterDriverReinitialization(struct _DRIVER_OBJECT *DriverObject,
	PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context);
NTKERNELAPI VOID IoRegisterBootDriverReinitialization(struct _DRIVER_OBJECT *DriverObject,
	PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context);

#ifdef __cplusplus
}
#endif
