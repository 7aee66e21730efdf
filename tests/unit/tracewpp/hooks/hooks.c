/*
 * A driver that declares no control GUID (its project does), and that has hooks of its own around its
 * messages: what they were told is printed.
 */
#include <stdarg.h>
#include <stdio.h>

typedef struct {
	unsigned int Data1;
	unsigned short Data2, Data3;
	unsigned char Data4[8];
} GUID;

static void debug(const char *format, ...)
{
	va_list values;

	printf("debug: ");
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
}

static int always_count;

static void enabled(const GUID *guid, unsigned long long logger, int enable, unsigned int flags,
	unsigned char level)
{
	printf("enabled: %08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x %d %#x %u\n", guid->Data1,
		guid->Data2, guid->Data3, guid->Data4[0], guid->Data4[1], guid->Data4[2],
		guid->Data4[3], guid->Data4[4], guid->Data4[5], guid->Data4[6], guid->Data4[7],
		enable, flags, level);
	(void)logger;
}

#define WPP_DEBUG(arguments) debug arguments
#define WPP_EX_LEVEL(level)  #level
#define WPP_EX_FLAGS(flags)  #flags
#define WPP_LOG_ALWAYS(condition, ...)                                                             \
	always_count++;                                                                            \
	printf("always %d, %s: %s\n", always_count, condition, DRVTRACE_FIRST(__VA_ARGS__));
#define WPP_PRIVATE_ENABLE_CALLBACK enabled

// begin_wpp config
// FUNC Enter(FLAGS);
// USEPREFIX (Enter, "enter");
// FUNC Silent{QUIET=1}(FLAGS, MSG, ...);
// end_wpp
#define WPP_QUIET_FLAGS_ENABLED(quiet, flags) 0
#define WPP_EX_QUIET_FLAGS(quiet, flags)      "quiet"

#include "hooks.tmh"

int main(void)
{
	WppDebug(1, ("nothing %d", 1));
	WPP_INIT_TRACING(NULL);
	DoTraceMessage(Error, "an error, %d", 5);
	DoTraceMessage(Noise, "noise, %s", "loud");
	Enter(Unusual);
	Silent(Unusual, "not %s", "heard");
	printf("%u\n", WPP_CONTROL(WPP_BIT_Noise).Flags[0] >> 2 & 1);
	WPP_CLEANUP();
	return 0;
}
