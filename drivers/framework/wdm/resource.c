#include "drivers/framework/wdm/resource.h"

#include <pthread.h>
#include <wdm.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/driver.h"

enum {
	BUCKETS = 4096,
	PAST_SLOTS = 4096,
};

/* What is held, by handle; and, in no order, the last handles that were released. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY buckets[BUCKETS]; /* io_resource.link */
static const void *past[PAST_SLOTS];

static size_t hash(const void *handle)
{
	uint64_t bits = (uintptr_t)handle >> 3;

	return (size_t)((bits * 0x9e3779b97f4a7c15ull) >> 52);
}

static LIST_ENTRY *bucket_of(const void *handle)
{
	LIST_ENTRY *bucket = &buckets[hash(handle) % BUCKETS];

	if (!bucket->Flink)
		InitializeListHead(bucket);
	return bucket;
}

static const void **past_of(const void *handle)
{
	return &past[hash(handle) % PAST_SLOTS];
}

static struct io_resource *entry_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct io_resource, link);
}

uint32_t io_kind_id(const struct io_kind *kind)
{
	return kind->id ? kind->id : drvtrace_kind(kind->name);
}

static void insert(struct io_resource *resource)
{
	pthread_mutex_lock(&lock);
	InsertTailList(bucket_of(resource->handle), &resource->link);
	if (*past_of(resource->handle) == resource->handle)
		*past_of(resource->handle) = NULL;
	pthread_mutex_unlock(&lock);
}

static void erase(struct io_resource *resource)
{
	pthread_mutex_lock(&lock);
	RemoveEntryList(&resource->link);
	*past_of(resource->handle) = resource->handle;
	pthread_mutex_unlock(&lock);
}

void io_resource_acquire(
	struct io_resource *resource, struct io_driver *driver, const struct io_claim *claim)
{
	resource->kind = claim->kind;
	resource->handle = claim->handle;
	resource->driver = driver;
	resource->owner = claim->owner;
	resource->size = claim->size;
	resource->tag = claim->tag;

	insert(resource);
	drvtrace_acquire(io_driver_trace(driver), io_kind_id(claim->kind), claim->handle,
		claim->size, claim->tag, claim->owner, claim->site);
}

void io_resource_transfer(struct io_resource *resource, const void *owner, const void *site)
{
	resource->owner = owner;
	drvtrace_transfer(io_driver_trace(resource->driver), io_kind_id(resource->kind),
		resource->handle, owner, NULL, site);
}

void io_resource_release(struct io_resource *resource, const void *site)
{
	drvtrace_release(io_driver_trace(resource->driver), io_kind_id(resource->kind),
		resource->handle, site);
	erase(resource);
}

struct io_resource *io_resource_find(const void *handle)
{
	struct io_resource *found = NULL;

	pthread_mutex_lock(&lock);
	LIST_ENTRY *bucket = bucket_of(handle);
	for (LIST_ENTRY *link = bucket->Flink; link != bucket && !found; link = link->Flink) {
		if (entry_of(link)->handle == handle)
			found = entry_of(link);
	}
	pthread_mutex_unlock(&lock);
	return found;
}

bool io_resource_was_released(const void *handle)
{
	bool was_released;

	pthread_mutex_lock(&lock);
	was_released = handle && *past_of(handle) == handle;
	pthread_mutex_unlock(&lock);
	return was_released;
}

void io_resource_visit(const struct io_driver *driver,
	void (*visit)(const struct io_resource *resource, void *argument), void *argument)
{
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < BUCKETS; i++) {
		LIST_ENTRY *bucket = &buckets[i];

		for (LIST_ENTRY *link = bucket->Flink; link && link != bucket; link = link->Flink) {
			if (entry_of(link)->driver == driver)
				visit(entry_of(link), argument);
		}
	}
	pthread_mutex_unlock(&lock);
}

void io_resource_orphan(const struct io_driver *driver)
{
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < BUCKETS; i++) {
		LIST_ENTRY *bucket = &buckets[i];

		for (LIST_ENTRY *link = bucket->Flink; link && link != bucket; link = link->Flink) {
			if (entry_of(link)->driver == driver)
				entry_of(link)->driver = NULL;
		}
	}
	pthread_mutex_unlock(&lock);
}

static struct io_resource *take_left_behind(size_t bucket_index)
{
	struct io_resource *taken = NULL;

	pthread_mutex_lock(&lock);
	LIST_ENTRY *bucket = &buckets[bucket_index];
	for (LIST_ENTRY *link = bucket->Flink; link && link != bucket && !taken;
		link = link->Flink) {
		if (!entry_of(link)->driver)
			taken = entry_of(link);
	}
	if (taken)
		RemoveEntryList(&taken->link);
	pthread_mutex_unlock(&lock);
	return taken;
}

void io_resource_reclaim_all(void)
{
	struct io_resource *resource;

	for (size_t i = 0; i < BUCKETS; i++) {
		while ((resource = take_left_behind(i)) != NULL)
			resource->kind->reclaim(resource);
	}
}
