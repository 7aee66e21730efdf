#include "drivers/framework/wdm/pointer.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/wdm/driver.h"

struct pointer {
	struct io_resource resource;
	struct ob_object *object; /* one reference is owned */
	LONG count;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void reclaim(struct io_resource *resource)
{
	struct pointer *pointer = CONTAINING_RECORD(resource, struct pointer, resource);

	ob_dereference(pointer->object);
	free(pointer);
}

static const struct io_kind object_kind = { "object", DRVTRACE_KIND_OBJECT, reclaim };

static struct pointer *find_locked(const void *body)
{
	struct io_resource *resource = io_resource_find(body);

	return resource && resource->kind == &object_kind
		       ? CONTAINING_RECORD(resource, struct pointer, resource)
		       : NULL;
}

static struct pointer *create(struct ob_object *object, struct io_driver *driver, const void *site)
{
	struct pointer *pointer = calloc(1, sizeof(*pointer));

	if (!pointer)
		return NULL;
	ob_reference(object);
	pointer->object = object;
	pointer->count = 1;
	io_resource_acquire(&pointer->resource, driver,
		&(struct io_claim){
			.kind = &object_kind, .handle = ob_body(object), .site = site });
	return pointer;
}

LONG ob_pointer_reference(
	struct ob_object *object, struct io_driver *driver, bool has_reference, const void *site)
{
	const void *body = ob_body(object);
	struct pointer *pointer;
	LONG count = 0;

	pthread_mutex_lock(&lock);
	pointer = find_locked(body);
	if (pointer) {
		count = ++pointer->count;
		drvtrace_reference(io_driver_trace(driver), DRVTRACE_KIND_OBJECT, body, NULL, count,
			0, NULL, site);
	} else if (create(object, driver, site)) {
		count = 1;
	}
	pthread_mutex_unlock(&lock);
	if (has_reference && count > 0)
		ob_dereference(object);
	return count;
}

struct ob_object *ob_pointer_find(const void *body)
{
	struct pointer *pointer;

	pthread_mutex_lock(&lock);
	pointer = find_locked(body);
	pthread_mutex_unlock(&lock);
	return pointer ? pointer->object : NULL;
}

bool ob_pointer_dereference(LONG *left, const void *body, const void *site)
{
	struct pointer *pointer;

	pthread_mutex_lock(&lock);
	pointer = find_locked(body);
	if (pointer) {
		*left = --pointer->count;
		if (*left == 0)
			io_resource_release(&pointer->resource, site);
		else
			drvtrace_dereference(io_driver_trace(pointer->resource.driver),
				DRVTRACE_KIND_OBJECT, body, NULL, *left, 0, NULL, site);
	}
	pthread_mutex_unlock(&lock);
	if (pointer && *left == 0)
		reclaim(&pointer->resource);
	return pointer != NULL;
}
