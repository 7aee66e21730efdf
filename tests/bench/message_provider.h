/*
 * A message with four integers as LTTng's macros make it: what message.c compares with; with pid
 * and tid, as our messages have them, and without.
 *
 * No `#pragma once`: LTTng's headers read it several times.
 */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "tests/bench/message_provider.h"

#if !defined(MESSAGE_PROVIDER_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define MESSAGE_PROVIDER_H

#include <lttng/tracepoint.h>

/* clang-format off */
LTTNG_UST_TRACEPOINT_EVENT(bench, same,
	LTTNG_UST_TP_ARGS(
		int, pid, int, tid, int, a1, unsigned int, a2, long long, a3, unsigned int, a4
	),
	LTTNG_UST_TP_FIELDS(
		lttng_ust_field_integer(int, pid, pid)
		lttng_ust_field_integer(int, tid, tid)
		lttng_ust_field_integer(int, a1, a1)
		lttng_ust_field_integer_hex(unsigned int, a2, a2)
		lttng_ust_field_integer(long long, a3, a3)
		lttng_ust_field_integer(unsigned int, a4, a4)
	)
)
LTTNG_UST_TRACEPOINT_EVENT(bench, arguments,
	LTTNG_UST_TP_ARGS(int, a1, unsigned int, a2, long long, a3, unsigned int, a4),
	LTTNG_UST_TP_FIELDS(
		lttng_ust_field_integer(int, a1, a1)
		lttng_ust_field_integer_hex(unsigned int, a2, a2)
		lttng_ust_field_integer(long long, a3, a3)
		lttng_ust_field_integer(unsigned int, a4, a4)
	)
)
/* clang-format on */

#endif

#include <lttng/tracepoint-event.h>
