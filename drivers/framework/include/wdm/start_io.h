/*
 * Requests that a driver works on one at a time in its StartIo routine, and the DPC of a device. Part
 * of wdm.h, which includes it.
 */
#pragma once

#include <ntdef.h>
#include <wdm/irp.h>
#include <wdm/timer.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _DEVICE_OBJECT;

typedef VOID DRIVER_STARTIO(struct _DEVICE_OBJECT *DeviceObject, PIRP Irp);
typedef DRIVER_STARTIO *PDRIVER_STARTIO;
typedef VOID IO_DPC_ROUTINE(
	PKDPC Dpc, struct _DEVICE_OBJECT *DeviceObject, PIRP Irp, PVOID Context);
typedef IO_DPC_ROUTINE *PIO_DPC_ROUTINE;

/*
 * StartIo is called at DISPATCH_LEVEL; the device's CurrentIrp is the request that it has. While there
 * is one, others wait in the device's DeviceQueue, after those with a key that is not greater; NULL:
 * at its end. One with a cancel routine can be cancelled, and the cancel spin lock guards the queue.
 */
NTKERNELAPI VOID IoStartPacket(
	struct _DEVICE_OBJECT *DeviceObject, PIRP Irp, PULONG Key, PDRIVER_CANCEL CancelFunction);
NTKERNELAPI VOID IoStartNextPacket(struct _DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable);
NTKERNELAPI VOID IoStartNextPacketByKey(
	struct _DEVICE_OBJECT *DeviceObject, BOOLEAN Cancelable, ULONG Key);

/*
 * Deferred: StartIo is not called while it runs, but when it has returned. Not cancelable: a request
 * has lost its cancel routine when StartIo is called.
 */
NTKERNELAPI VOID IoSetStartIoAttributes(
	struct _DEVICE_OBJECT *DeviceObject, BOOLEAN DeferredStartIo, BOOLEAN NonCancelable);

#define IoInitializeDpcRequest(DeviceObject, DpcRoutine)                                           \
	KeInitializeDpc(&(DeviceObject)->Dpc, (PKDEFERRED_ROUTINE)(DpcRoutine), (DeviceObject))
#define IoRequestDpc(DeviceObject, Irp, Context)                                                   \
	((void)KeInsertQueueDpc(&(DeviceObject)->Dpc, (Irp), (Context)))

#ifdef __cplusplus
}
#endif
