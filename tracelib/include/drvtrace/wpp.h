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
 */
#pragma once

#include <drvtrace/driver.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * `driver_object` is what the driver passed, compared but never read. `registry_path` points to a
 * UNICODE_STRING (UTF-16, counted) or is NULL; it is read during the call only.
 * init: emits driver_init, and acquire of kind `tracing`. A driver object that no framework has
 * opened is one of its own: a number is then given as drvtrace_driver_init() does.
 */
DRVTRACE_API void drvtrace_wpp_init(
	struct drvtrace_driver *driver, const void *driver_object, const void *registry_path);
DRVTRACE_API void drvtrace_wpp_cleanup(struct drvtrace_driver *driver, const void *driver_object);

#ifdef __cplusplus
}
#endif

#ifdef WPP_CONTROL_GUIDS

/* The expansions of WPP_CONTROL_GUIDS, and WPP_INIT_TRACING/WPP_CLEANUP, are defined here. */

#endif
