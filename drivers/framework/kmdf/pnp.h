/*
 * Plug and play as far as one root device a driver goes: added, started, removed. There is no
 * hardware, so the handles of resource lists are NULL.
 */
#pragma once

#include <wdm.h>

struct io_driver;

/* AddDevice of a KMDF driver: EvtDriverDeviceAdd, and what follows from its status. */
NTSTATUS fx_pnp_add_device(PDRIVER_OBJECT driver_object, PDEVICE_OBJECT physical_device);

/* For struct io_driver_layer; `joined` are the driver's globals. */
NTSTATUS fx_pnp_start(struct io_driver *driver, void *joined);
void fx_pnp_remove(struct io_driver *driver, void *joined);
