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
    WPP_DEFINE_CONTROL_GUID(KmdfControlTraceGuid,                                 \
                            (4850559f,984b,42df,871d,b8d06d0fb1a9),         \
                            WPP_DEFINE_BIT(TRACE_INIT)                 \
                            WPP_DEFINE_BIT(TRACE_DEVICE))
