#include "drivers/framework/kmdf/io_callback.h"

#include <drvtrace/drvtrace.h>

#include "drivers/framework/kmdf/callback_lock.h"
#include "drivers/framework/kmdf/globals.h"

void fx_io_callback_begin(struct fx_io_callback *callback, struct fx_globals *globals,
	struct fx_callback_lock *lock, const char *name, const void *site)
{
	callback->call = (struct fx_call){ name, site };
	callback->lock = lock;
	callback->driver = fx_globals_io_driver(globals);
	callback->previous = io_driver_begin_call(callback->driver);
	fx_callback_lock_acquire(lock, &callback->call);
	callback->level = ke_level();
	drvtrace_span_begin(io_driver_trace(callback->driver), name, site);
}

void fx_io_callback_end(struct fx_io_callback *callback)
{
	fx_io_callback_end_with(callback, STATUS_SUCCESS);
}

void fx_io_callback_end_with(struct fx_io_callback *callback, NTSTATUS status)
{
	drvtrace_span_end(io_driver_trace(callback->driver), callback->call.function, status,
		callback->call.site);
	ke_level_check_return(callback->driver, callback->call.function, &callback->level);
	fx_callback_lock_release(callback->lock, &callback->call);
	io_driver_end_call(callback->previous);
}
