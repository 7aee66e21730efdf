/* The boundary of clocks, all of which may be read at any IRQL. */
#include <sched.h>
#include <wdm.h>

#include "drivers/framework/wdm/clock.h"

enum {
	UNITS_PER_TICK = 156250, /* 15.625 ms */
	UNITS_PER_MICROSECOND = 10,
	FREQUENCY = 10000000,
};

VOID KeQuerySystemTime(PLARGE_INTEGER CurrentTime)
{
	LONGLONG now = ke_clock_system();

	/* What the clock interrupt would have set last. */
	CurrentTime->QuadPart = now - now % UNITS_PER_TICK;
}

VOID KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime)
{
	CurrentTime->QuadPart = ke_clock_system();
}

LARGE_INTEGER KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency)
{
	if (PerformanceFrequency)
		PerformanceFrequency->QuadPart = FREQUENCY;
	return (LARGE_INTEGER){ .QuadPart = ke_clock_interrupt() };
}

VOID KeQueryTickCount(PLARGE_INTEGER TickCount)
{
	TickCount->QuadPart = ke_clock_interrupt() / UNITS_PER_TICK;
}

ULONG KeQueryTimeIncrement(VOID)
{
	return UNITS_PER_TICK;
}

ULONGLONG KeQueryInterruptTime(VOID)
{
	return (ULONGLONG)ke_clock_interrupt();
}

VOID KeStallExecutionProcessor(ULONG MicroSeconds)
{
	LONGLONG end = ke_clock_interrupt() + (LONGLONG)MicroSeconds * UNITS_PER_MICROSECOND;

	while (ke_clock_interrupt() < end)
		sched_yield();
}
