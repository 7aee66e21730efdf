/*
 * Reinitialisation routines: queued by a driver, called once all drivers have had their first
 * chance. A block of pool that is passed as the context goes to the registration, and is the
 * driver's again when the routine is called; if it never is, the block has no owner that could
 * free it.
 */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

enum io_reinitialise_queue {
	IO_REINITIALISE,      /* when all drivers are loaded */
	IO_REINITIALISE_BOOT, /* when their devices are started, too */
};

void io_reinitialise_register(struct io_driver *driver, enum io_reinitialise_queue queue,
	PDRIVER_REINITIALIZE routine, void *context, const void *site);

/* Calls what is queued, and what that queues again, until nothing is. */
IO_API void io_reinitialise_run(enum io_reinitialise_queue queue);

/* The driver object goes: what the driver has queued is not called any more. */
void io_reinitialise_cancel(const struct io_driver *driver);
