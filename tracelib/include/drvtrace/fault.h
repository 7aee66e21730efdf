/*
 * Fault points: calls that can be made to fail on purpose, to see what the failure leaks.
 *
 * Points are counted in the process from 1, in the order in which they are reached. Which one
 * fails is chosen by drvtrace_fault_arm(), or by the environment before the first point is reached:
 * DRVTRACE_FAIL=N (the N-th point) or DRVTRACE_FAIL_AT=NAME[:N] (the N-th time that NAME is
 * reached, N is 1 when not given). Each choice fails once. Nothing chosen: a load and a branch.
 */
#pragma once

#include <drvtrace/driver.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Not 0 while points must be counted. Read it through DRVTRACE_FAULT_POINT(). */
DRVTRACE_API extern int drvtrace_fault_armed;

/* True when the point called `name` must fail now; a `fault` event then records it. */
DRVTRACE_API int drvtrace_fault_point(
	struct drvtrace_driver *driver, const char *name, const void *site);

/*
 * Makes the `nth` point called `name` fail, counted from now; any point when `name` is NULL.
 * nth 0 disarms. drvtrace_fault_count() is how many points were reached since.
 */
DRVTRACE_API void drvtrace_fault_arm(const char *name, uint32_t nth);
DRVTRACE_API uint32_t drvtrace_fault_count(void);

/* For native code: `if (DRVTRACE_FAULT_POINT(&drv, "mmap")) return -ENOMEM;` */
#define DRVTRACE_FAULT_POINT(driver, name)                                                         \
	(__builtin_expect(drvtrace_fault_armed, 0) && drvtrace_fault_point((driver), (name), NULL))

#ifdef __cplusplus
}
#endif
