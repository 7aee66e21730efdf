/* As contract_trace.h, with the in-flight recorder: its logs, and a function for messages to one. */
#pragma once

#include <wpprecorder.h>

#include "contract_trace.h"

#define WPP_LEVEL_FLAGS_LOGGER(level, flags)  WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(level, flags) (WPP_LEVEL_ENABLED(flags))

// begin_wpp config
// WPP_FLAGS(-DENABLE_WPP_RECORDER=1);
// FUNC TraceDevice{LEVEL=TRACE_LEVEL_INFORMATION, FLAGS=TRACE_ONE}(IFRLOG, MSG, ...);
// end_wpp
