/* The boundary of push locks. Who holds one is in a list behind it; the lock itself counts them. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/held.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/thread_lock.h"

#define SITE __builtin_return_address(0)
#define RULE "push-lock-misused"

struct holding {
	PEX_PUSH_LOCK lock;
	PKTHREAD thread;
	bool is_exclusive;
	LIST_ENTRY link;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY holdings = { &holdings, &holdings };

static void __attribute__((noreturn))
stop(const char *function, PEX_PUSH_LOCK push_lock, const void *site, const char *what)
{
	struct io_breach breach = { io_driver_calling(site), RULE, function, push_lock, site };

	io_stop(&breach, "the push lock at %p %s", (void *)push_lock, what);
}

/* The next one of the lock's behind `link`; NULL is the end. */
static struct holding *next_locked(const EX_PUSH_LOCK *push_lock, LIST_ENTRY *link)
{
	for (link = link->Flink; link != &holdings; link = link->Flink) {
		struct holding *holding = CONTAINING_RECORD(link, struct holding, link);

		if (holding->lock == push_lock)
			return holding;
	}
	return NULL;
}

static struct holding *find_locked(const EX_PUSH_LOCK *push_lock, PKTHREAD thread)
{
	struct holding *holding = next_locked(push_lock, &holdings);

	while (holding && holding->thread != thread)
		holding = next_locked(push_lock, &holding->link);
	return holding;
}

static bool is_free_locked(const EX_PUSH_LOCK *push_lock, bool is_exclusive)
{
	const struct holding *first = next_locked(push_lock, &holdings);

	return !first || (!is_exclusive && !first->is_exclusive);
}

static void check(const char *function, PEX_PUSH_LOCK push_lock, const void *site)
{
	ke_irql_check(function, APC_LEVEL, site);
	if (!KeAreApcsDisabled() && ke_irql() < APC_LEVEL)
		stop(function, push_lock, site, "is used with normal kernel APCs enabled");
}

static void acquire(
	const char *function, PEX_PUSH_LOCK push_lock, bool is_exclusive, const void *site)
{
	struct holding *holding = calloc(1, sizeof(*holding));
	PKTHREAD thread = KeGetCurrentThread();
	const struct holding *own;
	bool would_wait_for_itself;

	check(function, push_lock, site);
	if (!holding) {
		fputs("drvhost: there is no memory for a push lock\n", stderr);
		abort();
	}
	*holding = (struct holding){
		.lock = push_lock, .thread = thread, .is_exclusive = is_exclusive
	};
	pthread_mutex_lock(&lock);
	own = find_locked(push_lock, thread);
	would_wait_for_itself = own && (is_exclusive || own->is_exclusive);
	while (!would_wait_for_itself && !is_free_locked(push_lock, is_exclusive))
		pthread_cond_wait(&changed, &lock);
	if (!would_wait_for_itself) {
		InsertTailList(&holdings, &holding->link);
		(*push_lock)++;
	}
	pthread_mutex_unlock(&lock);
	if (would_wait_for_itself) {
		free(holding);
		stop(function, push_lock, site, "is held by this thread already");
	}
	ke_thread_lock_add(&(struct ke_held){ push_lock, RULE, "push lock", site });
}

static void release(
	const char *function, PEX_PUSH_LOCK push_lock, bool is_exclusive, const void *site)
{
	struct holding *own;

	check(function, push_lock, site);
	pthread_mutex_lock(&lock);
	own = find_locked(push_lock, KeGetCurrentThread());
	if (own && own->is_exclusive != is_exclusive)
		own = NULL;
	if (own) {
		RemoveEntryList(&own->link);
		(*push_lock)--;
		pthread_cond_broadcast(&changed);
	}
	pthread_mutex_unlock(&lock);
	if (!own)
		stop(function, push_lock, site, "is not held so by this thread");
	ke_thread_lock_forget(push_lock);
	free(own);
}

VOID ExInitializePushLock(PEX_PUSH_LOCK PushLock)
{
	*PushLock = 0;
}

VOID ExAcquirePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	UNREFERENCED_PARAMETER(Flags);
	acquire("ExAcquirePushLockExclusive", PushLock, true, SITE);
}

VOID ExAcquirePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	UNREFERENCED_PARAMETER(Flags);
	acquire("ExAcquirePushLockShared", PushLock, false, SITE);
}

VOID ExReleasePushLockExclusiveEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	UNREFERENCED_PARAMETER(Flags);
	release("ExReleasePushLockExclusive", PushLock, true, SITE);
}

VOID ExReleasePushLockSharedEx(PEX_PUSH_LOCK PushLock, ULONG Flags)
{
	UNREFERENCED_PARAMETER(Flags);
	release("ExReleasePushLockShared", PushLock, false, SITE);
}
