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

/* The drivers' time goes `times` units while `per` units of real time do. */
static LONGLONG times = 1;
static LONGLONG per = 1;
static LONGLONG system_start;
static LONGLONG interrupt_start;

void ke_clock_set_rate(LONGLONG new_times, LONGLONG new_per)
{
	system_start = read_clock(CLOCK_REALTIME);
	interrupt_start = read_clock(CLOCK_MONOTONIC);
	times = new_times;
	per = new_per;
}

LONGLONG ke_clock_of_real(LONGLONG units)
{
	return units * times / per;
}

LONGLONG ke_clock_system(void)
{
	return system_start + ke_clock_of_real(read_clock(CLOCK_REALTIME) - system_start) +
	       EPOCH_SECONDS * UNITS_PER_SECOND;
}

LONGLONG ke_clock_interrupt(void)
{
	return interrupt_start + ke_clock_of_real(read_clock(CLOCK_MONOTONIC) - interrupt_start);
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
static LONGLONG to_real(LONGLONG units)
{
	LONGLONG real;

	return __builtin_mul_overflow(units, per, &real) ? INT64_MAX
							 : real / times + (real % times > 0);
}

struct timespec ke_clock_timespec(LONGLONG interrupt_time)
{
	LONGLONG time = INT64_MAX;

	if (interrupt_time < INT64_MAX && __builtin_add_overflow(interrupt_start,
						  to_real(interrupt_time - interrupt_start), &time))
		time = INT64_MAX;
	return (struct timespec){ time / UNITS_PER_SECOND, time % UNITS_PER_SECOND * NS_PER_UNIT };
}
