/*++

Module Name:

    trace.h

Abstract:

    The control GUID and the flags of this driver's tracing.

Environment:

    Kernel mode

--*/

#pragma once

#define WPP_CONTROL_GUIDS                                              \
    WPP_DEFINE_CONTROL_GUID(KmdfEarlyLeakyTraceGuid,                                 \
                            (302417f6,c99c,4917,9158,a2f26c868ee3),         \
                            WPP_DEFINE_BIT(TRACE_INIT)                 \
                            WPP_DEFINE_BIT(TRACE_DEVICE))
