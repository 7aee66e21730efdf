/*
 * Releases a thing twice.
 */
#include <drvtrace/drvtrace.h>

static DRVTRACE_DEFINE_DRIVER(program, "native_double_release");

static int resource;

int main(void)
{
	drvtrace_driver_init(&program);
	DRVTRACE_ACQUIRE(&program, DRVTRACE_KIND_LOCK, &resource, 0, 0, NULL);
	DRVTRACE_RELEASE(&program, DRVTRACE_KIND_LOCK, &resource);
	DRVTRACE_RELEASE(&program, DRVTRACE_KIND_LOCK, &resource);
	drvtrace_driver_cleanup(&program);
	return 0;
}
