/*
 * The PnP manager: devices that the host plugs in on the root bus, and those that drivers of buses
 * report, are added to their stacks, started, stopped and removed. One thread at a time does that, a
 * system thread; what drivers ask for meanwhile waits in a queue until the host lets it be done.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;
struct usb_description;

enum {
	IO_PNP_RESOURCES_MAX = 16,
	IO_PNP_DRIVERS_MAX = 8, /* of one stack, the bus driver not counted */
};

struct io_pnp_resource {
	UCHAR type;      /* CmResourceTypeMemory, CmResourceTypePort or CmResourceTypeInterrupt */
	ULONGLONG start; /* or the vector */
	ULONG length;
	bool wakes; /* an interrupt that its device may be woken by */
};

/* A device of the root bus, or of a USB hub, to be. */
struct io_pnp_plug {
	const char *name;
	struct io_driver *const *drivers; /* of its stack, from bottom to top */
	size_t driver_count;
	const struct io_pnp_resource *resources;
	size_t resource_count;
	const struct usb_description *usb; /* what it is on a USB hub; NULL: on the root bus */
};

/*
 * A device appears. STATUS_OBJECT_NAME_COLLISION when there is one of that name,
 * STATUS_INVALID_PARAMETER for too much of something, STATUS_CONFLICTING_ADDRESSES when another has
 * its resources, STATUS_INSUFFICIENT_RESOURCES, or what a driver answers: then it is gone again.
 */
NTSTATUS io_pnp_plug(const struct io_pnp_plug *plug);

/* The driver is about to be unloaded: its devices are removed, newest first. */
void io_pnp_remove_all(struct io_driver *driver);

/*
 * For the host, from any thread. STATUS_NO_SUCH_DEVICE when no device has that name, else what the
 * driver answers; STATUS_NOT_SUPPORTED of a driver whose layer adds its devices itself.
 */
IO_API NTSTATUS io_pnp_host_plug(const struct io_pnp_plug *plug);
IO_API NTSTATUS io_pnp_host_rebalance(
	const char *name, const struct io_pnp_resource *resources, size_t count);
IO_API NTSTATUS io_pnp_host_unplug(const char *name);
IO_API NTSTATUS io_pnp_host_surprise_remove(const char *name);

/*
 * Devices that buses report with that hardware or compatible id are served by these drivers, from
 * bottom to top: those which are loaded then. A device that is there and has no driver gets them now.
 */
IO_API NTSTATUS io_pnp_host_install(const char *id, const char *const *drivers, size_t count);

/* There is a special file on the device, or not any more. */
IO_API NTSTATUS io_pnp_host_use(
	const char *name, DEVICE_USAGE_NOTIFICATION_TYPE type, bool is_in_path);

/* The device is to be ejected, or locked so that it cannot be. */
IO_API NTSTATUS io_pnp_host_eject(const char *name);
IO_API NTSTATUS io_pnp_host_lock(const char *name, bool is_locked);

/* A handle was closed: devices that are gone, and that it kept, are removed. */
IO_API void io_pnp_host_handle_closed(void);

/* What drivers have asked for is done: until nobody asks for anything any more. */
IO_API void io_pnp_host_settle(void);
