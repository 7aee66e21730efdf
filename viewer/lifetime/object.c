#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct object *get(const struct object_pool *pool, uint32_t number)
{
	return &pool->chunks[number >> OBJECT_CHUNK_BITS][number & (OBJECT_CHUNK_COUNT - 1)];
}

static uint32_t hash_of(const struct object *object)
{
	return object_hash(object->driver->process->index, object->handle);
}

/* The first object of the process that has the handle, and the kind if that matters. */
static inline struct object *find(const struct lifetime *lifetime, const struct process *process,
	uint64_t handle, bool has_kind, uint32_t kind)
{
	const struct object_table *table = &lifetime->objects;
	uint32_t hash = object_hash(process->index, handle);

	for (struct object_slot *slot = object_table_slot(table, hash); slot->number;
		slot = object_table_after(table, slot)) {
		struct object *object;

		if (slot->hash != hash)
			continue;
		object = get(&lifetime->pool, slot->number);
		if (object->handle == handle && (!has_kind || object->kind == kind) &&
			object->driver->process == process)
			return object;
	}
	return NULL;
}

struct object *object_find(
	const struct lifetime *lifetime, const struct process *process, const struct event *event)
{
	return find(lifetime, process, event->handle, true, event->kind);
}

/* Owners are named by handle alone. */
struct object *object_find_owner(const struct lifetime *lifetime, const struct object *object)
{
	struct object *owner;

	if (!object->owner || object->owner == object->handle)
		return NULL;
	owner = find(lifetime, object->driver->process, object->owner, false, 0);
	return owner == object ? NULL : owner;
}

void object_prefetch(const struct lifetime *lifetime, uint32_t stream, uint64_t handle)
{
	const struct lane *lane = &lifetime->lanes[stream % LANE_COUNT];
	const struct object_slot *slot;
	const char *object;

	if (!lane->process || !lifetime->pool.chunks)
		return;
	slot = object_table_slot(&lifetime->objects, object_hash(lane->process->index, handle));
	object = (const char *)get(&lifetime->pool, slot->number);
	__builtin_prefetch(object);
	__builtin_prefetch(object + sizeof(struct object) - 1);
}

static void link_object(struct driver *driver, struct object *object)
{
	object->driver = driver;
	object->next = NULL;
	object->previous = driver->last;
	if (driver->last)
		driver->last->next = object;
	else
		driver->first = object;
	driver->last = object;
}

static void unlink_object(struct object *object)
{
	struct driver *driver = object->driver;

	if (object->previous)
		object->previous->next = object->next;
	else
		driver->first = object->next;
	if (object->next)
		object->next->previous = object->previous;
	else
		driver->last = object->previous;
}

/* Counted in the owner, so that a release looks for children only where there are some. */
static void join_owner(const struct lifetime *lifetime, struct object *object)
{
	struct object *owner = object_find_owner(lifetime, object);

	if (!owner)
		return;
	owner->child_count++;
	object->flags |= OBJECT_HAS_OWNER;
}

static void leave_owner(const struct lifetime *lifetime, struct object *object)
{
	struct object *owner;

	if (!(object->flags & OBJECT_HAS_OWNER))
		return;
	object->flags &= ~(uint32_t)OBJECT_HAS_OWNER;
	owner = object_find_owner(lifetime, object);
	if (owner && owner->child_count)
		owner->child_count--;
}

/* "WDFDRIVER/WDFDEVICE" */
static int join_path(struct lifetime *lifetime, uint32_t *out, uint32_t outer, uint32_t kind)
{
	struct owner_path *known = &lifetime->owner_paths[(outer * 31 + kind) % OWNER_PATH_COUNT];
	char *text;
	int status;

	if (known->outer == outer && known->kind == kind) {
		*out = known->path;
		return 0;
	}
	status = asprintf(&text, "%s/%s", strings_get(&lifetime->strings, outer),
		strings_get(&lifetime->strings, kind));
	if (status < 0)
		return -ENOMEM;
	status = strings_add(&lifetime->strings, out, text);
	free(text);
	if (status == 0)
		*known = (struct owner_path){ outer, kind, *out };
	return status;
}

