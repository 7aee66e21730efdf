/* Stacks of devices: each device is attached to the one below. */
#pragma once

#include <stdbool.h>
#include <wdm.h>

PDEVICE_OBJECT io_attachment_top(PDEVICE_OBJECT device);
PDEVICE_OBJECT io_attachment_bottom(PDEVICE_OBJECT device);

/*
 * On top of the stack that `target` is in; gives the device below, or NULL without memory. Undone by
 * its lower device, as IoDetachDevice does; false when none is attached there.
 */
PDEVICE_OBJECT io_attachment_create(PDEVICE_OBJECT source, PDEVICE_OBJECT target, const void *site);
bool io_attachment_destroy(const DEVICE_OBJECT *lower, const void *site);

/*
 * A device is deleted: it leaves its stack. An attachment that was not undone stays in the books
 * as the device's.
 */
void io_attachment_device_gone(PDEVICE_OBJECT device);
