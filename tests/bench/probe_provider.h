/*
 * The acquire event once more, as LTTng's macros make it: what probe.c compares with.
 *
 * No `#pragma once`: LTTng's headers read it several times.
 */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "tests/bench/probe_provider.h"

#if !defined(PROBE_PROVIDER_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define PROBE_PROVIDER_H

#include <lttng/tracepoint.h>

/* clang-format off */
LTTNG_UST_TRACEPOINT_EVENT(bench, acquire,
	LTTNG_UST_TP_ARGS(
		int, pid, int, tid, unsigned int, seq, unsigned int, driver, unsigned int, kind,
		uint64_t, handle, uint64_t, owner, uint64_t, size, unsigned int, tag, uint64_t, site
	),
	LTTNG_UST_TP_FIELDS(
		lttng_ust_field_integer(int, pid, pid)
		lttng_ust_field_integer(int, tid, tid)
		lttng_ust_field_integer(unsigned int, seq, seq)
		lttng_ust_field_integer(unsigned int, driver, driver)
		lttng_ust_field_integer(unsigned int, kind, kind)
		lttng_ust_field_integer_hex(uint64_t, handle, handle)
		lttng_ust_field_integer_hex(uint64_t, owner, owner)
		lttng_ust_field_integer(uint64_t, size, size)
		lttng_ust_field_integer_hex(unsigned int, tag, tag)
		lttng_ust_field_integer_hex(uint64_t, site, site)
	)
)
/* clang-format on */

#endif

#include <lttng/tracepoint-event.h>
