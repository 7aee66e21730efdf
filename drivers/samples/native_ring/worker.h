/*
 * The thread that takes samples out of the ring and sums them up.
 */
#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>

#include "ring.h"

/* What goes through the ring. */
struct sample {
	uint64_t number;
	uint64_t value;
	unsigned char payload[48];
};

struct worker {
	struct ring *ring;
	pthread_t thread;
	sem_t filled; /* posted for each sample written, and once to stop */
	_Atomic _Bool is_stopping;
	uint64_t count; /* read it after worker_finish() only, as `sum` */
	uint64_t sum;
};

int worker_init(struct worker *worker, struct ring *ring);
/* Returns when every sample in the ring has been read. */
void worker_finish(struct worker *worker);
/* A sample is in the ring. */
void worker_wake(struct worker *worker);
