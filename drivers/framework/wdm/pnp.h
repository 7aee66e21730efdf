/*
 * The PnP manager and its root bus: devices that the host plugs in, which drivers add to their
 * stacks, start, stop and remove. Runs in the calling thread, which must be a system thread, but
 * for the calls that say otherwise.
 */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

enum {
	IO_PNP_RESOURCES_MAX = 16,
};

struct io_pnp_resource {
	UCHAR type;      /* CmResourceTypeMemory, CmResourceTypePort or CmResourceTypeInterrupt */
	ULONGLONG start; /* or the vector */
	ULONG length;
};

/*
 * A device called `name` appears, for `driver`. STATUS_OBJECT_NAME_COLLISION when there is one,
 * STATUS_INVALID_PARAMETER for too many resources, STATUS_CONFLICTING_ADDRESSES when another has
 * them, STATUS_INSUFFICIENT_RESOURCES, or what the driver answers: then it is gone again.
 */
NTSTATUS io_pnp_plug(struct io_driver *driver, const char *name,
	const struct io_pnp_resource *resources, size_t count);

/* The driver is about to be unloaded: its devices are removed, newest first. */
void io_pnp_remove_all(struct io_driver *driver);

/*
 * For the host, from any thread. STATUS_NO_SUCH_DEVICE when no device has that name, else what the
 * driver answers; STATUS_NOT_SUPPORTED of a driver whose layer adds its devices itself.
 */
IO_API NTSTATUS io_pnp_host_plug(struct io_driver *driver, const char *name,
	const struct io_pnp_resource *resources, size_t count);
IO_API NTSTATUS io_pnp_host_rebalance(
	const char *name, const struct io_pnp_resource *resources, size_t count);
IO_API NTSTATUS io_pnp_host_unplug(const char *name);
IO_API NTSTATUS io_pnp_host_surprise_remove(const char *name);

/* A handle was closed: devices that are gone, and that it kept, are removed. */
IO_API void io_pnp_host_handle_closed(void);