/* Its owners as they are now. */
static int path_to(struct lifetime *lifetime, struct object *object)
{
	const struct object *owner = object_find_owner(lifetime, object);
	uint32_t kind;
	int status;

	object->owner_path = 0;
	if (!owner)
		return 0;
	status = process_kind(&lifetime->processes, &kind, owner->driver->process, owner->kind);
	if (status < 0)
		return status;
	if (owner->owner_path)
		return join_path(lifetime, &object->owner_path, owner->owner_path, kind);
	object->owner_path = kind;
	return 0;
}

static int tell_held(struct lifetime *lifetime, const struct occurrence *at,
	const struct object *object, int objects)
{
	const struct lifetime_observer *observer = lifetime->observer;
	struct lifetime_step step;

	if (!observer->held)
		return 0;
	step = (struct lifetime_step){ at->process, at->thread, object->driver->name,
		span_innermost(at->thread), at->event->time_ns, 0 };
	return observer->held(
		observer->data, &step, objects, objects * (int64_t)object->size_bytes);
}

static void forget(struct lifetime *lifetime, struct object *object)
{
	if (object->flags & OBJECT_HAS_REFERENCES)
		reference_forget(lifetime, object);
	if (!(object->flags & OBJECT_IS_DETACHED))
		object_table_remove(&lifetime->objects, hash_of(object), object->number);
	unlink_object(object);
	object_pool_give(&lifetime->pool, object);
}

/*
 * The same handle once more. The earlier object is unreleased if its owner had ended; otherwise
 * its release was not recorded, which is nothing to say when events were lost.
 */
static int end_earlier(
	struct lifetime *lifetime, const struct occurrence *at, struct object *earlier)
{
	const struct driver *driver = earlier->driver;
	struct lifetime_finding finding;
	int status;

	leave_owner(lifetime, earlier);
	if (driver->has_ended || driver->has_entry_failed || earlier->orphaned_ns) {
		object_table_remove(&lifetime->objects, hash_of(earlier), earlier->number);
		earlier->flags |= OBJECT_IS_DETACHED;
		return 0;
	}
	finding = finding_of(earlier, at->event->time_ns);
	finding.is_void_by_loss = true;
	status = process_site(
		&lifetime->processes, &finding.other_site, at->process, at->event->site);
	if (status == 0)
		status = finding_add(lifetime, "acquired-twice", &finding);
	if (status == 0)
		status = verdict_tell(lifetime, earlier, LIFETIME_RELEASED, LIFETIME_CAUSE_NONE,
			at->event->time_ns, 0, 0);
	if (status == 0)
		status = tell_held(lifetime, at, earlier, -1);
	if (status == 0)
		forget(lifetime, earlier);
	return status;
}

/* Member by member: this happens millions of times, and clearing them all first costs as much. */
static void set_object(struct object *object, const struct occurrence *at)
{
	const struct event *event = at->event;
	const struct frame *frame = span_innermost(at->thread);

	object->driver = at->driver;
	object->handle = event->handle;
	object->owner = event->acquire.owner;
	object->size_bytes = event->acquire.size_bytes;
	object->acquired_ns = event->time_ns;
	object->orphaned_ns = 0;
	object->kind = event->kind;
	object->tag = event->acquire.tag;
	object->context = frame ? frame->name : 0;
	object->child_count = 0;
	object->flags = 0;
}

static int create_object(
	struct lifetime *lifetime, struct object **out, const struct occurrence *at)
{
	const struct event *event = at->event;
	struct object *object = object_pool_take(&lifetime->pool);
	int status;

	if (!object)
		return -ENOMEM;
	set_object(object, at);
	if (span_find(at->thread, event->driver, lifetime->names.driver_entry))
		object->flags |= OBJECT_IN_ENTRY;
	status = process_site(&lifetime->processes, &object->site, at->process, event->site);
	if (status == 0)
		status = path_to(lifetime, object);
	if (status == 0)
		status = object_table_add(&lifetime->objects,
			object_hash(at->process->index, object->handle), object->number);
	if (status < 0) {
		object_pool_give(&lifetime->pool, object);
		return status;
	}
	object->order = ++lifetime->next_order;
	*out = object;
	return 0;
}

static void note_wdfdriver(struct driver *driver, const struct object *object)
{
	if (driver->wdfdriver_order)
		return;
	driver->wdfdriver_order = object->order;
	if (driver->everywhere)
		driver->everywhere->has_wdfdriver = true;
}

static struct released *released_slot(
	const struct lifetime *lifetime, const struct process *process, const struct event *event)
{
	return &lifetime->released[released_place(
		(uint32_t)process->pid, event->handle, event->kind)];
}

