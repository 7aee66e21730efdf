/* Device queues, for those who have made sure that they may. */
#pragma once

#include <stdbool.h>
#include <wdm/device_queue.h>

void ke_device_queue_init(PKDEVICE_QUEUE queue);

/* `key` is NULL for the end. False when the queue was not busy. */
bool ke_device_queue_insert(PKDEVICE_QUEUE queue, PKDEVICE_QUEUE_ENTRY entry, const ULONG *key);
PKDEVICE_QUEUE_ENTRY ke_device_queue_remove(PKDEVICE_QUEUE queue, const ULONG *key);
