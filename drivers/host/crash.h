/* A fault in a driver's code: reported with the driver's name and the place, then fatal. */
#pragma once

/* Catches SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT; `at_end` runs before the process dies. */
void crash_catch(void (*at_end)(void));