/* What was released there before is forgotten, as it would be by a release. */
static void claim_released(struct lifetime *lifetime, const struct occurrence *at)
{
	struct released *released = released_slot(lifetime, at->process, at->event);

	lifetime->use_order++;
	if (released->order < lifetime->use_order)
		*released = (struct released){ .order = lifetime->use_order };
}

int object_acquire(struct lifetime *lifetime, const struct occurrence *at)
{
	struct object *object = object_find(lifetime, at->process, at->event);
	int status = object ? end_earlier(lifetime, at, object) : 0;

	if (status == 0)
		status = create_object(lifetime, &object, at);
	if (status < 0)
		return status;
	claim_released(lifetime, at);
	link_object(at->driver, object);
	join_owner(lifetime, object);
	if (object->kind == KIND_WDFDRIVER)
		note_wdfdriver(at->driver, object);
	return tell_held(lifetime, at, object, 1);
}

int object_note_release(struct lifetime *lifetime, const struct released *released,
	const struct process *process, uint64_t address)
{
	struct released *slot = &lifetime->released[released_place(
		(uint32_t)process->pid, released->handle, released->kind)];

	if (slot->order > released->order)
		return 0;
	*slot = *released;
	return process_site(&lifetime->processes, &slot->site, process, address);
}

/* A violation names a handle, not its kind: of what is gone, the built-in kinds are tried. */
static void describe_released(const struct lifetime *lifetime, struct lifetime_finding *finding,
	const struct occurrence *at)
{
	struct event event = *at->event;

	for (event.kind = KIND_NONE + 1; event.kind < KIND_WDFDRIVER; event.kind++) {
		const struct released *before = released_slot(lifetime, at->process, &event);

		if (before->process == at->process->index && before->kind == event.kind &&
			before->handle == event.handle) {
			finding->kind = event.kind;
			finding->other_site = before->site;
			return;
		}
	}
}

/* Rules that say why the resource was never released, and so say it all. */
static bool says_it_all(const char *rule)
{
	static const char *const rules[] = { "remove-lock-held", "thread-outlives-driver",
		"timer-outlives-driver", "work-item-outlives-driver" };

	for (size_t i = 0; rule && i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (strcmp(rule, rules[i]) == 0)
			return true;
	}
	return false;
}

void object_describe(const struct lifetime *lifetime, struct lifetime_finding *finding,
	const struct occurrence *at)
{
	struct object *object;

	if (!at->event->handle)
		return;
	object = find(lifetime, at->process, at->event->handle, false, 0);
	if (!object) {
		describe_released(lifetime, finding, at);
		return;
	}
	if (says_it_all(at->event->violation.rule))
		object->flags |= OBJECT_IS_TOLD;
	finding->kind = object->kind;
	finding->tag = object->tag;
	finding->size_bytes = object->size_bytes;
	finding->other_site = object->site;
}

bool object_was_released(
	const struct lifetime *lifetime, const struct process *process, const struct event *event)
{
	const struct released *before = released_slot(lifetime, process, event);

	return before->process == process->index && before->kind == event->kind &&
	       before->handle == event->handle;
}

void object_forget_release(
	const struct lifetime *lifetime, const struct process *process, const struct event *event)
{
	struct released *before = released_slot(lifetime, process, event);

	*before = (struct released){ .order = before->order };
}

/* A release that no acquire matches: a mistake, unless the acquire may not have been recorded. */
static int release_unknown(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;
	const struct trace_list *list = lifetime->list;
	const struct released *before = released_slot(lifetime, at->process, event);
	bool is_double = object_was_released(lifetime, at->process, event);
	struct lifetime_finding finding = {
		.driver = at->driver->name,
		.process = at->process->index,
		.handle = event->handle,
		.kind = event->kind,
		.time_ns = event->time_ns,
		.is_void_by_loss = true,
	};
	/* Told or not: where a site is follows from when it is met first. */
	int status = process_site(&lifetime->processes, &finding.site, at->process, event->site);

	if (status < 0)
		return status;
	if (!is_double && (!at->process->is_whole || at->process->is_fork ||
				  event->trace >= list->trace_count ||
				  !list->traces[event->trace].has_all_events))
		return 0;
	if (is_double) {
		finding.other_site = before->site;
		finding.context = before->context;
	}
	return finding_add(lifetime, is_double ? "double-release" : "release-of-unknown", &finding);
}

