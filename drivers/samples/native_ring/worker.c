#include "worker.h"

#include <drvtrace/drvtrace.h>
#include <errno.h>

#include "station.h"

static void *run(void *argument)
{
	struct worker *worker = argument;
	struct sample sample;

	for (;;) {
		while (sem_wait(&worker->filled) < 0)
			continue;
		while (ring_read(worker->ring, &sample, sizeof(sample))) {
			worker->count++;
			worker->sum += sample.value;
		}
		if (atomic_load(&worker->is_stopping))
			return NULL;
	}
}

int worker_init(struct worker *worker, struct ring *ring)
{
	DRVTRACE_SPAN(&station_driver, "worker");
	int error;

	*worker = (struct worker){ .ring = ring };
	if (sem_init(&worker->filled, 0, 0) < 0)
		return DRVTRACE_SPAN_STATUS(-errno);

	error = EAGAIN;
	if (!DRVTRACE_FAULT_POINT(&station_driver, "pthread_create"))
		error = pthread_create(&worker->thread, NULL, run, worker);
	if (error) {
		sem_destroy(&worker->filled);
		return DRVTRACE_SPAN_STATUS(-error);
	}
	DRVTRACE_ACQUIRE(
		&station_driver, DRVTRACE_KIND_THREAD, (const void *)worker->thread, 0, 0, NULL);
	return 0;
}

void worker_finish(struct worker *worker)
{
	atomic_store(&worker->is_stopping, 1);
	sem_post(&worker->filled);
	DRVTRACE_RELEASE(&station_driver, DRVTRACE_KIND_THREAD, (const void *)worker->thread);
	pthread_join(worker->thread, NULL);
	sem_destroy(&worker->filled);
}

void worker_wake(struct worker *worker)
{
	sem_post(&worker->filled);
}
