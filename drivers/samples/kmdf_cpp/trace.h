/*++

Module Name:

    trace.h

Abstract:

    The control GUID and the flags of this driver's tracing, and the
    function that writes its messages.

Environment:

    Kernel mode

--*/

#pragma once

#define WPP_CONTROL_GUIDS                                              \
    WPP_DEFINE_CONTROL_GUID(KmdfCppTraceGuid,                          \
                            (7d0d9fbe,13c5,4c33,a3d5,0b7a1f5c2e91),    \
                            WPP_DEFINE_BIT(TRACE_INIT)                 \
                            WPP_DEFINE_BIT(TRACE_DEVICE))

#define WPP_LEVEL_FLAGS_LOGGER(level, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(level, flags) \
    (WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_ ## flags).Level >= level)

//
// begin_wpp config
// FUNC TraceEvents(LEVEL, FLAGS, MSG, ...);
// end_wpp
//
