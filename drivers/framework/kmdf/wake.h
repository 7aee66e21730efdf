/*
 * Wake signals of devices: the driver of the bus enables them for a child that is to be armed, and says
 * when there is one (pdopower.cpp).
 */
#pragma once

#include <wdm.h>

struct fx_device;

/* The bus of a device that is about to sleep, when it is one of KMDF; others need nothing for that. */
NTSTATUS fx_wake_enable_at_bus(struct fx_device *device, SYSTEM_POWER_STATE state);
void fx_wake_disable_at_bus(struct fx_device *device);

/*
 * Of a child: its wake signal, or that it will not come. STATUS_INVALID_DEVICE_STATE of others,
 * STATUS_INVALID_DEVICE_REQUEST when nobody waits for it.
 */
NTSTATUS fx_wake_indicate(struct fx_device *child, NTSTATUS status);

/* The device was woken, and its children with it. */
void fx_wake_indicate_children(struct fx_device *device);
