/* A driver and the module that its code is in: NAME.so is the driver NAME. */
#pragma once

#include <stddef.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

struct io_driver_module {
	void *handle;             /* owned; dlopen's */
	struct io_driver *driver; /* owned */
};

/* "echo" for "/lib/echo.so". */
IO_API void io_driver_module_name(char *out, size_t size, const char *path);

/*
 * Maps the module and makes the driver known; nothing of it runs. A path without a slash is in the current
 * folder. -ENOENT, and dlerror() says why; -ENOEXEC when it has no DriverEntry; or as io_driver_create().
 */
IO_API int io_driver_module_open(struct io_driver_module *out, const char *path);

/* Of a driver that is unloaded, or has failed to load. The module stays when a thread stands in it. */
IO_API void io_driver_module_close(struct io_driver_module *module);
