#include "drivers/framework/kmdf/object.h"

#include <pthread.h>
#include <stdlib.h>

#include <drvtrace/drvtrace.h>

#include "drivers/framework/kmdf/context.h"
#include "drivers/framework/kmdf/deferred.h"
#include "drivers/framework/kmdf/globals.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"

enum {
	REMEMBERED = 256, /* objects that are gone, of the classes that want it */
};

/* A handle is not a pointer: a driver that takes it for one is caught. */
WDFOBJECT fx_object_handle(const struct fx_object *object)
{
	return (WDFOBJECT)((uintptr_t)object ^ ~(uintptr_t)7);
}

struct fx_object *fx_object_of_resource(struct io_resource *resource)
{
	return CONTAINING_RECORD(resource, struct fx_object, resource);
}

static struct fx_object *object_of_sibling(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct fx_object, sibling);
}

/* Changed under the lock; read without it by who is given a handle meanwhile. */
static void set_state(struct fx_object *object, enum fx_state state)
{
	__atomic_store_n(&object->state, state, __ATOMIC_RELAXED);
}

enum fx_state fx_object_state(const struct fx_object *object)
{
	return __atomic_load_n(&object->state, __ATOMIC_RELAXED);
}

NTSTATUS fx_object_create(struct fx_object **out, const struct fx_class *class,
	struct fx_globals *globals, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	struct fx_object *object = calloc(1, class->size);

	if (!object)
		return STATUS_INSUFFICIENT_RESOURCES;
	object->class = class;
	object->references = 1;
	InitializeListHead(&object->children);
	InitializeListHead(&object->sibling);
	object->globals = fx_globals_reference(globals);

	object->contexts = fx_context_create(object, attributes);
	if (!object->contexts) {
		fx_object_discard(object);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	*out = object;
	return STATUS_SUCCESS;
}

/* Frees it when as many others have come. */
static void free_later(struct fx_object *object)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct fx_object *remembered[REMEMBERED];
	static size_t next;
	struct fx_object *oldest;

	pthread_mutex_lock(&lock);
	oldest = remembered[next];
	remembered[next] = object;
	next = (next + 1) % REMEMBERED;
	pthread_mutex_unlock(&lock);
	free(oldest);
}

static void free_object(struct fx_object *object)
{
	bool is_remembered = object->class->is_remembered;

	if (object->class->destroy)
		object->class->destroy(object);
	fx_context_destroy_all(object->contexts);
	fx_globals_dereference(object->globals);
	if (is_remembered)
		free_later(object);
	else
		free(object);
}

void fx_object_discard(struct fx_object *object)
{
	if (object)
		free_object(object);
}

/* It outlived its driver: by a reference that was not given back, or by a stop. */
void fx_object_reclaim(struct io_resource *resource)
{
	free_object(fx_object_of_resource(resource));
}

static NTSTATUS attach(struct fx_object *object, struct fx_object *parent)
{
	NTSTATUS status = STATUS_SUCCESS;

	fx_globals_lock(object->globals);
	if (parent->state == FX_CREATED) {
		object->parent = parent;
		InsertTailList(&parent->children, &object->sibling);
	} else {
		status = STATUS_DELETE_PENDING;
	}
	fx_globals_unlock(object->globals);
	return status;
}

NTSTATUS fx_object_commit(struct fx_object *object, const struct fx_commit *commit)
{
	NTSTATUS status = commit->parent ? attach(object, commit->parent) : STATUS_SUCCESS;

	if (!NT_SUCCESS(status))
		return status;

	fx_context_set_callbacks(object->contexts, commit->attributes);
	if (commit->attributes && commit->attributes->ExecutionLevel == WdfExecutionLevelPassive)
		object->has_passive_callbacks = true;
	object->is_committed = true;
	io_resource_acquire(&object->resource, fx_globals_io_driver(object->globals),
		&(struct io_claim){ .kind = &object->class->kind,
			.handle = fx_object_handle(object),
			.owner = commit->parent ? fx_object_handle(commit->parent) : NULL,
			.size = commit->size ? commit->size
					     : fx_context_total_size(object->contexts),
			.tag = commit->tag,
			.site = commit->site });
	return STATUS_SUCCESS;
}

