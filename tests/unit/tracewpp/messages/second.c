/* Another source of the same driver, with messages of its own. */
/* Expectations count lines. */
/* clang-format off */
#include "shared.h"
#include "second.tmh"

void second(int value);

void second(int value)
{
	/* Only messages.c initialises tracing; this one is the driver's, too. */
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "second %d", value);
	shared(13);
}
