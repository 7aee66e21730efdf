/*
 * A measuring station: at every tick of its clock it puts a batch of samples into a ring, and its
 * worker thread takes them out again. station.c starts and stops it: the one file in which the
 * leaky and the fixed program differ.
 */
#pragma once

#include "ring.h"
#include "ticker.h"
#include "worker.h"

struct drvtrace_driver;

struct station {
	struct ring ring;
	struct ticker ticker;
	struct worker worker;
};

/* How the trace knows this program. */
extern struct drvtrace_driver station_driver;

/* Returns 0 or -errno; after a failure there is nothing to stop. */
int station_start(struct station *station);
/* Returns when the worker has read every sample. */
void station_stop(struct station *station);
