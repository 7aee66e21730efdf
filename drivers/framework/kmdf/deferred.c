#include "drivers/framework/kmdf/deferred.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/kmdf/object.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/work_queue.h"

struct deferred {
	struct fx_object *object;
	const struct fx_globals *globals;
	void (*end)(struct fx_object *object, const void *site);
	const void *site;
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_ended = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY pending = { &pending, &pending }; /* deferred.link */
static __thread bool is_ending;

static void run(void *argument)
{
	struct deferred *deferred = ((const struct ex_work *)argument)->context;

	is_ending = true;
	deferred->end(deferred->object, deferred->site);
	is_ending = false;

	pthread_mutex_lock(&lock);
	RemoveEntryList(&deferred->link);
	pthread_cond_broadcast(&has_ended);
	pthread_mutex_unlock(&lock);
	free(deferred);
}

/* Without memory to defer it, it ends here: better at the wrong level than never. */
void fx_deferred_call(struct fx_object *object,
	void (*end)(struct fx_object *object, const void *site), const void *site)
{
	struct deferred *deferred = calloc(1, sizeof(*deferred));
	struct ex_work work = { .driver = fx_globals_io_driver(object->globals),
		.run = run,
		.context = deferred,
		.item = deferred,
		.handle = fx_object_handle(object),
		.function = "WdfObjectDelete",
		.site = site,
		.keeps_driver = true };

	if (!deferred) {
		end(object, site);
		return;
	}
	*deferred = (struct deferred){
		.object = object, .globals = object->globals, .end = end, .site = site
	};
	pthread_mutex_lock(&lock);
	InsertTailList(&pending, &deferred->link);
	pthread_mutex_unlock(&lock);
	if (ex_work_queue(&work) == 0)
		return;
	pthread_mutex_lock(&lock);
	RemoveEntryList(&deferred->link);
	pthread_mutex_unlock(&lock);
	free(deferred);
	end(object, site);
}

static bool is_pending(const struct fx_globals *globals)
{
	for (LIST_ENTRY *link = pending.Flink; link != &pending; link = link->Flink) {
		if (CONTAINING_RECORD(link, struct deferred, link)->globals == globals)
			return true;
	}
	return false;
}

void fx_deferred_wait(const struct fx_globals *globals)
{
	if (is_ending || ke_irql() >= DISPATCH_LEVEL)
		return;
	pthread_mutex_lock(&lock);
	while (is_pending(globals))
		pthread_cond_wait(&has_ended, &lock);
	pthread_mutex_unlock(&lock);
}
