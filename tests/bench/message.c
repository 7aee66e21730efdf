/*
 * What a message with four integers costs, in ns: against a tracepoint of LTTng's macros with the
 * same fields, one with the four alone, lttng_ust_tracelog() of the same text and an empty loop, in
 * one process, by turns. Prints a median a line, behind its name. It is run by run.sh, under a
 * session that records to memory; without one it says what the calls cost when nobody records.
 */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "tests/bench/message_provider.h"

#include <drvtrace/drvtrace.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/message_log.h"

#include "message.tmh"

#define ROUNDS 21
#define EVENTS 200000

static DRVTRACE_DEFINE_DRIVER(driver, "bench_message");

static double now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double message_round(void)
{
	double begin = now_ns();

	for (unsigned int i = 1; i <= EVENTS; i++)
		DRVTRACE_LOG(
			DRVTRACE_LEVEL_ERROR, BENCH, "%d %x %I64d %u", (int)i, i, (long long)i, i);
	return (now_ns() - begin) / EVENTS;
}

static double same_round(void)
{
	int pid = getpid();
	double begin = now_ns();

	for (unsigned int i = 1; i <= EVENTS; i++)
		lttng_ust_tracepoint(bench, same, pid, pid, (int)i, i, (long long)i, i);
	return (now_ns() - begin) / EVENTS;
}

static double arguments_round(void)
{
	double begin = now_ns();

	for (unsigned int i = 1; i <= EVENTS; i++)
		lttng_ust_tracepoint(bench, arguments, (int)i, i, (long long)i, i);
	return (now_ns() - begin) / EVENTS;
}

static double log_round(void)
{
	double begin = now_ns();

	message_log(EVENTS);
	return (now_ns() - begin) / EVENTS;
}

static double empty_round(void)
{
	double begin = now_ns();

	for (unsigned int i = 1; i <= EVENTS; i++)
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
	static double message[ROUNDS], same[ROUNDS], arguments[ROUNDS], log[ROUNDS], empty[ROUNDS];

	if (drvtrace_driver_init(&driver) != 0)
		return 1;
	for (int i = 0; i < ROUNDS; i++) {
		message[i] = message_round();
		same[i] = same_round();
		arguments[i] = arguments_round();
		log[i] = log_round();
		empty[i] = empty_round();
	}
	drvtrace_driver_cleanup(&driver);

	printf("message %.2f\nmacros %.2f\narguments %.2f\ntracelog %.2f\nempty %.2f\n",
		median(message), median(same), median(arguments), median(log), median(empty));
	return 0;
}
