/* The driver's second source: it must share the first one's descriptor. */
#include "tests/unit/tracelib/wpp_guids.h"

#include <stddef.h>

struct drvtrace_driver *second_descriptor(void)
{
	return &drvtrace_wpp_driver;
}

void second_init(const void *object)
{
	WPP_INIT_TRACING(object, NULL);
}
