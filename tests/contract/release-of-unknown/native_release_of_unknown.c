/*
 * Releases a thing that it never acquired.
 */
#include <drvtrace/drvtrace.h>

static DRVTRACE_DEFINE_DRIVER(program, "native_release_of_unknown");

static int resource;

int main(void)
{
	drvtrace_driver_init(&program);
	DRVTRACE_RELEASE(&program, DRVTRACE_KIND_LOCK, &resource);
	drvtrace_driver_cleanup(&program);
	return 0;
}
