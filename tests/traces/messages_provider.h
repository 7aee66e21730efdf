/*
 * Messages of a driver `station`, as LTTng's macros make them: what messages.c emits, right ones
 * and those whose dictionary is nonsense.
 *
 * No `#pragma once`: LTTng's headers read it several times.
 */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER station

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "messages_provider.h"

#if !defined(MESSAGES_PROVIDER_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define MESSAGES_PROVIDER_H

#include <lttng/tracepoint.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define DICTIONARY(name, uri) LTTNG_UST_TRACEPOINT_MODEL_EMF_URI(station, name, uri)
#define PROCESS lttng_ust_field_integer(int32_t, pid, 11) lttng_ust_field_integer(int32_t, tid, 22)
#define REST "&s=station.c&g=d23a0c5a-d307-4f0e-ae8e-E2A355AD5DAB"

LTTNG_UST_TRACEPOINT_ENUM(station, color, LTTNG_UST_TP_ENUM_VALUES(
	lttng_ust_field_enum_value("Red", 1)
	lttng_ust_field_enum_value("Green", 2)
	lttng_ust_field_enum_value("Blue", 4)
))

LTTNG_UST_TRACEPOINT_EVENT(station, INIT__line10, LTTNG_UST_TP_ARGS(int, x),
	LTTNG_UST_TP_FIELDS(PROCESS))
LTTNG_UST_TRACEPOINT_LOGLEVEL(station, INIT__line10, LTTNG_UST_TRACEPOINT_LOGLEVEL_INFO)
DICTIONARY(INIT__line10, "wpp:1?m=%25%21STDPREFIX%21%25%21FUNC%21%20entry%2c%09%22quoted%22%0a"
	"&f=INIT&l=TRACE_LEVEL_INFORMATION&v=4&fn=DriverEntry&n=10" REST "&a=&x=")

LTTNG_UST_TRACEPOINT_EVENT(station, INIT__line12,
	LTTNG_UST_TP_ARGS(int32_t, status, const void *, device),
	LTTNG_UST_TP_FIELDS(PROCESS
		lttng_ust_field_integer_hex(int32_t, a1, status)
		lttng_ust_field_integer_hex(uint64_t, a2, (uintptr_t)device)))
LTTNG_UST_TRACEPOINT_LOGLEVEL(station, INIT__line12, LTTNG_UST_TRACEPOINT_LOGLEVEL_ERR)
DICTIONARY(INIT__line12, "wpp:1?m=%25%21STDPREFIX%21WdfDeviceCreate%20failed%20%25%21STATUS%21%20for%20%25p"
	"&f=INIT&l=TRACE_LEVEL_ERROR&v=2&fn=DriverEntry&n=12" REST
	"&a=%21STATUS%21;p&x=status;WdfDriver%28a%2c%20%22b%22%29")

LTTNG_UST_TRACEPOINT_EVENT(station, IO__line20, LTTNG_UST_TP_ARGS(const char *, text, size_t, size),
	LTTNG_UST_TP_FIELDS(PROCESS
		lttng_ust_field_string(a1, text)
		lttng_ust_field_sequence_text(char, a2, text, uint16_t, size)))
LTTNG_UST_TRACEPOINT_LOGLEVEL(station, IO__line20, LTTNG_UST_TRACEPOINT_LOGLEVEL_WARNING)
DICTIONARY(IO__line20, "wpp:1?m=text%20%25s%20counted%20%25wZ"
	"&f=IO&l=TRACE_LEVEL_WARNING&v=3&fn=OnRead&n=20" REST "&a=s;wZ&x=text;name")

LTTNG_UST_TRACEPOINT_EVENT(station, IO__line30,
	LTTNG_UST_TP_ARGS(const uint8_t *, guid, const uint8_t *, dump, size_t, size, uint32_t, address,
		uint16_t, port, int, color),
	LTTNG_UST_TP_FIELDS(PROCESS
		lttng_ust_field_array(uint8_t, a1, guid, 16)
		lttng_ust_field_sequence(uint8_t, a2, dump, uint16_t, size)
		lttng_ust_field_integer(uint32_t, a3, address)
		lttng_ust_field_integer(uint16_t, a4, port)
		lttng_ust_field_enum(station, color, uint32_t, a5, color)
		lttng_ust_field_integer(uint32_t, a6, (uint32_t)color)
		lttng_ust_field_float(double, a7, 0.5)))
LTTNG_UST_TRACEPOINT_LOGLEVEL(station, IO__line30, LTTNG_UST_TRACEPOINT_LOGLEVEL_DEBUG)
DICTIONARY(IO__line30, "wpp:1?m=%25%21GUID%21%20%25%21HEXDUMP%21%20%25%21IPADDR%21%3a%25%21PORT%21%20"
	"%25%21COLOR%21%20%25%21BITS%21%20%25.2f&f=IO&l=TRACE_LEVEL_VERBOSE&v=5&fn=OnIoctl&n=30" REST
	"&a=%21GUID%21;%21HEXDUMP%21;%21IPADDR%21;%21PORT%21;%21COLOR%21;%21BITS%21%3ared%2cgreen%2cblue;f"
	"&x=guid;dump;ip;port;color;bits;half")

LTTNG_UST_TRACEPOINT_EVENT(station, IO__line40, LTTNG_UST_TP_ARGS(uint8_t, severity),
	LTTNG_UST_TP_FIELDS(PROCESS lttng_ust_field_integer(uint8_t, level, severity)
		lttng_ust_field_integer(uint32_t, a1, severity)))
LTTNG_UST_TRACEPOINT_LOGLEVEL(station, IO__line40, LTTNG_UST_TRACEPOINT_LOGLEVEL_WARNING)
DICTIONARY(IO__line40, "wpp:1?m=%25%21LEVEL%21%20%25u&f=IO&l=x%20%3f%20INFO%20%3a%20WARNING&fn=OnRead&n=40"
	REST "&a=u&x=severity")

/* Asks for two arguments, has one, and that of another type. */
LTTNG_UST_TRACEPOINT_EVENT(station, BAD__line50, LTTNG_UST_TP_ARGS(const char *, text),
	LTTNG_UST_TP_FIELDS(PROCESS lttng_ust_field_string(a1, text)))
DICTIONARY(BAD__line50, "wpp:1?m=%25d%20and%20%25s&f=BAD&l=ERROR&v=2&fn=f&n=50" REST "&a=d;s&x=a;b")

/* Dictionaries that are none. */
#define NONSENSE(name, uri) \
LTTNG_UST_TRACEPOINT_EVENT(station, name, LTTNG_UST_TP_ARGS(int, x), \
	LTTNG_UST_TP_FIELDS(PROCESS lttng_ust_field_integer(int, a1, x))) \
DICTIONARY(name, uri)

NONSENSE(nonsense_version, "wpp:2?m=later")
NONSENSE(nonsense_percent, "wpp:1?m=%2&f=A")
NONSENSE(nonsense_hex, "wpp:1?m=%zz&f=A")
NONSENSE(nonsense_zero, "wpp:1?m=%00&f=A")
NONSENSE(nonsense_level, "wpp:1?m=a&v=-7")
NONSENSE(nonsense_line, "wpp:1?m=a&n=99999999999999999999")
NONSENSE(nonsense_key, "wpp:1?m")
NONSENSE(nonsense_nothing, "wpp:1?")
NONSENSE(nonsense_short, "wpp:")
NONSENSE(foreign, "http://example.org/a?m=b")
/* clang-format on */

#endif

#include <lttng/tracepoint-event.h>
