#include "drivers/framework/wdm/stop.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/system_thread.h"

static void (*stop_handler)(void);
static io_site_namer *site_namer;

void io_stop_set_handler(void (*handler)(void))
{
	stop_handler = handler;
}

const char *io_site_text(const void *site, char *text, size_t size)
{
	Dl_info info;

	if (!site || !dladdr(site, &info) || !info.dli_fname) {
		snprintf(text, size, "%p", site);
		return text;
	}

	const char *slash = strrchr(info.dli_fname, '/');
	const char *module = slash ? slash + 1 : info.dli_fname;
	size_t offset = (size_t)((uintptr_t)site - (uintptr_t)info.dli_fbase);

	if (info.dli_sname)
		snprintf(text, size, "%s+0x%zx (%s+0x%zx)", info.dli_sname,
			(size_t)((uintptr_t)site - (uintptr_t)info.dli_saddr), module, offset);
	else
		snprintf(text, size, "%s+0x%zx", module, offset);
	return text;
}

void io_site_set_namer(io_site_namer *namer)
{
	site_namer = namer;
}

const char *io_site_name(const void *site, char *text, size_t size)
{
	if (site_namer && site_namer(site, text, size) == 0)
		return text;
	return io_site_text(site, text, size);
}

/* Sites are named last: that takes its time, and other threads go on meanwhile. */
static void tell(const struct io_breach *breach, const char *what, const char *text)
{
	char site[256];

	fprintf(stderr, "drvhost: %s %s: %s: %s\n\trule %s, called from %s\n",
		breach->driver ? io_driver_name(breach->driver) : "a driver", what,
		breach->function, text, breach->rule,
		io_site_name(breach->site, site, sizeof(site)));
}

void io_violation(const struct io_breach *breach, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	drvtrace_violation(
		io_driver_trace(breach->driver), breach->rule, breach->handle, breach->site, text);
	tell(breach, "broke a rule", text);
}

void io_stop(const struct io_breach *breach, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	drvtrace_violation(
		io_driver_trace(breach->driver), breach->rule, breach->handle, breach->site, text);
	drvtrace_driver_state(
		io_driver_trace(breach->driver), DRVTRACE_STATE_CRASHED, STATUS_UNSUCCESSFUL);
	tell(breach, "was stopped", text);
	ps_thread_hold_all();
	if (stop_handler)
		stop_handler();
	abort();
}
