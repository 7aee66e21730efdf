#include "drivers/framework/wdm/clock.h"

#define UNITS_PER_SECOND 10000000ll
#define NS_PER_UNIT      100

/* From 1601 to 1970. */
#define EPOCH_SECONDS 11644473600ll

static LONGLONG read_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return now.tv_sec * UNITS_PER_SECOND + now.tv_nsec / NS_PER_UNIT;
}

static LONGLONG rate = 1;
static LONGLONG system_start;
static LONGLONG interrupt_start;

void ke_clock_set_rate(LONGLONG times)
{
	system_start = read_clock(CLOCK_REALTIME);
	interrupt_start = read_clock(CLOCK_MONOTONIC);
	rate = times;
}

LONGLONG ke_clock_rate(void)
{
	return rate;
}

LONGLONG ke_clock_system(void)
{
	return system_start + (read_clock(CLOCK_REALTIME) - system_start) * rate +
	       EPOCH_SECONDS * UNITS_PER_SECOND;
}

LONGLONG ke_clock_interrupt(void)
{
	return interrupt_start + (read_clock(CLOCK_MONOTONIC) - interrupt_start) * rate;
}

/* A timeout beyond the end of time is as long as one that ends there. */
LONGLONG ke_clock_due(LONGLONG timeout)
{
	LONGLONG now = ke_clock_interrupt();
	LONGLONG left = timeout;
	LONGLONG due;

	if (timeout >= 0)
		left = timeout - ke_clock_system();
	else if (__builtin_sub_overflow(0ll, timeout, &left))
		return INT64_MAX;
	if (left < 0)
		left = 0;
	return __builtin_add_overflow(now, left, &due) ? INT64_MAX : due;
}

/* Rounded up: whoever waits for it is not woken too early. */
struct timespec ke_clock_timespec(LONGLONG interrupt_time)
{
	LONGLONG time = interrupt_time;

	if (rate > 1 && interrupt_time < INT64_MAX)
		time = interrupt_start + (interrupt_time - interrupt_start + rate - 1) / rate;
	return (struct timespec){ time / UNITS_PER_SECOND, time % UNITS_PER_SECOND * NS_PER_UNIT };
}
