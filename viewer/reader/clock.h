/*
 * What a trace's clock says, in nanoseconds since the epoch. It counts nanoseconds, unless another
 * one was given to the tracer: then the rule is that of babeltrace2, in floating point, so that both
 * readers agree to the nanosecond.
 */
#pragma once

#include <stdint.h>

static const uint64_t clock_ns_frequency = UINT64_C(1000000000);

struct clock {
	int64_t offset_ns;
	uint64_t frequency; /* how much it counts in a second; not less than nanoseconds */
};

/* Monotonic, and not more than `value`. */
static inline uint64_t clock_scale(uint64_t frequency, uint64_t value)
{
	if (frequency == clock_ns_frequency)
		return value;
	return (uint64_t)(1e9 * (double)value / (double)frequency);
}

static inline int64_t clock_time(const struct clock *clock, uint64_t value)
{
	return clock->offset_ns + (int64_t)clock_scale(clock->frequency, value);
}
