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
#include <drvtrace/message.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A .tmh brings the handles of event tracing along, as those of Windows do. */
typedef unsigned long long TRACEHANDLE, *PTRACEHANDLE;

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

/*
 * The name of an in-flight recorder's log, "" for a driver's default one; valid until this thread
 * asks again. Only drivers built with ENABLE_WPP_RECORDER call it: the framework has it.
 */
DRVTRACE_API const char *drvtrace_recorder_name(const void *log);

#ifdef __cplusplus
}
#endif

#endif

/*
 * What a driver may have defined in front of its .tmh: WPP_DEBUG((MSG, ...)) is called with each
 * message that is recorded, WPP_LOG_ALWAYS(WPP_EX_<CONDITION>(...) MSG, ...) stands in front of each.
 */
#ifndef WPP_DEBUG
#define WPP_DEBUG(arguments)
#endif
#ifndef WPP_LOG_ALWAYS
#define WPP_LOG_ALWAYS(...)
#endif
#ifndef WppDebug
#define WppDebug(level, arguments)
#endif
#ifdef WPP_TRACE
#error "WPP_TRACE is not supported: LTTng writes the messages"
#endif

#if defined(WPP_DEFAULT_CONTROL_GUID) && !defined(WPP_CONTROL_GUIDS)
#define WPP_CONTROL_GUIDS                                                                          \
	WPP_DEFINE_CONTROL_GUID(DefaultGuid, WPP_DEFAULT_CONTROL_GUID,                             \
		WPP_DEFINE_BIT(Error) WPP_DEFINE_BIT(Unusual) WPP_DEFINE_BIT(Noise))
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

/*
 * The control blocks: one a GUID, one set for the module. WPP_CONTROL(WPP_BIT_x).Level and the
 * like are read by drivers' own conditions.
 */
typedef union {
	struct drvtrace_control Control;
} WPP_CB_TYPE;

#define WPP_CONTROL(bit)   (WPP_CB[(bit) >> 16].Control)
#define WPP_MASK(bit)      (1u << (((bit)-1) & 31))
#define WPP_FLAG_MASK(bit) WPP_MASK(bit)
#define WPP_FLAG_NO(bit)   ((0xffff & ((bit)-1)) / 32)
#define WPP_ENABLED()      1
#define WPP_LOGGER()       /* nothing */

