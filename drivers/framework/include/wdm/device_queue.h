/* Queues of requests that a device works on one at a time. Part of wdm.h, which includes it. */
#pragma once

#include <ntdef.h>
#include <wdm/spin_lock.h>

#ifdef __cplusplus
extern "C" {
#endif

/* In the driver's memory, in a request as Tail.Overlay.DeviceQueueEntry. */
typedef struct _KDEVICE_QUEUE_ENTRY {
	LIST_ENTRY DeviceListEntry;
	ULONG SortKey;
	BOOLEAN Inserted;
} KDEVICE_QUEUE_ENTRY, *PKDEVICE_QUEUE_ENTRY, *PRKDEVICE_QUEUE_ENTRY;

/* Busy: one entry was not inserted, because it is being worked on. */
typedef struct _KDEVICE_QUEUE {
	SHORT Type;
	SHORT Size;
	LIST_ENTRY DeviceListHead;
	KSPIN_LOCK Lock;
	BOOLEAN Busy;
} KDEVICE_QUEUE, *PKDEVICE_QUEUE, *PRKDEVICE_QUEUE;

NTKERNELAPI VOID KeInitializeDeviceQueue(PKDEVICE_QUEUE DeviceQueue);

/* FALSE when the queue was not busy: it is now, and the entry is the caller's to work on. */
NTKERNELAPI BOOLEAN KeInsertDeviceQueue(
	PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry);
NTKERNELAPI BOOLEAN KeInsertByKeyDeviceQueue(
	PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry, ULONG SortKey);

/* NULL when it was empty: it is busy no more. By key: the first from SortKey on, or the first. */
NTKERNELAPI PKDEVICE_QUEUE_ENTRY KeRemoveDeviceQueue(PKDEVICE_QUEUE DeviceQueue);
NTKERNELAPI PKDEVICE_QUEUE_ENTRY KeRemoveByKeyDeviceQueue(
	PKDEVICE_QUEUE DeviceQueue, ULONG SortKey);

/* FALSE when it is not in the queue. */
NTKERNELAPI BOOLEAN KeRemoveEntryDeviceQueue(
	PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry);

#ifdef __cplusplus
}
#endif
