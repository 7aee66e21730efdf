/* Stacks of devices: each device is attached to the one below. */
#pragma once

#include <wdm.h>

PDEVICE_OBJECT io_attachment_top(PDEVICE_OBJECT device);

/*
 * A device is deleted: it leaves its stack. An attachment that was not undone stays in the books
 * as the device's.
 */
void io_attachment_device_gone(PDEVICE_OBJECT device);
