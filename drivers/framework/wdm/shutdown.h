/*
 * Devices whose drivers are told when the system shuts down, by IRP_MJ_SHUTDOWN: the newest first, and
 * those that are told last when all others have been.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

struct io_shutdown_request {
	PDEVICE_OBJECT device;
	bool is_last_chance;
	const void *owner; /* NULL: the driver */
};

/* STATUS_INSUFFICIENT_RESOURCES. unregister: all of that device's; false when there was none. */
NTSTATUS io_shutdown_register(
	struct io_driver *driver, const struct io_shutdown_request *request, const void *site);
bool io_shutdown_unregister(PDEVICE_OBJECT device, const void *site);

/* For the host: tells them. Each is told once, and is not registered any more then. */
IO_API void io_shutdown(void);
