#include "drivers/framework/kmdf/worker.h"

#include <stdio.h>
#include <stdlib.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/work_queue.h"

/* What the calling thread runs; a worker thread runs one thing at a time. */
static __thread const struct fx_worker *current;

void fx_worker_init(struct fx_worker *worker, struct fx_object *object,
	void (*run)(struct fx_object *object), const char *function)
{
	*worker = (struct fx_worker){ .object = object, .run = run, .function = function };
	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->has_run, NULL);
}

void fx_worker_finish(struct fx_worker *worker)
{
	if (!worker->object)
		return;
	pthread_cond_destroy(&worker->has_run);
	pthread_mutex_destroy(&worker->lock);
}

/* From the unlock on the object may be gone, unless the callback itself has ended it. */
static void run(void *argument)
{
	const struct ex_work *work = argument;
	struct fx_worker *worker = work->context;
	struct fx_object *object = worker->object;
	bool is_gone;

	pthread_mutex_lock(&worker->lock);
	worker->is_queued = false;
	worker->running++;
	pthread_mutex_unlock(&worker->lock);

	current = worker;
	worker->run(object);
	current = NULL;

	pthread_mutex_lock(&worker->lock);
	worker->running--;
	is_gone = worker->is_gone_inside && worker->running == 0;
	pthread_cond_broadcast(&worker->has_run);
	pthread_mutex_unlock(&worker->lock);
	if (is_gone)
		fx_object_dereference(object, NULL);
}

bool fx_worker_queue(struct fx_worker *worker, const void *site)
{
	struct ex_work work = { .driver = fx_globals_io_driver(worker->object->globals),
		.run = run,
		.context = worker,
		.item = worker,
		.handle = fx_object_handle(worker->object),
		.function = worker->function,
		.site = site,
		.keeps_driver = true };
	bool was_queued;

	pthread_mutex_lock(&worker->lock);
	was_queued = worker->is_queued;
	worker->is_queued = true;
	pthread_mutex_unlock(&worker->lock);
	if (was_queued)
		return false;
	if (ex_work_queue(&work) < 0) {
		fputs("drvhost: there is no memory, or no thread, for a work item\n", stderr);
		abort();
	}
	return true;
}

bool fx_worker_is_mine(const struct fx_worker *worker)
{
	return current == worker;
}

bool fx_worker_is_busy(struct fx_worker *worker)
{
	bool is_busy;

	pthread_mutex_lock(&worker->lock);
	is_busy = worker->is_queued || worker->running > 0;
	pthread_mutex_unlock(&worker->lock);
	return is_busy;
}

void fx_worker_wait(struct fx_worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	while (worker->is_queued || worker->running > 0)
		pthread_cond_wait(&worker->has_run, &worker->lock);
	pthread_mutex_unlock(&worker->lock);
}

void fx_worker_end(struct fx_worker *worker)
{
	if (!fx_worker_is_mine(worker)) {
		fx_worker_wait(worker);
		return;
	}
	fx_object_reference(worker->object);
	pthread_mutex_lock(&worker->lock);
	worker->is_gone_inside = true;
	pthread_mutex_unlock(&worker->lock);
}