static void stage(struct fx_object *object, enum drvtrace_stage stage, enum drvtrace_phase phase,
	const void *callback)
{
	drvtrace_stage(io_driver_trace(fx_globals_io_driver(object->globals)),
		object->class->kind.id, fx_object_handle(object), stage, phase, callback);
}

/* Each callback is taken out before it is called, so none runs twice. */
static void call(struct fx_object *object, enum drvtrace_stage which,
	PFN_WDF_OBJECT_CONTEXT_CLEANUP *callback)
{
	PFN_WDF_OBJECT_CONTEXT_CLEANUP routine = *callback;
	const void *address = (const void *)(uintptr_t)routine;
	struct ke_level level = ke_level();

	if (!routine)
		return;
	*callback = NULL;
	stage(object, which, DRVTRACE_PHASE_BEGIN, address);
	routine(fx_object_handle(object));
	stage(object, which, DRVTRACE_PHASE_END, address);
	ke_level_check_return(fx_globals_io_driver(object->globals),
		which == DRVTRACE_STAGE_CLEANUP ? "EvtCleanupCallback" : "EvtDestroyCallback",
		&level);
}

void fx_object_call_cleanup(struct fx_object *object)
{
	for (struct fx_context *context = object->contexts; context; context = context->next)
		call(object, DRVTRACE_STAGE_CLEANUP, &context->cleanup);
	if (object->class->cleaned_up)
		object->class->cleaned_up(object);
}

/* The last reference is gone. */
static void destroy(struct fx_object *object, const void *site)
{
	set_state(object, FX_DESTROYED);
	for (struct fx_context *context = object->contexts; context; context = context->next) {
		call(object, DRVTRACE_STAGE_CLEANUP, &context->cleanup);
		call(object, DRVTRACE_STAGE_DESTROY, &context->destroy);
	}
	if (object->class->let_go)
		object->class->let_go(object, site);
	io_resource_release(&object->resource, site);
	if (object->class->released)
		object->class->released(object, site);
	free_object(object);
}

int fx_object_reference(struct fx_object *object)
{
	return __atomic_add_fetch(&object->references, 1, __ATOMIC_RELAXED);
}

int fx_object_dereference(struct fx_object *object, const void *site)
{
	/* Whoever has the others may end it when this one is gone. */
	bool is_lent = object->is_lent;
	int count = __atomic_sub_fetch(&object->references, 1, __ATOMIC_ACQ_REL);

	if (count == 1 && is_lent)
		object->class->given_back(object, site);
	if (count > 0)
		return count;
	if (object->has_passive_callbacks && ke_irql() >= DISPATCH_LEVEL)
		fx_deferred_call(object, destroy, site);
	else
		destroy(object, site);
	return count;
}

bool fx_object_is_last_reference_of_living(struct fx_object *object)
{
	bool answer;

	fx_globals_lock(object->globals);
	answer = object->state != FX_DELETED_AND_DISPOSED &&
		 __atomic_load_n(&object->references, __ATOMIC_RELAXED) == 1;
	fx_globals_unlock(object->globals);
	return answer;
}

bool fx_object_mark_deleted(struct fx_object *object)
{
	bool was_called;

	fx_globals_lock(object->globals);
	was_called = object->is_delete_called;
	if (!object->is_no_delete)
		object->is_delete_called = true;
	fx_globals_unlock(object->globals);
	return !was_called && !object->is_no_delete;
}

/*
 * Below an object that is no longer FX_CREATED the list of children does not change: none is
 * added, and none can leave before the second phase.
 */
static void dispose_tree(struct fx_object *object, const void *site)
{
	for (LIST_ENTRY *link = object->children.Flink; link != &object->children;
		link = link->Flink)
		fx_object_dispose(object_of_sibling(link), site);

	if (!object->class->dispose || object->class->dispose(object, site))
		fx_object_call_cleanup(object);
}

void fx_object_dispose(struct fx_object *object, const void *site)
{
	bool is_ours;

	fx_globals_lock(object->globals);
	is_ours = object->state == FX_CREATED || object->state == FX_WAITS_FOR_DISPOSAL;
	if (is_ours)
		set_state(object, FX_DISPOSING);
	fx_globals_unlock(object->globals);
	if (!is_ours)
		return;

	dispose_tree(object, site);

	fx_globals_lock(object->globals);
	set_state(object, FX_DISPOSED);
	fx_globals_unlock(object->globals);
}

