/*
 * drvtrace: lifetimes, spans, fault points and messages of drivers as LTTng-UST events. This header
 * is all that a native driver includes, but for the x.tmh of a source x.c that has messages:
 *
 *	DRVTRACE_LOG(DRVTRACE_LEVEL_WARNING, RING, "%u of %u bytes free", free, size);
 *
 * drvtrace_wpp(target) in CMake writes it. Level, flag (any name) and text select messages in
 * sessions; specifiers are WPP's, and types are checked by the compiler. It includes the C library only, and compiles as C11 and C++17.
 */
#pragma once

#include <drvtrace/driver.h>
#include <drvtrace/fault.h>
#include <drvtrace/lifetime.h>
#include <drvtrace/message.h>
#include <drvtrace/span.h>
