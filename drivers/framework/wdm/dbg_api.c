/* Debug output: a line begins with the driver's name. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/format.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

enum {
	MESSAGE_SIZE = 512, /* as the kernel's: a longer message is cut */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_inside_line; /* the last message did not end with a newline */

static void print(const void *site, const char *format, va_list arguments)
{
	struct io_driver *driver = io_driver_calling(site);
	char message[MESSAGE_SIZE];
	size_t length = io_format(message, sizeof(message), format, arguments);

	if (length == 0)
		return;
	pthread_mutex_lock(&lock);
	if (!is_inside_line)
		fprintf(stderr, "%s: ", driver ? io_driver_name(driver) : "driver");
	fputs(message, stderr);
	is_inside_line = message[length - 1] != '\n';
	pthread_mutex_unlock(&lock);
}

ULONG DbgPrint(PCSTR Format, ...)
{
	va_list arguments;

	va_start(arguments, Format);
	print(SITE, Format, arguments);
	va_end(arguments);
	return STATUS_SUCCESS;
}

/* Only errors are shown, unless the component's mask says more; here it does not. */
ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...)
{
	va_list arguments;

	UNREFERENCED_PARAMETER(ComponentId);
	if (Level != DPFLTR_ERROR_LEVEL)
		return STATUS_SUCCESS;
	va_start(arguments, Format);
	print(SITE, Format, arguments);
	va_end(arguments);
	return STATUS_SUCCESS;
}

static void say_break(const char *function, const void *site)
{
	struct io_driver *driver = io_driver_calling(site);
	char place[256];

	fprintf(stderr, "drvhost: %s: %s, in %s\n", driver ? io_driver_name(driver) : "a driver",
		function, io_site_name(site, place, sizeof(place)));
}

VOID DbgBreakPoint(VOID)
{
	say_break("DbgBreakPoint", SITE);
}

VOID DbgBreakPointWithStatus(ULONG Status)
{
	UNREFERENCED_PARAMETER(Status);
	say_break("DbgBreakPointWithStatus", SITE);
}

VOID RtlAssert(PVOID VoidFailedAssertion, PVOID VoidFileName, ULONG LineNumber, PSTR MutableMessage)
{
	struct io_breach breach = { io_driver_calling(SITE), "assertion-failed", "ASSERT", NULL,
		SITE };
	const char *file = VoidFileName;
	const char *slash = strrchr(file, '/');

	io_stop(&breach, "%s%s, at %s:%u", MutableMessage ? MutableMessage : "",
		(const char *)VoidFailedAssertion, slash ? slash + 1 : file, LineNumber);
}
