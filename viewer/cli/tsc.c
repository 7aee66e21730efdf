#include "viewer/cli/tsc.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

enum {
	MEASURED_MS = 50,
	ATTEMPTS = 50,
	DEVIATION_MAX = 20, /* parts in a million, of two measurements */
};

static const uint64_t hz_min = 1000000000; /* readers count in nanoseconds */

#if defined(__x86_64__)

/* The counter and the kernel's clock at the same moment, as near as it gets. */
struct moment {
	uint64_t counter;
	uint64_t ns;
};

static uint64_t read_counter(void)
{
	unsigned int processor;

	return __rdtscp(&processor);
}

/* The one of several attempts that nothing came between. */
static struct moment look_at_clocks(void)
{
	struct moment best = { 0 };
	uint64_t best_width = UINT64_MAX;

	for (int i = 0; i < ATTEMPTS; i++) {
		struct timespec time;
		uint64_t before = read_counter();
		uint64_t width;

		clock_gettime(CLOCK_MONOTONIC_RAW, &time);
		width = read_counter() - before;
		if (width >= best_width)
			continue;
		best_width = width;
		best.counter = before + width / 2;
		best.ns = (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
	}
	return best;
}

static uint64_t hz_between(const struct moment *begin, const struct moment *end)
{
	double ns = (double)(end->ns - begin->ns);

	return ns > 0 ? (uint64_t)((double)(end->counter - begin->counter) * 1e9 / ns + 0.5) : 0;
}

static void measure(struct tsc_facts *facts)
{
	static const struct timespec pause = { 0, MEASURED_MS * 1000000L };
	struct moment begin = look_at_clocks();

	for (int i = 0; i < TSC_MEASUREMENTS; i++) {
		struct moment end;

		nanosleep(&pause, NULL);
		end = look_at_clocks();
		facts->measured_hz[i] = hz_between(&begin, &end);
		begin = end;
	}
}

/* Without the crystal's frequency, what the leaf says is not exact; nor is leaf 16h, in MHz. */
static uint64_t said_hz(void)
{
	unsigned int denominator, numerator, crystal_hz, unused;

	if (!__get_cpuid(0x15, &denominator, &numerator, &crystal_hz, &unused) || !denominator)
		return 0;
	return (uint64_t)crystal_hz * numerator / denominator;
}

static void look_at_processor(struct tsc_facts *facts)
{
	static const unsigned int has_rdtscp = 1U << 27, is_invariant = 1U << 8;
	unsigned int a, b, c, d;

	facts->is_there = __get_cpuid(0x80000001, &a, &b, &c, &d) && (d & has_rdtscp);
	facts->is_invariant = __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & is_invariant);
	if (!facts->is_there || !facts->is_invariant)
		return;
	facts->exact_hz = said_hz();
	if (!facts->exact_hz)
		measure(facts);
}

#else

static void look_at_processor(struct tsc_facts *facts)
{
	(void)facts;
}

#endif

/* The kernel compares the counters of all processors, and watches them. */
static bool is_distrusted(void)
{
	FILE *file =
		fopen("/sys/devices/system/clocksource/clocksource0/available_clocksource", "re");
	char line[256] = "";
	char *rest = line;
	bool found = false;

	if (!file)
		return false;
	if (fgets(line, sizeof(line), file))
		for (char *word = strtok_r(line, " \n", &rest); word;
			word = strtok_r(NULL, " \n", &rest))
			found = found || strcmp(word, "tsc") == 0;
	(void)fclose(file);
	return !found;
}

void tsc_look(struct tsc_facts *out)
{
	struct timespec now;

	*out = (struct tsc_facts){ .is_distrusted = is_distrusted() };
	clock_gettime(CLOCK_REALTIME, &now);
	out->now_s = now.tv_sec;
	look_at_processor(out);
}

static bool are_near(uint64_t one, uint64_t other)
{
	uint64_t difference = one > other ? one - other : other - one;

	return difference <= one / 1000000 * DEVIATION_MAX;
}

const char *tsc_refusal(const struct tsc_facts *facts, uint64_t *hz)
{
	*hz = facts->exact_hz;
	if (!facts->is_there)
		return "this processor has none that is read in order";
	if (!facts->is_invariant)
		return "that of this processor changes its speed";
	if (facts->is_distrusted)
		return "the kernel does not trust that of this machine";
	if (!*hz) {
		*hz = facts->measured_hz[0] / 2 + facts->measured_hz[1] / 2;
		if (!are_near(facts->measured_hz[0], facts->measured_hz[1]))
			return "its speed was different in two measurements";
	}
	if (*hz < hz_min)
		return "that of this processor is slower than nanoseconds";
	/* The session daemon multiplies the time of the day with the speed, in 63 bits. */
	if (facts->now_s < 0 || *hz > INT64_MAX / ((uint64_t)facts->now_s + 1))
		return "that of this processor is too fast for the tracer";
	return NULL;
}
