/* Who is shown each driver before it is initialised. */
#pragma once

#include <ntdef.h>

struct io_driver;

/* All registered callbacks are shown the driver. STATUS_DRIVER_BLOCKED when one says that it is bad. */
NTSTATUS io_boot_driver_show(struct io_driver *driver, PCUNICODE_STRING registry_path);

/* The driver is about to be unloaded: its own callbacks are told. */
void io_boot_driver_unloading(struct io_driver *driver);
