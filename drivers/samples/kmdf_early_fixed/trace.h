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
    WPP_DEFINE_CONTROL_GUID(KmdfEarlyFixedTraceGuid,                                 \
                            (22beae11,0b9c,4c3e,86e3,95b92d4c18d4),         \
                            WPP_DEFINE_BIT(TRACE_INIT)                 \
                            WPP_DEFINE_BIT(TRACE_DEVICE))
