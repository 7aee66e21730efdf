#include "drivers/framework/kmdf/hold.h"

#include <drvtrace/drvtrace.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/driver.h"

static struct drvtrace_driver *trace_of(const struct fx_object *object)
{
	return io_driver_trace(fx_globals_io_driver(object->globals));
}

void fx_hold(struct fx_object *object, const struct fx_object *holder, const void *site)
{
	int count = fx_object_reference(object);

	drvtrace_reference(trace_of(object), object->class->kind.id, fx_object_handle(object),
		fx_object_handle(holder), count, 0, NULL, site);
}

void fx_let_go(struct fx_object *object, const struct fx_object *holder, const void *site)
{
	int count = __atomic_load_n(&object->references, __ATOMIC_RELAXED) - 1;

	drvtrace_dereference(trace_of(object), object->class->kind.id, fx_object_handle(object),
		fx_object_handle(holder), count, 0, NULL, site);
	fx_object_dereference(object, site);
}
