/* A function of a header, with a message, that every source has a copy of. */
#pragma once

/* The message is expected on its line. */
/* clang-format off */
#include "trace.h"
#include "shared.tmh"

static inline void shared(int value)
{
	TraceEvents(TRACE_LEVEL_WARNING, FLAG_TWO, "shared %d", value);
}
