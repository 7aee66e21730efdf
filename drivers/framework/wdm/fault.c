#include "drivers/framework/wdm/fault.h"

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/driver.h"

static void (*reporter)(
	unsigned int nth, const char *point, struct io_driver *driver, const void *site);
static unsigned int reached;

void io_fault_list(void (*report)(
	unsigned int nth, const char *point, struct io_driver *driver, const void *site))
{
	reporter = report;
}

bool io_fault(struct io_driver *driver, const char *point, const void *site)
{
	if (reporter)
		reporter(__atomic_add_fetch(&reached, 1, __ATOMIC_RELAXED), point, driver, site);
	return drvtrace_fault_armed && drvtrace_fault_point(io_driver_trace(driver), point, site);
}
