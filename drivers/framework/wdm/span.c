#include "drivers/framework/wdm/span.h"

#include <drvtrace/span.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/module.h"

/* Whose routine it is costs more to find out than an untraced request has to spare. */
struct io_span io_span_begin(struct io_driver *driver, const char *name, const void *routine)
{
	struct io_span span = { NULL, name, (const char *)routine + 1 };

	if (!driver || !DRVTRACE_ON(io_driver_trace(driver), DRVTRACE_SWITCH_SPAN))
		return span;
	if (io_module_find(routine) != driver)
		return span;
	span.driver = driver;
	drvtrace_span_begin(io_driver_trace(driver), name, span.site);
	return span;
}

void io_span_end(const struct io_span *span, NTSTATUS status)
{
	if (span->driver)
		drvtrace_span_end(io_driver_trace(span->driver), span->name, status, span->site);
}
