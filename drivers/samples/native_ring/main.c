/*
 * Runs a measuring station for a moment and says what went through its ring.
 */
#include <drvtrace/drvtrace.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "station.h"

#include "main.tmh"

enum {
	TICKS = 20,
	SAMPLES_PER_TICK = 500,
};

struct totals {
	uint64_t written;
	uint64_t dropped;
	uint64_t sum;
};

static void measure(struct station *station, struct totals *totals)
{
	struct sample sample = { .number = totals->written + totals->dropped };

	sample.value = sample.number * sample.number % 1009;
	memset(sample.payload, (int)(sample.number & 0xff), sizeof(sample.payload));
	if (!ring_write(&station->ring, &sample, sizeof(sample))) {
		totals->dropped++;
		return;
	}
	totals->written++;
	totals->sum += sample.value;
	worker_wake(&station->worker);
}

static int run(struct station *station, struct totals *totals)
{
	uint64_t elapsed = 0;
	uint64_t ticks;
	int error;

	while (elapsed < TICKS) {
		error = ticker_wait(&station->ticker, &ticks);
		if (error)
			return error;
		for (uint64_t tick = 0; tick < ticks && elapsed < TICKS; tick++, elapsed++)
			for (int i = 0; i < SAMPLES_PER_TICK; i++)
				measure(station, totals);
	}
	return 0;
}

/* True when what was read is what was written. */
static _Bool report(const struct station *station, const struct totals *totals)
{
	_Bool is_same =
		station->worker.count == totals->written && station->worker.sum == totals->sum;

	DRVTRACE_LOG(is_same ? DRVTRACE_LEVEL_INFORMATION : DRVTRACE_LEVEL_ERROR, STATION,
		"%llu samples written, %llu dropped, %llu read", totals->written, totals->dropped,
		station->worker.count);
	printf("station: %" PRIu64 " samples of %zu bytes through a ring of %zu KiB, "
	       "%" PRIu64 " dropped; %s\n",
		totals->written, sizeof(struct sample), station->ring.size / 1024, totals->dropped,
		is_same ? "the sums agree" : "the sums differ");
	return is_same;
}

int main(void)
{
	struct station station;
	struct totals totals = { 0 };
	int error;
	int status = 1;

	/* Without a tracer the program runs all the same. */
	drvtrace_driver_init(&station_driver);

	error = station_start(&station);
	if (!error) {
		drvtrace_driver_state(&station_driver, DRVTRACE_STATE_STARTED, 0);
		error = run(&station, &totals);
		station_stop(&station);
		if (!error && report(&station, &totals))
			status = 0;
	} else {
		drvtrace_driver_state(&station_driver, DRVTRACE_STATE_ENTRY_FAILED, error);
	}
	if (error)
		fprintf(stderr, "station: %s\n", strerror(-error));

	drvtrace_driver_cleanup(&station_driver);
	return status;
}
