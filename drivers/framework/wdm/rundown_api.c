/*
 * The boundary of run-down protection. Each acquisition is a resource of its own, so that one which is
 * never released is named with the call that it came from.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <wdm.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/fault.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource_check.h"
#include "drivers/framework/wdm/stop.h"

#define SITE __builtin_return_address(0)

/* Acquisitions have no address that a driver knows: they are numbered, from here on. */
#define FIRST_NUMBER 0xfffff90000000010ull

enum {
	PATIENCE_S = 2, /* after that long who waits does so in vain: Windows would wait for ever */
	RUN_DOWN = 1,   /* in the count */
	ONE_USER = 2,
};

struct acquisition {
	struct io_resource resource;
	PEX_RUNDOWN_REF reference;
	const void *site;
	LIST_ENTRY link; /* in the list of acquisitions, oldest first */
};

struct _EX_RUNDOWN_REF_CACHE_AWARE {
	struct io_resource resource;
	EX_RUNDOWN_REF reference;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t released = PTHREAD_COND_INITIALIZER;
static LIST_ENTRY acquisitions = { &acquisitions, &acquisitions };
static uint64_t next_number = FIRST_NUMBER;

static struct acquisition *acquisition_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct acquisition, link);
}

static void reclaim(struct io_resource *resource)
{
	struct acquisition *left = CONTAINING_RECORD(resource, struct acquisition, resource);

	pthread_mutex_lock(&lock);
	RemoveEntryList(&left->link);
	pthread_mutex_unlock(&lock);
	free(left);
}

static void reclaim_cache_aware(struct io_resource *resource)
{
	free(CONTAINING_RECORD(resource, struct _EX_RUNDOWN_REF_CACHE_AWARE, resource));
}

static const struct io_kind acquisition_kind = { "rundown-protection", 0, reclaim };
static const struct io_kind cache_aware_kind = { "rundown-reference", 0, reclaim_cache_aware };

static void set_count(PEX_RUNDOWN_REF reference, ULONG_PTR count)
{
	pthread_mutex_lock(&lock);
	reference->Count = count;
	pthread_mutex_unlock(&lock);
}

VOID ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	set_count(RunRef, 0);
}

VOID ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	set_count(RunRef, 0);
}

VOID ExRundownCompleted(PEX_RUNDOWN_REF RunRef)
{
	set_count(RunRef, RUN_DOWN);
}

static BOOLEAN acquire(const char *function, PEX_RUNDOWN_REF reference, const void *site)
{
	struct acquisition *made;
	bool is_acquired;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	made = calloc(1, sizeof(*made));
	if (!made)
		return FALSE;
	made->reference = reference;
	made->site = site;
	pthread_mutex_lock(&lock);
	is_acquired = !(reference->Count & RUN_DOWN);
	if (is_acquired) {
		reference->Count += ONE_USER;
		InsertTailList(&acquisitions, &made->link);
		io_resource_acquire(&made->resource, io_driver_calling(site),
			&(struct io_claim){ .kind = &acquisition_kind,
				.handle = (const void *)(uintptr_t)next_number,
				.site = site });
		next_number += 0x10;
	}
	pthread_mutex_unlock(&lock);
	if (!is_acquired)
		free(made);
	return is_acquired;
}

static struct acquisition *find_locked(const EX_RUNDOWN_REF *reference)
{
	for (LIST_ENTRY *link = acquisitions.Flink; link != &acquisitions; link = link->Flink) {
		if (acquisition_of(link)->reference == reference)
			return acquisition_of(link);
	}
	return NULL;
}

/* Which of several is released nobody can say: the oldest. */
static void release(const char *function, PEX_RUNDOWN_REF reference, const void *site)
{
	struct io_breach breach = { NULL, "release-of-unknown", function, reference, site };
	struct acquisition *oldest;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	pthread_mutex_lock(&lock);
	oldest = find_locked(reference);
	if (oldest) {
		RemoveEntryList(&oldest->link);
		io_resource_release(&oldest->resource, site);
		reference->Count -= ONE_USER;
		pthread_cond_broadcast(&released);
	}
	pthread_mutex_unlock(&lock);
	free(oldest);
	if (oldest)
		return;
	breach.driver = io_driver_calling(site);
	io_stop(&breach, "nobody has acquired the run-down protection at %p", (void *)reference);
}

