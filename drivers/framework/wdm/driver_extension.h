/* Extensions of driver objects: zeroed memory, one for each id, that goes with the driver object. */
#pragma once

#include <ntdef.h>

struct io_driver;

/* STATUS_OBJECT_NAME_COLLISION when there is one of that id, STATUS_INSUFFICIENT_RESOURCES. */
NTSTATUS io_driver_extension_create(
	void **out, struct io_driver *driver, const void *id, ULONG size, const void *site);

/* NULL when there is none of that id. */
void *io_driver_extension_find(struct io_driver *driver, const void *id);

/* The driver object goes. */
void io_driver_extension_destroy_all(struct io_driver *driver);
