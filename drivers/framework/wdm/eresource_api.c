/*
 * The boundary of executive resources. Who owns one is in a table behind it: each thread with the number
 * of times that it has acquired it.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wdm.h>

#include "drivers/framework/wdm/critical_region.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/stop.h"

#define SITE      __builtin_return_address(0)
#define SIGNATURE ((ULONG_PTR)0x52455345) /* what says that it was initialised */

struct owner {
	ERESOURCE_THREAD thread;
	ULONG count;
	struct owner *next;
};

struct resource {
	struct io_resource resource;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct owner *owners; /* owned; one of them when it is exclusive */
	bool is_exclusive;
};

/* How a thread wants to have it. */
enum wish {
	WISH_EXCLUSIVE,
	WISH_SHARED,         /* behind those who wait to write, unless it is an owner already */
	WISH_SHARED_FIRST,   /* before them */
	WISH_SHARED_PATIENT, /* behind them in any case */
};

static void destroy(struct resource *self)
{
	while (self->owners) {
		struct owner *owner = self->owners;

		self->owners = owner->next;
		free(owner);
	}
	pthread_cond_destroy(&self->changed);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

static void reclaim(struct io_resource *resource)
{
	destroy(CONTAINING_RECORD(resource, struct resource, resource));
}

static const struct io_kind resource_kind = { "eresource", 0, reclaim };

static void __attribute__((noreturn, format(printf, 4, 5)))
stop(const char *function, PERESOURCE resource, const void *site, const char *format, ...)
{
	struct io_breach breach = { io_driver_calling(site), "resource-misused", function, resource,
		site };
	char text[160];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	io_stop(&breach, "%s", text);
}

static struct resource *find(const char *function, PERESOURCE resource, const void *site)
{
	struct io_resource *found = io_resource_find(resource);

	if (!found || found->kind != &resource_kind || resource->Signature != SIGNATURE)
		stop(function, resource, site, "the resource at %p is not initialised",
			(void *)resource);
	return CONTAINING_RECORD(found, struct resource, resource);
}

ERESOURCE_THREAD ExGetCurrentResourceThread(VOID)
{
	return (ERESOURCE_THREAD)KeGetCurrentThread();
}

static struct owner *owner_of(struct resource *self, ERESOURCE_THREAD thread)
{
	struct owner *owner = self->owners;

	while (owner && owner->thread != thread)
		owner = owner->next;
	return owner;
}

NTSTATUS ExInitializeResourceLite(PERESOURCE Resource)
{
	const void *site = SITE;
	struct io_driver *driver = io_driver_calling(site);
	struct resource *self;

	ke_irql_check("ExInitializeResourceLite", DISPATCH_LEVEL, site);
	if (io_resource_find(Resource))
		stop("ExInitializeResourceLite", Resource, site,
			"the resource at %p is initialised already", (void *)Resource);
	self = calloc(1, sizeof(*self));
	if (!self)
		return STATUS_INSUFFICIENT_RESOURCES;
	pthread_mutex_init(&self->lock, NULL);
	pthread_cond_init(&self->changed, NULL);
	*Resource = (ERESOURCE){ .Signature = SIGNATURE };
	io_resource_acquire(&self->resource, driver,
		&(struct io_claim){ .kind = &resource_kind, .handle = Resource, .site = site });
	return STATUS_SUCCESS;
}

NTSTATUS ExReinitializeResourceLite(PERESOURCE Resource)
{
	const void *site = SITE;
	struct resource *self = find("ExReinitializeResourceLite", Resource, site);

	if (self->owners)
		stop("ExReinitializeResourceLite", Resource, site, "the resource at %p is held",
			(void *)Resource);
	Resource->ContentionCount = 0;
	return STATUS_SUCCESS;
}

NTSTATUS ExDeleteResourceLite(PERESOURCE Resource)
{
	const void *site = SITE;
	struct resource *self;

	ke_irql_check("ExDeleteResourceLite", DISPATCH_LEVEL, site);
	self = find("ExDeleteResourceLite", Resource, site);
	if (self->owners)
		stop("ExDeleteResourceLite", Resource, site, "the resource at %p is held",
			(void *)Resource);
	Resource->Signature = 0;
	io_resource_release(&self->resource, site);
	destroy(self);
	return STATUS_SUCCESS;
}

/* Under the lock. */
static bool can_have(struct resource *self, PERESOURCE resource, enum wish wish)
{
	struct owner *own = owner_of(self, ExGetCurrentResourceThread());

	if (!self->owners)
		return wish != WISH_SHARED_PATIENT || resource->NumberOfExclusiveWaiters == 0;
	if (self->is_exclusive)
		return own != NULL;
	if (wish == WISH_EXCLUSIVE)
		return false;
	if (wish == WISH_SHARED_FIRST || (wish == WISH_SHARED && own))
		return true;
	return resource->NumberOfExclusiveWaiters == 0;
}

static void wait_for(struct resource *self, PERESOURCE resource, enum wish wish)
{
	ULONG *waiters = wish == WISH_EXCLUSIVE ? &resource->NumberOfExclusiveWaiters
						: &resource->NumberOfSharedWaiters;

	resource->ContentionCount++;
	(*waiters)++;
	do
		pthread_cond_wait(&self->changed, &self->lock);
	while (!can_have(self, resource, wish));
	(*waiters)--;
}

/* Under the lock; false without memory. */
static bool own(struct resource *self, enum wish wish)
{
	ERESOURCE_THREAD thread = ExGetCurrentResourceThread();
	struct owner *owner = owner_of(self, thread);

	if (!owner) {
		owner = calloc(1, sizeof(*owner));
		if (!owner)
			return false;
		owner->thread = thread;
		owner->next = self->owners;
		self->is_exclusive = wish == WISH_EXCLUSIVE;
		self->owners = owner;
	}
	owner->count++;
	return true;
}

static BOOLEAN acquire(
	const char *function, PERESOURCE resource, BOOLEAN wait, enum wish wish, const void *site)
{
	struct resource *self;
	bool has;

	ke_irql_check(function, APC_LEVEL, site);
	if (!KeAreApcsDisabled() && ke_irql() < APC_LEVEL)
		stop(function, resource, site,
			"normal kernel APCs are not disabled, by KeEnterCriticalRegion");
	self = find(function, resource, site);
	pthread_mutex_lock(&self->lock);
	if (wish == WISH_EXCLUSIVE && !self->is_exclusive && wait &&
		owner_of(self, ExGetCurrentResourceThread())) {
		pthread_mutex_unlock(&self->lock);
		stop(function, resource, site,
			"this thread has the resource at %p shared: it would wait for itself",
			(void *)resource);
	}
	has = can_have(self, resource, wish);
	if (!has && wait) {
		wait_for(self, resource, wish);
		has = true;
	}
	if (has)
		has = own(self, wish);
	pthread_mutex_unlock(&self->lock);
	return has;
}

BOOLEAN ExAcquireResourceExclusiveLite(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire("ExAcquireResourceExclusiveLite", Resource, Wait, WISH_EXCLUSIVE, SITE);
}

BOOLEAN ExAcquireResourceSharedLite(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire("ExAcquireResourceSharedLite", Resource, Wait, WISH_SHARED, SITE);
}

BOOLEAN ExAcquireSharedStarveExclusive(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire("ExAcquireSharedStarveExclusive", Resource, Wait, WISH_SHARED_FIRST, SITE);
}

BOOLEAN ExAcquireSharedWaitForExclusive(PERESOURCE Resource, BOOLEAN Wait)
{
	return acquire(
		"ExAcquireSharedWaitForExclusive", Resource, Wait, WISH_SHARED_PATIENT, SITE);
}

static void release(
	const char *function, PERESOURCE resource, ERESOURCE_THREAD thread, const void *site)
{
	struct resource *self;
	struct owner **link;
	struct owner *gone = NULL;

	ke_irql_check(function, DISPATCH_LEVEL, site);
	self = find(function, resource, site);
	pthread_mutex_lock(&self->lock);
	link = &self->owners;
	while (*link && (*link)->thread != thread)
		link = &(*link)->next;
	if (!*link) {
		pthread_mutex_unlock(&self->lock);
		stop(function, resource, site, "the resource at %p is not held by that thread",
			(void *)resource);
	}
	if (--(*link)->count == 0) {
		gone = *link;
		*link = gone->next;
		if (!self->owners)
			self->is_exclusive = false;
		pthread_cond_broadcast(&self->changed);
	}
	pthread_mutex_unlock(&self->lock);
	free(gone);
}

VOID ExReleaseResourceLite(PERESOURCE Resource)
{
	release("ExReleaseResourceLite", Resource, ExGetCurrentResourceThread(), SITE);
}

VOID ExReleaseResourceForThreadLite(PERESOURCE Resource, ERESOURCE_THREAD ResourceThreadId)
{
	release("ExReleaseResourceForThreadLite", Resource, ResourceThreadId, SITE);
}

VOID ExConvertExclusiveToSharedLite(PERESOURCE Resource)
{
	const void *site = SITE;
	struct resource *self = find("ExConvertExclusiveToSharedLite", Resource, site);
	bool is_mine;

	pthread_mutex_lock(&self->lock);
	is_mine = self->is_exclusive && owner_of(self, ExGetCurrentResourceThread());
	if (is_mine) {
		self->is_exclusive = false;
		pthread_cond_broadcast(&self->changed);
	}
	pthread_mutex_unlock(&self->lock);
	if (!is_mine)
		stop("ExConvertExclusiveToSharedLite", Resource, site,
			"this thread does not have the resource at %p exclusively",
			(void *)Resource);
}

PVOID ExEnterCriticalRegionAndAcquireResourceExclusive(PERESOURCE Resource)
{
	ke_critical_region_enter(SITE);
	acquire("ExEnterCriticalRegionAndAcquireResourceExclusive", Resource, TRUE, WISH_EXCLUSIVE,
		SITE);
	return KeGetCurrentThread();
}

PVOID ExEnterCriticalRegionAndAcquireResourceShared(PERESOURCE Resource)
{
	ke_critical_region_enter(SITE);
	acquire("ExEnterCriticalRegionAndAcquireResourceShared", Resource, TRUE, WISH_SHARED, SITE);
	return KeGetCurrentThread();
}

PVOID ExEnterCriticalRegionAndAcquireSharedWaitForExclusive(PERESOURCE Resource)
{
	ke_critical_region_enter(SITE);
	acquire("ExEnterCriticalRegionAndAcquireSharedWaitForExclusive", Resource, TRUE,
		WISH_SHARED_PATIENT, SITE);
	return KeGetCurrentThread();
}

VOID ExReleaseResourceAndLeaveCriticalRegion(PERESOURCE Resource)
{
	release("ExReleaseResourceAndLeaveCriticalRegion", Resource, ExGetCurrentResourceThread(),
		SITE);
	ke_critical_region_leave("ExReleaseResourceAndLeaveCriticalRegion", NULL, SITE);
}

static ULONG count_own(
	const char *function, PERESOURCE resource, bool is_exclusive_only, const void *site)
{
	struct resource *self = find(function, resource, site);
	struct owner *owner;
	ULONG count;

	pthread_mutex_lock(&self->lock);
	owner = owner_of(self, ExGetCurrentResourceThread());
	count = owner && (self->is_exclusive || !is_exclusive_only) ? owner->count : 0;
	pthread_mutex_unlock(&self->lock);
	return count;
}

BOOLEAN ExIsResourceAcquiredExclusiveLite(PERESOURCE Resource)
{
	return count_own("ExIsResourceAcquiredExclusiveLite", Resource, true, SITE) > 0;
}

ULONG ExIsResourceAcquiredSharedLite(PERESOURCE Resource)
{
	return count_own("ExIsResourceAcquiredSharedLite", Resource, false, SITE);
}

static ULONG read_waiters(
	const char *function, PERESOURCE resource, const ULONG *waiters, const void *site)
{
	struct resource *self = find(function, resource, site);
	ULONG count;

	pthread_mutex_lock(&self->lock);
	count = *waiters;
	pthread_mutex_unlock(&self->lock);
	return count;
}

ULONG ExGetExclusiveWaiterCount(PERESOURCE Resource)
{
	return read_waiters(
		"ExGetExclusiveWaiterCount", Resource, &Resource->NumberOfExclusiveWaiters, SITE);
}

ULONG ExGetSharedWaiterCount(PERESOURCE Resource)
{
	return read_waiters(
		"ExGetSharedWaiterCount", Resource, &Resource->NumberOfSharedWaiters, SITE);
}
