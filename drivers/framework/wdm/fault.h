/* Fault points of the framework's own calls: every fallible one asks here before it does a thing. */
#pragma once

#include <stdbool.h>

#include "drivers/framework/wdm/io.h"

struct io_driver;

/* True when the call named `point` must fail now. */
bool io_fault(struct io_driver *driver, const char *point, const void *site);

/* From now on each point that is reached is given to `report`, counted from 1. */
IO_API void io_fault_list(void (*report)(
	unsigned int nth, const char *point, struct io_driver *driver, const void *site));
