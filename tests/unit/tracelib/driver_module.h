/* The entry of driver_module.c. */
#pragma once

/*
 * Registers and, when told, cleans up. The first letter: n native, w WPP without a framework,
 * o WPP under an open driver. The second: c cleaned up, t by the tie, - not at all.
 */
typedef void module_run_function(const char *how);
__attribute__((visibility("default"))) module_run_function module_run;
