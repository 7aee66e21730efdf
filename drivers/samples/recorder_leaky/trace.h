/*++

Module Name:

    trace.h

Abstract:

    The control GUID and the flags of this driver's tracing, and the
    functions that write its messages: to the default log, or to the log
    that is given as IFRLOG.

Environment:

    Kernel mode

--*/

#pragma once

#define WPP_CONTROL_GUIDS                                              \
    WPP_DEFINE_CONTROL_GUID(RecorderLeakyTraceGuid,                    \
                            (5f2a7c31,8a5e,4d0f,9b0e,6a1f0a5c77d1),    \
                            WPP_DEFINE_BIT(TRACE_DRIVER)               \
                            WPP_DEFINE_BIT(TRACE_CHANNEL))

#define WPP_LEVEL_FLAGS_LOGGER(level, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(level, flags) \
    (WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_ ## flags).Level >= level)

//
// begin_wpp config
// WPP_FLAGS(-DENABLE_WPP_RECORDER=1);
// FUNC TraceEvents(LEVEL, FLAGS, MSG, ...);
// FUNC TraceChannel{LEVEL=TRACE_LEVEL_INFORMATION, FLAGS=TRACE_CHANNEL}(IFRLOG, MSG, ...);
// end_wpp
//
