#include "drivers/framework/wdm/handle.h"

#include <ntstatus.h>
#include <pthread.h>
#include <stdlib.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/process.h"

/*
 * Kernel handles: multiples of 4 with the top bits set. Each number is given out once, so that a
 * handle that was closed is never mistaken for a later one.
 */
#define FIRST_HANDLE 0xffffffff80000004ull

struct handle {
	struct io_resource resource;
	struct ob_object *object; /* one reference is owned */
};

/* Held while a handle is looked up and used: it may not be closed in between. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t next_handle = FIRST_HANDLE;

void ob_init(struct ob_object *object, const struct ob_type *type)
{
	object->type = type;
	object->references = 1;
}

void ob_reference(struct ob_object *object)
{
	__atomic_add_fetch(&object->references, 1, __ATOMIC_RELAXED);
}

bool ob_reference_living(struct ob_object *object)
{
	LONG count = __atomic_load_n(&object->references, __ATOMIC_RELAXED);

	while (count > 0) {
		if (__atomic_compare_exchange_n(&object->references, &count, count + 1, false,
			    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return true;
	}
	return false;
}

LONG ob_dereference(struct ob_object *object)
{
	LONG left = __atomic_sub_fetch(&object->references, 1, __ATOMIC_ACQ_REL);

	if (left == 0)
		object->type->destroy(object);
	return left;
}

void *ob_body(struct ob_object *object)
{
	return (char *)object + object->type->body;
}

static struct handle *handle_of(struct io_resource *resource)
{
	return CONTAINING_RECORD(resource, struct handle, resource);
}

static struct handle *find_locked(HANDLE handle)
{
	struct io_resource *resource = handle ? io_resource_find(handle) : NULL;

	if (!resource || resource->kind->reclaim != ob_handle_reclaim)
		return NULL;
	return handle_of(resource);
}

static HANDLE next_locked(void)
{
	HANDLE handle = (HANDLE)(uintptr_t)next_handle;

	next_handle += 4;
	if (next_handle == 0)
		next_handle = FIRST_HANDLE;
	return handle;
}

NTSTATUS ob_handle_create(HANDLE *out, struct ob_object *object, const struct ob_claim *claim)
{
	struct handle *handle = calloc(1, sizeof(*handle));
	HANDLE number;

	if (!handle)
		return STATUS_INSUFFICIENT_RESOURCES;
	ob_reference(object);
	handle->object = object;

	pthread_mutex_lock(&lock);
	number = next_locked();
	io_resource_acquire(&handle->resource, claim->driver,
		&(struct io_claim){ .kind = object->type->handle_kind,
			.handle = number,
			.owner = claim->owner,
			.tag = claim->tag,
			.site = claim->site });
	pthread_mutex_unlock(&lock);
	*out = number;
	return STATUS_SUCCESS;
}

NTSTATUS ob_handle_close(HANDLE number, const void *site)
{
	struct handle *handle;

	pthread_mutex_lock(&lock);
	handle = find_locked(number);
	if (handle)
		io_resource_release(&handle->resource, site);
	pthread_mutex_unlock(&lock);

	if (!handle)
		return STATUS_INVALID_HANDLE;
	if (handle->object->type->closed)
		handle->object->type->closed(handle->object);
	ob_dereference(handle->object);
	free(handle);
	return STATUS_SUCCESS;
}

bool ob_handle_was_closed(HANDLE handle)
{
	uint64_t number = (uintptr_t)handle;
	bool was_given_out;

	pthread_mutex_lock(&lock);
	was_given_out = number >= FIRST_HANDLE && number < next_handle && number % 4 == 0;
	was_given_out = was_given_out && !find_locked(handle);
	pthread_mutex_unlock(&lock);
	return was_given_out;
}

static NTSTATUS reference_in_process(
	struct ob_object **out, HANDLE number, const struct ob_type *type)
{
	NTSTATUS status = ps_process_reference(out, ps_process_current(), number);

	if (NT_SUCCESS(status) && type && (*out)->type != type) {
		ob_dereference(*out);
		status = STATUS_OBJECT_TYPE_MISMATCH;
	}
	return status;
}

NTSTATUS ob_handle_reference(struct ob_object **out, HANDLE number, const struct ob_type *type)
{
	NTSTATUS status = STATUS_INVALID_HANDLE;
	struct handle *handle;

	if (ps_process_current() && (uintptr_t)number < FIRST_HANDLE)
		return reference_in_process(out, number, type);
	pthread_mutex_lock(&lock);
	handle = find_locked(number);
	if (handle && type && handle->object->type != type) {
		status = STATUS_OBJECT_TYPE_MISMATCH;
	} else if (handle) {
		ob_reference(handle->object);
		*out = handle->object;
		status = STATUS_SUCCESS;
	}
	pthread_mutex_unlock(&lock);
	return status;
}

void ob_handle_reclaim(struct io_resource *resource)
{
	struct handle *handle = handle_of(resource);

	ob_dereference(handle->object);
	free(handle);
}
