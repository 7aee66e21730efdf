/* What a driver gives back by a pointer that it was given: it must be one, and not given back yet. */
#pragma once

#include "drivers/framework/wdm/resource.h"

/*
 * The resource of that kind and handle. Otherwise the driver that called `function` is stopped: `what`
 * says what the handle should be, as in "a power request".
 */
struct io_resource *io_resource_check(const struct io_kind *kind, const char *what,
	const char *function, const void *handle, const void *site);
