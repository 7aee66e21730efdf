/*
 * Devices whose drivers let the power manager put them to sleep when they have been idle. The time that
 * passes is the host's: it says when it was long enough.
 */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/idle.h"

/* In the device, from its creation to its end. */
struct po_idle {
	struct io_idle client;
	PDEVICE_OBJECT device;
	ULONG counter; /* what the driver has a pointer to; it is not read */
	LONG busy;
	DEVICE_POWER_STATE state;
	bool is_registered;
};

/* The device is deleted. */
void po_idle_end(struct po_idle *idle);