/* Drivers may have their own. */
#ifndef WPP_CHECK_INIT
#define WPP_CHECK_INIT (drvtrace_wpp_driver.id != 0) &&
#endif
#ifndef WPP_FLAG_ENABLED
#define WPP_FLAG_ENABLED(flag)                                                                     \
	((WPP_CONTROL(WPP_BIT_##flag).Flags[0] & WPP_MASK(WPP_BIT_##flag)) != 0)
#endif
#ifndef WPP_FLAG_LOGGER
#define WPP_FLAG_LOGGER(flag) WPP_CONTROL(WPP_BIT_##flag).Logger,
#endif
#ifndef WPP_FLAGS_ENABLED
#define WPP_FLAGS_ENABLED(flags) WPP_FLAG_ENABLED(flags)
#endif
#ifndef WPP_FLAGS_LOGGER
#define WPP_FLAGS_LOGGER(flags) WPP_FLAG_LOGGER(flags)
#endif
#ifndef WPP_LEVEL_ENABLED
#ifdef WPP_USE_TRACE_LEVELS
#define WPP_LEVEL_ENABLED(level) (WPP_CB[0].Control.Level >= (level))
#define WPP_LEVEL_LOGGER(level)  WPP_CB[0].Control.Logger,
#else
/* The name is historical: it is a flag that is meant. */
#define WPP_LEVEL_ENABLED(flag) WPP_FLAG_ENABLED(flag)
#define WPP_LEVEL_LOGGER(flag)  WPP_FLAG_LOGGER(flag)
#endif
#endif

/* Which log of the in-flight recorder a message goes to, and whether it does. */
#ifndef WPP_RECORDER_LEVEL_FLAGS_ARGS
#define WPP_RECORDER_LEVEL_FLAGS_ARGS(level, flags)                                                \
	WPP_CONTROL(WPP_BIT_##flags).AutoLogContext, level, WPP_BIT_##flags
#endif
#ifndef WPP_RECORDER_LEVEL_FLAGS_FILTER
#define WPP_RECORDER_LEVEL_FLAGS_FILTER(level, flags)                                              \
	((level) < TRACE_LEVEL_VERBOSE || WPP_CONTROL(WPP_BIT_##flags).AutoLogVerboseEnabled)
#endif
#ifndef WPP_RECORDER_FLAGS_LEVEL_ARGS
#define WPP_RECORDER_FLAGS_LEVEL_ARGS(flags, level) WPP_RECORDER_LEVEL_FLAGS_ARGS(level, flags)
#endif
#ifndef WPP_RECORDER_FLAGS_LEVEL_FILTER
#define WPP_RECORDER_FLAGS_LEVEL_FILTER(flags, level) WPP_RECORDER_LEVEL_FLAGS_FILTER(level, flags)
#endif

/*
 * One descriptor for the module, however many of its sources define it. A static library declares
 * GUIDs of its own for the same flags: those that count are the source's that initialises tracing.
 */
#ifdef __cplusplus
extern "C" {
#endif
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits) { { 255, { 0xffffffffu }, 0, 0, 0, 0 } },
#define WPP_DEFINE_BIT(name)
extern WPP_CB_TYPE WPP_MAIN_CB[WPP_LAST_CTL] __attribute__((weak, visibility("hidden")));
WPP_CB_TYPE WPP_MAIN_CB[WPP_LAST_CTL] = { WPP_CONTROL_GUIDS };
static WPP_CB_TYPE drvtrace_wpp_controls[WPP_LAST_CTL]
	__attribute__((unused)) = { WPP_CONTROL_GUIDS };
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT
extern WPP_CB_TYPE *WPP_CB __attribute__((weak, visibility("hidden")));
WPP_CB_TYPE *WPP_CB = WPP_MAIN_CB;
extern struct drvtrace_driver drvtrace_wpp_driver __attribute__((weak, visibility("hidden")));
struct drvtrace_driver drvtrace_wpp_driver = {
	WPP_DRIVER_NAME,
	&drvtrace_wpp_guids[1],
	&drvtrace_wpp_flags[1],
	DRVTRACE_ALL_OFF,
	0,
	0,
	__start_drvtrace_messages,
	__stop_drvtrace_messages,
	&WPP_MAIN_CB[0].Control,
};
#ifdef __cplusplus
}
#endif

/*
 * A driver's WPP_PRIVATE_ENABLE_CALLBACK(LPCGUID, TRACEHANDLE, BOOLEAN enable, ULONG flags, UCHAR level)
 * is called at WPP_INIT_TRACING, for each GUID, when a session records any of the messages then.
 */
#ifdef WPP_PRIVATE_ENABLE_CALLBACK
#define WPP_GUID_BYTES(a, b, c, d, e)                                                              \
	{                                                                                          \
		0x##a, 0x##b, 0x##c,                                                               \
		{                                                                                  \
			(0x##d >> 8) & 0xff, 0x##d & 0xff, (0x##e##ull >> 40) & 0xff,              \
				(0x##e##ull >> 32) & 0xff, (0x##e##ull >> 24) & 0xff,              \
				(0x##e##ull >> 16) & 0xff, (0x##e##ull >> 8) & 0xff,               \
				0x##e##ull & 0xff                                                  \
		}                                                                                  \
	}
#define WPP_DEFINE_CONTROL_GUID(name, guid, bits) WPP_GUID_BYTES guid,
#define WPP_DEFINE_BIT(name)
static const struct {
	unsigned int a;
	unsigned short b, c;
	unsigned char d[8];
} drvtrace_wpp_guid_bytes[] = { WPP_CONTROL_GUIDS };
#undef WPP_DEFINE_CONTROL_GUID
#undef WPP_DEFINE_BIT

static inline int drvtrace_wpp_is_recorded(void)
{
	for (struct drvtrace_message *const *at = __start_drvtrace_messages;
		at < __stop_drvtrace_messages; at++)
		if (__atomic_load_n(&(*at)->copy, __ATOMIC_ACQUIRE) &&
			__atomic_load_n((*at)->on, __ATOMIC_RELAXED))
			return 1;
	return 0;
}

#define WPP_TELL_ENABLED                                                                           \
	for (int drvtrace_i = 0; drvtrace_i < WPP_LAST_CTL && drvtrace_wpp_is_recorded();          \
		drvtrace_i++)                                                                      \
	WPP_PRIVATE_ENABLE_CALLBACK(                                                               \
		(const GUID *)(const void *)&drvtrace_wpp_guid_bytes[drvtrace_i],                  \
		WPP_CB[drvtrace_i].Control.Logger, 1, WPP_CB[drvtrace_i].Control.Flags[0],         \
		WPP_CB[drvtrace_i].Control.Level)
#else
#define WPP_TELL_ENABLED
#endif

/*
 * Expressions without a value. What follows the call keeps it from becoming a jump: the call site
 * is the return address. With one argument, the string that programs pass, there is no driver
 * object; so with no argument of WPP_CLEANUP.
 */
#define WPP_INIT_TRACING(...)                                                                      \
	WPP_INIT_PICK(__VA_ARGS__, WPP_INIT_DRIVER, WPP_INIT_PROGRAM, unused)(__VA_ARGS__)
#define WPP_INIT_PICK(one, two, pick, ...) pick
#define WPP_INIT_PROGRAM(name)             WPP_INIT_DRIVER(((void)(name), (const void *)0), 0)
#define WPP_INIT_DRIVER(DriverObject, RegistryPath)                                                \
	__extension__({                                                                            \
		if (!drvtrace_wpp_driver.id) {                                                     \
			WPP_CB = drvtrace_wpp_controls;                                            \
			drvtrace_wpp_driver.name = WPP_DRIVER_NAME;                                \
			drvtrace_wpp_driver.control_guid = &drvtrace_wpp_guids[1];                 \
			drvtrace_wpp_driver.flag_names = &drvtrace_wpp_flags[1];                   \
			drvtrace_wpp_driver.control = &drvtrace_wpp_controls[0].Control;           \
		}                                                                                  \
		drvtrace_wpp_init(&drvtrace_wpp_driver, (DriverObject), (RegistryPath));           \
		__asm__ volatile("");                                                              \
		WPP_TELL_ENABLED;                                                                  \
	})
#define WPP_CLEANUP(...)                                                                           \
	__extension__({                                                                            \
		const void *drvtrace_object[1] = { __VA_ARGS__ };                                  \
		drvtrace_wpp_cleanup(&drvtrace_wpp_driver, drvtrace_object[0]);                    \
		__asm__ volatile("");                                                              \
	})
/* Windows 2000's, which later systems ignore. */
#define WPP_SYSTEMCONTROL(DriverObject)
#define WPP_SYSTEMCONTROL2(DriverObject, offset)

/* What a driver's own types are taken apart with: each is an address and a size. */
#define WPP_LOGPAIR(size, address)  { (address), (size_t)(size) },
#define WPP_LOGTYPEVAL(type, value) WPP_LOGPAIR(sizeof(type), &(value))
#define WPP_LOGTYPEPTR(value)       WPP_LOGPAIR(sizeof(*(value)), (value))
#define WPP_LOGPGUID(value)         WPP_LOGPAIR(16, (value))
#define WPP_CHECK_FOR_NULL_STRING

#ifndef TRACE_LEVEL_NONE
#define TRACE_LEVEL_NONE        0
#define TRACE_LEVEL_CRITICAL    1
#define TRACE_LEVEL_FATAL       1
#define TRACE_LEVEL_ERROR       2
#define TRACE_LEVEL_WARNING     3
#define TRACE_LEVEL_INFORMATION 4
#define TRACE_LEVEL_VERBOSE     5
#define TRACE_LEVEL_RESERVED6   6
#define TRACE_LEVEL_RESERVED7   7
#define TRACE_LEVEL_RESERVED8   8
#define TRACE_LEVEL_RESERVED9   9
#endif

#endif
