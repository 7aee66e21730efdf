/*
 * drvtrace: lifetimes, spans and fault points of drivers as LTTng-UST events. This header is all
 * that a native driver includes. It includes the C library only, and compiles as C11 and C++17.
 */
#pragma once

#include <drvtrace/driver.h>
#include <drvtrace/fault.h>
#include <drvtrace/lifetime.h>
#include <drvtrace/span.h>
