/*
 * A device's way into the working state and out of it: callbacks, interrupts, queues and self-managed
 * I/O, in the order of powerstatemachine.cpp. Runs at PASSIVE_LEVEL, in one thread for each device.
 */
#pragma once

#include <stdbool.h>
#include <wdfpnppower.h>

struct fx_device;

/* Where self-managed I/O is (selfmanagediostatemachine.cpp). */
enum fx_self_managed {
	FX_SELF_MANAGED_CREATED,
	FX_SELF_MANAGED_INIT_FAILED,
	FX_SELF_MANAGED_STARTED,
	FX_SELF_MANAGED_STOPPED,
	FX_SELF_MANAGED_FAILED,
	FX_SELF_MANAGED_FLUSHED,
	FX_SELF_MANAGED_FINAL,
};

struct fx_power {
	WDF_POWER_DEVICE_STATE state; /* WdfPowerDeviceD3Final before the first start */
	enum fx_self_managed self_managed;
	POWER_ACTION action; /* that the system has begun, and has not come back from */
};

void fx_power_init(struct fx_power *power);

/* Into D0, from the state that it is in. What was begun is undone when it fails. */
NTSTATUS fx_power_up(struct fx_device *device);

/*
 * Out of D0, all the way whatever fails. Nothing happens to a device that is not in D0; with
 * WdfPowerDeviceD3Final as its target, it is then as if it had gone there.
 */
NTSTATUS fx_power_down(struct fx_device *device, WDF_POWER_DEVICE_STATE target);

/* The device goes: what self-managed I/O still has in hand, then all of its memory. */
void fx_power_flush_self_managed(struct fx_device *device);
void fx_power_cleanup_self_managed(struct fx_device *device);
