/* Special files, for paging, hibernation or a crash dump, on devices (fxpkgpnp.cpp, PnpDeviceUsageNotification). */
#pragma once

#include <stdbool.h>
#include <wdm.h>

struct fx_device;

/* IRP_MN_DEVICE_USAGE_NOTIFICATION: the bus, or the devices below, and those that depend on it are told, too. */
NTSTATUS fx_usage_notify(struct fx_device *device, PIRP irp);
bool fx_usage_is_special(const struct fx_device *device);