static void orphan_children(const struct lifetime *lifetime, struct object *parent, int64_t time_ns)
{
	const struct process *process = parent->driver->process;
	size_t position = 0;
	struct driver *driver;

	while (parent->child_count && (driver = table_next(&lifetime->drivers, &position))) {
		if (driver->process != process)
			continue;
		for (struct object *object = driver->first; object; object = object->next) {
			if (object->owner != parent->handle || !(object->flags & OBJECT_HAS_OWNER))
				continue;
			object->flags &= ~(uint32_t)OBJECT_HAS_OWNER;
			parent->child_count--;
			/* Not the routine's end makes the leak, but the driver's. */
			if (object->flags & OBJECT_IS_QUEUED)
				object->owner = 0;
			else
				object->orphaned_ns = time_ns;
		}
	}
}

/* Rules that a release itself can break. */
static int check_release(struct lifetime *lifetime, const struct occurrence *at,
	const struct object *object, uint32_t site, uint32_t context)
{
	const struct driver *driver = object->driver;
	struct lifetime_finding finding;
	int status = 0;

	if (!object->orphaned_ns && !(driver->wdfdriver_order && object->flags & OBJECT_IN_ENTRY))
		return 0;
	finding = finding_of(object, at->event->time_ns);
	finding.other_site = site;
	finding.context = context;
	if (object->orphaned_ns)
		status = finding_add(lifetime, "child-outlives-parent", &finding);
	if (status == 0 && driver->wdfdriver_order && !object->owner &&
		object->kind != KIND_WDFDRIVER && object->flags & OBJECT_IN_ENTRY &&
		span_find(at->thread, driver->id, lifetime->names.evt_driver_unload))
		status = finding_add(lifetime, "cleanup-only-in-unload", &finding);
	return status;
}

int object_release(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;
	const struct frame *frame = span_innermost(at->thread);
	struct object *object = object_find(lifetime, at->process, event);
	uint32_t context = frame ? frame->name : 0;
	struct released *released;
	bool is_in_entry;
	uint32_t site;
	int status;

	if (!object)
		return release_unknown(lifetime, at);
	lifetime->use_order++;
	is_in_entry = span_find(at->thread, object->driver->id, lifetime->names.driver_entry);
	status = process_site(&lifetime->processes, &site, at->process, event->site);
	if (status == 0)
		status = check_release(lifetime, at, object, site, context);
	if (status == 0)
		status = history_add(lifetime, object, site, context, is_in_entry);
	if (status == 0)
		status = verdict_tell(lifetime, object, LIFETIME_RELEASED, LIFETIME_CAUSE_NONE,
			event->time_ns, site, context);
	if (status == 0)
		status = tell_held(lifetime, at, object, -1);
	if (status < 0)
		return status;
	released = released_slot(lifetime, at->process, event);
	released->process = at->process->index;
	released->kind = event->kind;
	released->handle = event->handle;
	released->site = site;
	released->context = context;
	released->order = lifetime->use_order;
	orphan_children(lifetime, object, event->time_ns);
	leave_owner(lifetime, object);
	forget(lifetime, object);
	return 0;
}

/* Handed to a reinitialisation routine, or out of its hands. */
static void mark_queued(const struct lifetime *lifetime, struct object *object)
{
	const struct object *owner = object_find_owner(lifetime, object);

	object->flags &= ~(uint32_t)OBJECT_IS_QUEUED;
	if (owner && owner->kind == KIND_REINITIALISATION)
		object->flags |= OBJECT_IS_QUEUED;
}

/* From here on it is the receiver's: its end is due when the receiver's is. */
int object_transfer(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;
	struct object *object = object_find(lifetime, at->process, event);
	struct driver *receiver;
	int status;

	if (!object)
		return 0;
	leave_owner(lifetime, object);
	object->owner = event->transfer.owner;
	object->orphaned_ns = 0;
	object->flags |= OBJECT_IS_TRANSFERRED;
	status = path_to(lifetime, object);
	if (status < 0)
		return status;
	join_owner(lifetime, object);
	mark_queued(lifetime, object);
	if (!event->transfer.new_driver || event->transfer.new_driver == object->driver->id)
		return 0;
	status = driver_find(lifetime, &receiver, at->process, event->transfer.new_driver);
	if (status < 0)
		return status;
	unlink_object(object);
	link_object(receiver, object);
	object->flags &= ~(uint32_t)OBJECT_IN_ENTRY;
	return 0;
}