/* The second phase of an object that was disposed of. */
static void delete_disposed(struct fx_object *object, const void *site)
{
	fx_globals_lock(object->globals);
	set_state(object, FX_DELETED_AND_DISPOSED);
	fx_globals_unlock(object->globals);

	fx_object_destroy_children(object, site);
	fx_object_dereference(object, site);
}

static struct fx_object *take_first_child(struct fx_object *object)
{
	struct fx_object *child = NULL;

	fx_globals_lock(object->globals);
	if (!IsListEmpty(&object->children)) {
		child = object_of_sibling(RemoveHeadList(&object->children));
		InitializeListHead(&child->sibling);
		child->parent = NULL;
	}
	fx_globals_unlock(object->globals);
	return child;
}

void fx_object_destroy_children(struct fx_object *object, const void *site)
{
	struct fx_object *child;

	while ((child = take_first_child(object)) != NULL) {
		if (fx_object_state(child) == FX_DISPOSED ||
			fx_object_state(child) == FX_WAITS_FOR_PARENT)
			delete_disposed(child, site);
	}
}

struct fx_object *fx_object_find_child(
	struct fx_object *object, bool (*is_wanted)(const struct fx_object *child))
{
	struct fx_object *found = NULL;

	fx_globals_lock(object->globals);
	for (LIST_ENTRY *link = object->children.Flink; link != &object->children && !found;
		link = link->Flink) {
		struct fx_object *child = object_of_sibling(link);

		if (child->state == FX_CREATED && is_wanted(child))
			found = child;
	}
	fx_globals_unlock(object->globals);
	return found;
}

/* False when the parent goes too: it keeps the child, and ends it. Under the lock. */
static bool leave_parent(struct fx_object *object)
{
	if (!object->parent)
		return true;
	if (object->parent->state != FX_CREATED)
		return false;
	RemoveEntryList(&object->sibling);
	InitializeListHead(&object->sibling);
	object->parent = NULL;
	return true;
}

/* What a deletion has to do, by the state in which it meets the object. Under the lock. */
static enum fx_state begin_delete(struct fx_object *object)
{
	switch (object->state) {
	case FX_CREATED:
		set_state(object,
			leave_parent(object) ? FX_DELETED_DISPOSING : FX_WAITS_FOR_DISPOSAL);
		return object->state;
	case FX_DISPOSED:
		if (leave_parent(object))
			return FX_DISPOSED;
		set_state(object, FX_WAITS_FOR_PARENT);
		return object->state;
	default:
		return FX_DESTROYED; /* it is on its way already */
	}
}

void fx_object_delete(struct fx_object *object, const void *site)
{
	enum fx_state to_do;

	fx_globals_lock(object->globals);
	object->is_delete_called = true;
	to_do = begin_delete(object);
	fx_globals_unlock(object->globals);

	if (to_do == FX_DELETED_DISPOSING)
		dispose_tree(object, site);
	if (to_do == FX_DELETED_DISPOSING || to_do == FX_DISPOSED)
		delete_disposed(object, site);
}

void fx_object_delete_unborn(struct fx_object *object, const void *site)
{
	for (struct fx_context *context = object->contexts; context; context = context->next) {
		context->cleanup = NULL;
		context->destroy = NULL;
	}
	fx_object_delete(object, site);
}

/* Whether its callbacks, or what its disposal waits for, are for PASSIVE_LEVEL. Under the lock. */
static bool needs_passive(struct fx_object *object)
{
	bool needs = object->class->is_disposed_at_passive || object->has_passive_callbacks;

	for (LIST_ENTRY *link = object->children.Flink; link != &object->children && !needs;
		link = link->Flink)
		needs = needs_passive(object_of_sibling(link));
	return needs;
}

static void end_deferred(struct fx_object *object, const void *site)
{
	fx_object_delete(object, site);
	fx_object_dereference(object, site);
}

void fx_object_delete_for_driver(struct fx_object *object, const void *site)
{
	bool is_deferred = ke_irql() >= DISPATCH_LEVEL;

	if (is_deferred) {
		fx_globals_lock(object->globals);
		is_deferred = needs_passive(object);
		fx_globals_unlock(object->globals);
	}
	if (!is_deferred) {
		fx_object_delete(object, site);
		return;
	}
	fx_object_reference(object);
	fx_deferred_call(object, end_deferred, site);
}
