/* Device queues, which live in the driver's memory, each with a lock of its own. */
#include "drivers/framework/wdm/device_queue.h"

#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/spin_lock.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

enum {
	DEVICE_QUEUE_TYPE = 20, /* DeviceQueueObject */
};

static KIRQL lock(PKDEVICE_QUEUE queue)
{
	KIRQL before = ke_irql_set(ke_irql() > DISPATCH_LEVEL ? ke_irql() : DISPATCH_LEVEL, NULL);

	ke_spin_lock_acquire("a device queue", &queue->Lock, NULL);
	return before;
}

static void unlock(PKDEVICE_QUEUE queue, KIRQL before)
{
	ke_spin_lock_release("a device queue", &queue->Lock, NULL);
	ke_irql_set(before, NULL);
}

static PKDEVICE_QUEUE_ENTRY entry_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, KDEVICE_QUEUE_ENTRY, DeviceListEntry);
}

/* The first behind which nothing with that key belongs: the head when there is none. */
static LIST_ENTRY *find_greater(PKDEVICE_QUEUE queue, ULONG key)
{
	LIST_ENTRY *link = queue->DeviceListHead.Flink;

	while (link != &queue->DeviceListHead && entry_of(link)->SortKey <= key)
		link = link->Flink;
	return link;
}

static LIST_ENTRY *find_from(PKDEVICE_QUEUE queue, ULONG key)
{
	LIST_ENTRY *link = queue->DeviceListHead.Flink;

	while (link != &queue->DeviceListHead && entry_of(link)->SortKey < key)
		link = link->Flink;
	return link == &queue->DeviceListHead ? link->Flink : link;
}

void ke_device_queue_init(PKDEVICE_QUEUE queue)
{
	queue->Type = DEVICE_QUEUE_TYPE;
	queue->Size = sizeof(*queue);
	queue->Busy = FALSE;
	queue->Lock = 0;
	InitializeListHead(&queue->DeviceListHead);
}

bool ke_device_queue_insert(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, const ULONG *key)
{
	KIRQL before = lock(queue);
	bool was_busy = queue->Busy;

	queue->Busy = TRUE;
	entry->Inserted = was_busy;
	if (key)
		entry->SortKey = *key;
	/* An insertion before the head is one at the end. */
	if (was_busy)
		InsertTailList(key ? find_greater(queue, *key) : &queue->DeviceListHead,
			&entry->DeviceListEntry);
	unlock(queue, before);
	return was_busy;
}

static PKDEVICE_QUEUE_ENTRY remove_locked(PKDEVICE_QUEUE queue, const ULONG *key)
{
	LIST_ENTRY *link;

	if (IsListEmpty(&queue->DeviceListHead)) {
		queue->Busy = FALSE;
		return NULL;
	}
	link = key ? find_from(queue, *key) : queue->DeviceListHead.Flink;
	RemoveEntryList(link);
	entry_of(link)->Inserted = FALSE;
	return entry_of(link);
}

PKDEVICE_QUEUE_ENTRY ke_device_queue_remove(PKDEVICE_QUEUE queue, const ULONG *key)
{
	KIRQL before = lock(queue);
	PKDEVICE_QUEUE_ENTRY entry = remove_locked(queue, key);

	unlock(queue, before);
	return entry;
}

static void check_queue(const char *function, const KDEVICE_QUEUE *queue, const void *site)
{
	struct io_breach breach = { NULL, "invalid-structure", function, queue, site };

	ke_irql_check(function, DISPATCH_LEVEL, site);
	if (queue->Type == DEVICE_QUEUE_TYPE && queue->Size == sizeof(*queue))
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "the queue at %p was not initialised by KeInitializeDeviceQueue",
		(const void *)queue);
}

VOID KeInitializeDeviceQueue(PKDEVICE_QUEUE DeviceQueue)
{
	ke_device_queue_init(DeviceQueue);
}

static bool is_in(PKDEVICE_QUEUE queue, const KDEVICE_QUEUE_ENTRY *entry)
{
	KIRQL before = lock(queue);
	LIST_ENTRY *link = queue->DeviceListHead.Flink;

	while (link != &queue->DeviceListHead && entry_of(link) != entry)
		link = link->Flink;
	unlock(queue, before);
	return link != &queue->DeviceListHead;
}

static BOOLEAN insert(const char *function, PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry,
	const ULONG *key, const void *site)
{
	struct io_breach breach = { NULL, "device-queue-misused", function, entry, site };

	check_queue(function, queue, site);
	ke_irql_check_least(function, DISPATCH_LEVEL, site);
	if (is_in(queue, entry)) {
		breach.driver = io_driver_calling(site);
		io_stop(&breach, "the entry at %p is in the queue already", (void *)entry);
	}
	return ke_device_queue_insert(queue, entry, key);
}

BOOLEAN KeInsertDeviceQueue(PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry)
{
	return insert("KeInsertDeviceQueue", DeviceQueue, DeviceQueueEntry, NULL, SITE);
}

BOOLEAN KeInsertByKeyDeviceQueue(
	PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry, ULONG SortKey)
{
	return insert("KeInsertByKeyDeviceQueue", DeviceQueue, DeviceQueueEntry, &SortKey, SITE);
}

static PKDEVICE_QUEUE_ENTRY remove_next(
	const char *function, PKDEVICE_QUEUE queue, const ULONG *key, const void *site)
{
	struct io_breach breach = { NULL, "device-queue-misused", function, queue, site };
	PKDEVICE_QUEUE_ENTRY entry;
	bool was_busy;
	KIRQL before;

	check_queue(function, queue, site);
	ke_irql_check_least(function, DISPATCH_LEVEL, site);
	before = lock(queue);
	was_busy = queue->Busy;
	entry = remove_locked(queue, key);
	unlock(queue, before);
	if (!was_busy) {
		breach.driver = io_driver_calling(site);
		io_stop(&breach, "the queue at %p is not busy: nothing was inserted into it",
			(void *)queue);
	}
	return entry;
}

PKDEVICE_QUEUE_ENTRY KeRemoveDeviceQueue(PKDEVICE_QUEUE DeviceQueue)
{
	return remove_next("KeRemoveDeviceQueue", DeviceQueue, NULL, SITE);
}

PKDEVICE_QUEUE_ENTRY KeRemoveByKeyDeviceQueue(PKDEVICE_QUEUE DeviceQueue, ULONG SortKey)
{
	return remove_next("KeRemoveByKeyDeviceQueue", DeviceQueue, &SortKey, SITE);
}

BOOLEAN KeRemoveEntryDeviceQueue(PKDEVICE_QUEUE DeviceQueue, PKDEVICE_QUEUE_ENTRY DeviceQueueEntry)
{
	BOOLEAN was_inserted;
	KIRQL before;

	check_queue("KeRemoveEntryDeviceQueue", DeviceQueue, SITE);
	before = lock(DeviceQueue);
	was_inserted = DeviceQueueEntry->Inserted;
	if (was_inserted)
		RemoveEntryList(&DeviceQueueEntry->DeviceListEntry);
	DeviceQueueEntry->Inserted = FALSE;
	unlock(DeviceQueue, before);
	return was_inserted;
}
