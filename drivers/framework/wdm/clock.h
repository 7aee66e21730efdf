/* Time as Windows counts it: units of 100 ns, since 1601 or since the start of the machine. */
#pragma once

#include <ntdef.h>
#include <time.h>

#include "drivers/framework/wdm/io.h"

LONGLONG ke_clock_system(void);    /* since 1601 */
LONGLONG ke_clock_interrupt(void); /* since the start; never set back */

/* When a timeout as drivers give it is over, on the interrupt clock: negative ones begin now. */
LONGLONG ke_clock_due(LONGLONG timeout);

/* The same moment for the C library: of CLOCK_MONOTONIC. */
struct timespec ke_clock_timespec(LONGLONG interrupt_time);

/* From now on it is `times` units later when `per` have passed. Called before there is any driver. */
IO_API void ke_clock_set_rate(LONGLONG times, LONGLONG per);

/* How long that many units of real time are by these clocks. */
LONGLONG ke_clock_of_real(LONGLONG units);
