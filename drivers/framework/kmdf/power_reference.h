/*
 * What keeps a device in its working state, WdfDeviceStopIdle by WdfDeviceStopIdle: each is a resource, which
 * WdfDeviceResumeIdle gives back by its tag.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct fx_device;

/* False without memory. */
bool fx_power_reference_acquire(struct fx_device *device, void *tag, const void *site);

/* The newest of that tag; false when there is none. */
bool fx_power_reference_release(struct fx_device *device, void *tag, const void *site);

/* The device is gone: what was not given back stays in the books. */
void fx_power_references_forget(struct fx_device *device);