static void tell_held_locked(const EX_RUNDOWN_REF *reference)
{
	for (LIST_ENTRY *link = acquisitions.Flink; link != &acquisitions; link = link->Flink) {
		struct acquisition *held = acquisition_of(link);
		struct io_breach breach = { held->resource.driver, "rundown-held",
			"ExAcquireRundownProtection", held->resource.handle, held->site };

		if (held->reference == reference)
			io_violation(&breach,
				"the run-down protection at %p is still held when its object is to "
				"go",
				(const void *)reference);
	}
}

static void wait_for_release(const char *function, PEX_RUNDOWN_REF reference, const void *site)
{
	struct timespec end;
	int error = 0;

	ke_irql_check(function, APC_LEVEL, site);
	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += PATIENCE_S;
	pthread_mutex_lock(&lock);
	reference->Count |= RUN_DOWN;
	while (reference->Count != RUN_DOWN && error != ETIMEDOUT)
		error = pthread_cond_timedwait(&released, &lock, &end);
	if (reference->Count != RUN_DOWN)
		tell_held_locked(reference);
	pthread_mutex_unlock(&lock);
}

BOOLEAN ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	return acquire("ExAcquireRundownProtection", RunRef, SITE);
}

BOOLEAN ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count)
{
	const void *site = SITE;
	ULONG acquired = 0;

	while (acquired < Count && acquire("ExAcquireRundownProtectionEx", RunRef, site))
		acquired++;
	if (acquired == Count)
		return TRUE;
	for (; acquired > 0; acquired--)
		release("ExAcquireRundownProtectionEx", RunRef, site);
	return FALSE;
}

VOID ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef)
{
	release("ExReleaseRundownProtection", RunRef, SITE);
}

VOID ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count)
{
	const void *site = SITE;

	for (; Count > 0; Count--)
		release("ExReleaseRundownProtectionEx", RunRef, site);
}

VOID ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef)
{
	wait_for_release("ExWaitForRundownProtectionRelease", RunRef, SITE);
}

PEX_RUNDOWN_REF_CACHE_AWARE ExAllocateCacheAwareRundownProtection(POOL_TYPE PoolType, ULONG PoolTag)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	PEX_RUNDOWN_REF_CACHE_AWARE made;

	UNREFERENCED_PARAMETER(PoolType);
	ke_irql_check("ExAllocateCacheAwareRundownProtection", APC_LEVEL, site);
	if (io_fault(driver, "ExAllocateCacheAwareRundownProtection", site))
		return NULL;
	made = calloc(1, sizeof(*made));
	if (made)
		io_resource_acquire(&made->resource, driver,
			&(struct io_claim){ .kind = &cache_aware_kind,
				.handle = made,
				.tag = PoolTag,
				.site = site });
	return made;
}

static PEX_RUNDOWN_REF_CACHE_AWARE check(
	const char *function, PEX_RUNDOWN_REF_CACHE_AWARE handle, const void *site)
{
	return CONTAINING_RECORD(
		io_resource_check(&cache_aware_kind, "a cache-aware run-down reference", function,
			handle, site),
		struct _EX_RUNDOWN_REF_CACHE_AWARE, resource);
}

VOID ExFreeCacheAwareRundownProtection(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	const void *site = SITE;
	PEX_RUNDOWN_REF_CACHE_AWARE made =
		check("ExFreeCacheAwareRundownProtection", RunRefCacheAware, site);

	io_resource_release(&made->resource, site);
	free(made);
}

VOID ExReInitializeRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	set_count(&RunRefCacheAware->reference, 0);
}

VOID ExRundownCompletedCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	set_count(&RunRefCacheAware->reference, RUN_DOWN);
}

BOOLEAN ExAcquireRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	return acquire("ExAcquireRundownProtectionCacheAware", &RunRefCacheAware->reference, SITE);
}

VOID ExReleaseRundownProtectionCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	release("ExReleaseRundownProtectionCacheAware", &RunRefCacheAware->reference, SITE);
}

VOID ExWaitForRundownProtectionReleaseCacheAware(PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware)
{
	wait_for_release(
		"ExWaitForRundownProtectionReleaseCacheAware", &RunRefCacheAware->reference, SITE);
}
