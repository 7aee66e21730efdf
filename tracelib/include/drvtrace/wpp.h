/*
 * WPP's initialisation and cleanup, as Windows drivers write them. A .tmh includes this header
 * after the driver has defined WPP_CONTROL_GUIDS.
 *
 *	#define WPP_CONTROL_GUIDS \
 *		WPP_DEFINE_CONTROL_GUID(NonPnpTraceGuid, (d23a0c5a,d307,4f0e,ae8e,E2A355AD5DAB), \
 *			WPP_DEFINE_BIT(DBG_INIT) WPP_DEFINE_BIT(DBG_IOCTL))
 *
 *	WPP_INIT_TRACING(DriverObject, RegistryPath);
 *	WPP_CLEANUP(DriverObject);
 *
 * INIT ties itself to the framework's driver object, if `DriverObject` has one (see
 * drvtrace_driver_object_cleanup() in driver.h): when the driver's own callback never calls
 * WPP_CLEANUP, the tie does, and the trace says so. Called twice, out of order or with another
 * driver's object: recorded as a violation, never a crash. Rules: learn.microsoft.com,
 * "WPP_INIT_TRACING" and "WPP_CLEANUP".
 *
 * No `#pragma once`: a header of the driver's may include this before it defines WPP_CONTROL_GUIDS.
 */
#ifndef DRVTRACE_WPP_H
#define DRVTRACE_WPP_H

#include <drvtrace/driver.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * `driver_object` is what the driver passed, compared but never read. `registry_path` points to a
 * UNICODE_STRING (UTF-16, counted) or is NULL; it is read during the call only.
 * init: emits driver_init, and acquire of kind `tracing`. A driver object that no framework has
 * opened is one of its own: a number is then given as drvtrace_driver_init() does.
 *
 * Violations: `wpp-init-twice`, the first registration stays. `wpp-cleanup-without-init`, and so
 * is a second cleanup. `wpp-cleanup-wrong-object`, the registration is ended nevertheless, as
 * Windows does. A cleanup that comes after the tie has done it is right, only late: it does nothing
 * and records nothing, once, as driver_cleanup says `tied` already.
 */
DRVTRACE_API void drvtrace_wpp_init(
	struct drvtrace_driver *driver, const void *driver_object, const void *registry_path);
DRVTRACE_API void drvtrace_wpp_cleanup(struct drvtrace_driver *driver, const void *driver_object);

#ifdef __cplusplus
}
#endif

#endif

#if defined(WPP_CONTROL_GUIDS) && !defined(WPP_INIT_TRACING)

/* WPP_CTL_<guid>: the GUIDs are numbered from 0. */
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits) WPP_CTL_##name,
#define WPP_DEFINE_BIT(name)
enum {
	WPP_CONTROL_GUIDS WPP_LAST_CTL
};
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT

/* WPP_BIT_<flag>: the GUID's number in the upper half; in the lower, flags count from 1. */
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits)                                                  \
	WPP_BLOCK_START_##name = WPP_CTL_##name * 0x10000, bits WPP_BLOCK_END_##name,
#define WPP_DEFINE_BIT(name) WPP_BIT_##name,
enum {
	WPP_CONTROL_GUIDS WPP_LAST_BIT
};
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT

#ifdef __cplusplus
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits)                                                  \
	static_assert(WPP_BLOCK_END_##name - WPP_BLOCK_START_##name <= 33,                         \
		"a control GUID has 32 flags at most");
#else
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits)                                                  \
	_Static_assert(WPP_BLOCK_END_##name - WPP_BLOCK_START_##name <= 33,                        \
		"a control GUID has 32 flags at most");
#endif
#define WPP_DEFINE_BIT(name)
WPP_CONTROL_GUIDS
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT

/* The texts for the trace. Each GUID's begins with a separator; the first one is skipped below. */
#define WPP_GUID_TEXT(a, b, c, d, e)              #a "-" #b "-" #c "-" #d "-" #e
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits) "," WPP_GUID_TEXT guid
#define WPP_DEFINE_BIT(name)
static const char drvtrace_wpp_guids[] __attribute__((unused)) = WPP_CONTROL_GUIDS;
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT

#define WPP_DEFINE_CONTROL_GUID(name, guid, bits) ";" bits
#define WPP_DEFINE_BIT(name)                      "," #name
static const char drvtrace_wpp_flags[] __attribute__((unused)) = WPP_CONTROL_GUIDS;
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT

/* A driver that was built by other means is named like its first GUID. */
#ifdef DRVTRACE_DRIVER_NAME
#define WPP_DRIVER_NAME DRVTRACE_DRIVER_NAME
#else
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits) #name "\0"
#define WPP_DEFINE_BIT(name)
static const char drvtrace_wpp_name[] __attribute__((unused)) = WPP_CONTROL_GUIDS;
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT
#define WPP_DRIVER_NAME drvtrace_wpp_name
#endif

/* One descriptor for the module, however many of its sources define it. */
#ifdef __cplusplus
extern "C" {
#endif
extern struct drvtrace_driver drvtrace_wpp_driver __attribute__((weak, visibility("hidden")));
struct drvtrace_driver drvtrace_wpp_driver = {
	WPP_DRIVER_NAME,
	&drvtrace_wpp_guids[1],
	&drvtrace_wpp_flags[1],
	DRVTRACE_ALL_OFF,
	0,
	0,
};
#ifdef __cplusplus
}
#endif

/* Expressions without a value. What follows the call keeps it from becoming a jump: the call site
 * is the return address. */
#define WPP_INIT_TRACING(DriverObject, RegistryPath)                                               \
	__extension__({                                                                            \
		drvtrace_wpp_init(&drvtrace_wpp_driver, (DriverObject), (RegistryPath));           \
		__asm__ volatile("");                                                              \
	})
#define WPP_CLEANUP(DriverObject)                                                                  \
	__extension__({                                                                            \
		drvtrace_wpp_cleanup(&drvtrace_wpp_driver, (DriverObject));                        \
		__asm__ volatile("");                                                              \
	})

#endif
