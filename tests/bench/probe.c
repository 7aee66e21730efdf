/*
 * What one event costs, in ns: drvtrace_acquire() against a tracepoint of LTTng's macros with the
 * same fields, and against an empty loop, in one process, by turns. Prints a median a line, behind
 * its name. It is run by run.sh, under a session that records to memory; without one it says what
 * the calls cost when nobody records.
 */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "tests/bench/probe_provider.h"

#include <drvtrace/drvtrace.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 21
#define EVENTS 200000

static DRVTRACE_DEFINE_DRIVER(driver, "bench");

static double now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double probe_round(void)
{
	double begin = now_ns();

	for (uintptr_t i = 1; i <= EVENTS; i++)
		DRVTRACE_ACQUIRE(&driver, DRVTRACE_KIND_MEMORY, (void *)i, i, 0, NULL);
	return (now_ns() - begin) / EVENTS;
}

/* noinline, so that the call site is found as the library finds it. */
__attribute__((noinline)) static void plain_acquire(int pid, int tid, unsigned int seq, uint64_t i)
{
	lttng_ust_tracepoint(bench, acquire, pid, tid, seq, driver.id, DRVTRACE_KIND_MEMORY, i, 0,
		i, 0, (uintptr_t)__builtin_return_address(0));
}

static double plain_round(void)
{
	static unsigned int seq;
	int pid = getpid();
	double begin = now_ns();

	for (uint64_t i = 1; i <= EVENTS; i++)
		plain_acquire(pid, pid, ++seq, i);
	return (now_ns() - begin) / EVENTS;
}

static double empty_round(void)
{
	double begin = now_ns();

	for (uintptr_t i = 1; i <= EVENTS; i++)
		__asm__ volatile("" : : "r"(i));
	return (now_ns() - begin) / EVENTS;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values)
{
	qsort(values, ROUNDS, sizeof(*values), compare);
	return values[ROUNDS / 2];
}

int main(void)
{
	static double probe[ROUNDS], plain[ROUNDS], empty[ROUNDS];

	if (drvtrace_driver_init(&driver) != 0)
		return 1;
	for (int i = 0; i < ROUNDS; i++) {
		probe[i] = probe_round();
		plain[i] = plain_round();
		empty[i] = empty_round();
	}
	drvtrace_driver_cleanup(&driver);

	printf("acquire %.2f\nmacros %.2f\nempty %.2f\n", median(probe), median(plain),
		median(empty));
	return 0;
}
