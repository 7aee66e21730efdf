/* A module with a WPP registration, which load.c loads and unloads. */
#include "tests/unit/tracelib/driver_module.h"

#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(                                                                   \
		ModuleGuid, (00000000, 0000, 0000, 0000, 000000000002), WPP_DEFINE_BIT(FLAG))

#include <drvtrace/drvtrace.h>
#include <drvtrace/wpp.h>

static DRVTRACE_DEFINE_DRIVER(native, "native");

/* What a host does around a driver, as a host that does not link drvtrace cannot do it itself. */
static struct drvtrace_driver opened = { "opened", NULL, NULL, DRVTRACE_ALL_OFF, 0, 0, NULL, NULL,
	NULL };

DRVTRACE_API void module_run(const char *how)
{
	const void *object = &opened;

	if (how[0] == 'n') {
		drvtrace_driver_init(&native);
		DRVTRACE_ACQUIRE(&native, DRVTRACE_KIND_MEMORY, &native, 1, 0, NULL);
		if (how[1] == 'c')
			drvtrace_driver_cleanup(&native);
		return;
	}
	if (how[0] == 'o')
		drvtrace_driver_open(&opened, object, object);
	WPP_INIT_TRACING(object, NULL);
	if (how[1] == 'c')
		WPP_CLEANUP(object);
	if (how[1] == 't')
		drvtrace_driver_object_cleanup(object, DRVTRACE_CLEANUP_TIED);
	if (how[0] == 'o')
		drvtrace_driver_close(&opened);
}
