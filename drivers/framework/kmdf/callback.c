#include "drivers/framework/kmdf/callback.h"

#include <drvtrace/span.h>

#include "drivers/framework/kmdf/callback_lock.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"

void fx_callback_run(const struct fx_callback *callback, const struct fx_object *object,
	void (*call)(void (*routine)(void), HANDLE object))
{
	struct io_driver *driver = fx_globals_io_driver(object->globals);
	struct fx_call in = { callback->name, (const void *)((uintptr_t)callback->routine + 1) };
	struct io_driver *previous = io_driver_begin_call(driver);
	struct ke_level level;

	fx_callback_lock_acquire(callback->lock, &in);
	level = ke_level();
	drvtrace_span_begin(io_driver_trace(driver), callback->name, in.site);
	call(callback->routine, fx_object_handle(object));
	drvtrace_span_end(io_driver_trace(driver), callback->name, STATUS_SUCCESS, in.site);
	ke_level_check_return(driver, callback->name, &level);
	fx_callback_lock_release(callback->lock, &in);
	io_driver_end_call(previous);
}
