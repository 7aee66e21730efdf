#include "tracelib/src/late.h"

#include <lttng/tracepoint.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* LTTng's event at the beginning of such a dump, whose only argument is the session. */
static const char provider[] = "lttng_ust_statedump";
static const char event[] = "start";
static const char signature[] = "struct lttng_ust_session *, session";

struct present {
	struct present *older;
	uint32_t id;
	char name[]; /* ends with 0 */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct present *newest; /* owned, and so are the older ones */

static void (*tell_session)(const struct lttng_ust_session *session);
static bool is_registered;
static bool is_paused;

static void on_dump(void *unused, const struct lttng_ust_session *session)
{
	(void)unused;
	if (!__atomic_load_n(&is_paused, __ATOMIC_RELAXED))
		tell_session(session);
}

void late_register(void (*tell)(const struct lttng_ust_session *session))
{
	tell_session = tell;
	is_registered = lttng_ust_tracepoint_provider_register(
				provider, event, (void (*)(void))on_dump, NULL, signature) == 0;
}

void late_unregister(void)
{
	if (is_registered)
		lttng_ust_tracepoint_provider_unregister(
			provider, event, (void (*)(void))on_dump, NULL);
	is_registered = false;
}

void late_pause(void)
{
	__atomic_store_n(&is_paused, true, __ATOMIC_RELAXED);
}

void late_resume(void)
{
	__atomic_store_n(&is_paused, false, __ATOMIC_RELAXED);
}

void late_lock(void)
{
	pthread_mutex_lock(&mutex);
}

void late_unlock(void)
{
	pthread_mutex_unlock(&mutex);
}

/* Without memory, it stays nameless. */
void late_add_driver(uint32_t id, const char *name)
{
	size_t size = strlen(name) + 1;
	struct present *driver = malloc(sizeof(*driver) + size);

	if (!driver)
		return;
	driver->id = id;
	memcpy(driver->name, name, size);
	late_lock();
	driver->older = newest;
	newest = driver;
	late_unlock();
}

void late_remove_driver(uint32_t id)
{
	struct present **link = &newest;
	struct present *driver;

	late_lock();
	while (*link && (*link)->id != id)
		link = &(*link)->older;
	driver = *link;
	if (driver)
		*link = driver->older;
	late_unlock();
	free(driver);
}

void late_for_each_driver(
	void (*visit)(uint32_t id, const char *name, const struct lttng_ust_session *session),
	const struct lttng_ust_session *session)
{
	late_lock();
	for (const struct present *driver = newest; driver; driver = driver->older)
		visit(driver->id, driver->name, session);
	late_unlock();
}
