#include "drivers/framework/wdm/work_queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/system_thread.h"
#include "drivers/framework/wdm/thread.h"

enum {
	WORKERS_MAX = 16,
	WAIT_SECONDS = 2, /* for work that keeps its driver */
};

#define RULE "work-item-outlives-driver"

struct entry {
	struct ex_work work;
	LIST_ENTRY link; /* in the queue, or in the list of those that run */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_work = PTHREAD_COND_INITIALIZER;
static pthread_cond_t has_run = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY queue = { &queue, &queue };
static LIST_ENTRY running = { &running, &running };
static unsigned int workers;
static unsigned int queued;
static unsigned int idle;

static struct entry *entry_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct entry, link);
}

static void dequeue(struct entry *entry)
{
	RemoveEntryList(&entry->link);
	queued--;
}

static struct ps_loan loan_of(struct ex_work *work)
{
	return (struct ps_loan){ work->driver, work->run, work, RULE, work->function, work->handle,
		work->site };
}

static void run_worker(void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	pthread_mutex_lock(&lock);
	for (;;) {
		struct entry *entry;
		struct ps_loan loan;

		idle++;
		while (IsListEmpty(&queue))
			pthread_cond_wait(&has_work, &lock);
		idle--;
		entry = entry_of(queue.Flink);
		dequeue(entry);
		InsertTailList(&running, &entry->link);
		loan = loan_of(&entry->work);
		/* Before the lock is released: a driver that goes now finds it in the queue or here. */
		ps_thread_begin_loan(&loan);
		pthread_mutex_unlock(&lock);

		ps_thread_run_loan();

		pthread_mutex_lock(&lock);
		RemoveEntryList(&entry->link);
		free(entry);
		pthread_cond_broadcast(&has_run);
	}
}

static bool is_queued_locked(const void *item)
{
	for (LIST_ENTRY *link = queue.Flink; link != &queue; link = link->Flink) {
		if (entry_of(link)->work.item == item)
			return true;
	}
	return false;
}

/* One more worker when all have something to do: they may wait for each other. */
static int provide_worker(void)
{
	int result;

	if (queued < idle || workers == WORKERS_MAX)
		return 0;
	result = io_thread_start(run_worker, NULL);
	if (result == 0)
		workers++;
	return workers > 0 ? 0 : result;
}

int ex_work_queue(const struct ex_work *work)
{
	struct entry *entry = malloc(sizeof(*entry));
	int result;

	if (!entry)
		return -ENOMEM;
	entry->work = *work;
	pthread_mutex_lock(&lock);
	result = is_queued_locked(work->item) ? -EALREADY : provide_worker();
	if (result == 0) {
		InsertTailList(&queue, &entry->link);
		queued++;
		pthread_cond_signal(&has_work);
	}
	pthread_mutex_unlock(&lock);
	if (result != 0)
		free(entry);
	return result;
}

bool ex_work_is_queued(const void *item)
{
	bool is_queued;

	pthread_mutex_lock(&lock);
	is_queued = is_queued_locked(item);
	pthread_mutex_unlock(&lock);
	return is_queued;
}

bool ex_work_is_idle(void)
{
	bool is_idle;

	pthread_mutex_lock(&lock);
	is_idle = IsListEmpty(&queue) && IsListEmpty(&running);
	pthread_mutex_unlock(&lock);
	return is_idle;
}

void ex_work_check_memory(const char *function, const void *memory, size_t size, const void *site)
{
	struct io_breach breach = { NULL, "work-item-freed", function, memory, site };
	const void *found = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = queue.Flink; link != &queue && !found; link = link->Flink) {
		if ((uintptr_t)entry_of(link)->work.item - (uintptr_t)memory < size)
			found = entry_of(link)->work.item;
	}
	pthread_mutex_unlock(&lock);
	if (!found)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "the memory at %p is freed, and the work item at %p in it is queued",
		memory, found);
}

static bool has_kept(LIST_ENTRY *list, const struct io_driver *driver)
{
	for (LIST_ENTRY *link = list->Flink; link != list; link = link->Flink) {
		if (entry_of(link)->work.driver == driver && entry_of(link)->work.keeps_driver)
			return true;
	}
	return false;
}

static void wait_for_kept(const struct io_driver *driver)
{
	struct timespec end;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += WAIT_SECONDS;
	while (error != ETIMEDOUT && (has_kept(&queue, driver) || has_kept(&running, driver)))
		error = pthread_cond_clockwait(&has_run, &lock, CLOCK_MONOTONIC, &end);
}

static void drop_queued(struct io_driver *driver, bool drops_kept, bool is_told)
{
	LIST_ENTRY *next;

	for (LIST_ENTRY *link = queue.Flink; link != &queue; link = next) {
		struct entry *entry = entry_of(link);
		struct io_breach breach = { driver, RULE, entry->work.function, entry->work.handle,
			entry->work.site };

		next = link->Flink;
		if (entry->work.driver != driver || (entry->work.keeps_driver && !drops_kept))
			continue;
		if (is_told)
			io_violation(&breach,
				"the work item at %p is outstanding when the driver is gone",
				entry->work.handle);
		dequeue(entry);
		free(entry);
	}
}

void ex_work_end_driver(struct io_driver *driver, bool is_told)
{
	pthread_mutex_lock(&lock);
	drop_queued(driver, false, is_told);
	wait_for_kept(driver);
	drop_queued(driver, true, is_told);
	pthread_mutex_unlock(&lock);
}
