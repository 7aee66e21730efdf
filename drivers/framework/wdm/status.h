/* Names of status codes, for reports. */
#pragma once

#include <ntstatus.h>
#include <stdbool.h>

#include "drivers/framework/wdm/io.h"

/* "STATUS_INSUFFICIENT_RESOURCES"; NULL for a code that the framework does not know. */
IO_API const char *io_status_name(NTSTATUS status);

/* The other way round; false when the framework does not know the name. */
IO_API bool io_status_find(NTSTATUS *out, const char *name);
