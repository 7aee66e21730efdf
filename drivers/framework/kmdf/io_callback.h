/* Calls of a driver's callbacks that serve requests: their locks, and what the trace says of them. */
#pragma once

#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"

struct fx_callback_lock;
struct fx_globals;

/* One call; lives on the stack of who makes it. */
struct fx_io_callback {
	struct fx_call call;
	struct fx_callback_lock *lock; /* held meanwhile; NULL: none */
	struct io_driver *driver;
	struct io_driver *previous;
	struct ke_level level;
};

/* What calls from a routine of the driver's are attributed to. */
#define FX_SITE_IN(routine) ((const void *)((uintptr_t)(routine) + 1))

void fx_io_callback_begin(struct fx_io_callback *callback, struct fx_globals *globals,
	struct fx_callback_lock *lock, const char *name, const void *site);

/* Stops the driver when the callback has not come back as it was called: see ke_level_check_return(). */
void fx_io_callback_end(struct fx_io_callback *callback);
void fx_io_callback_end_with(struct fx_io_callback *callback, NTSTATUS status);
