#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct object_key {
	const struct process *process;
	uint64_t handle;
	uint32_t kind;
};

static bool has_key(const void *item, const void *key)
{
	const struct object *object = item;
	const struct object_key *wanted = key;

	return object->handle == wanted->handle && object->kind == wanted->kind &&
	       object->driver->process == wanted->process;
}

/* Owners are named by handle alone. */
static bool has_handle(const void *item, const void *key)
{
	const struct object *object = item;
	const struct object_key *wanted = key;

	return object->handle == wanted->handle && object->driver->process == wanted->process;
}

static uint64_t hash_object(const struct process *process, uint64_t handle)
{
	return hash_number(process->index, handle);
}

struct object *object_find(
	const struct lifetime *lifetime, const struct process *process, const struct event *event)
{
	const struct object_key key = { process, event->handle, event->kind };

	return table_find(&lifetime->objects, hash_object(process, event->handle), has_key, &key);
}

struct object *object_find_owner(const struct lifetime *lifetime, const struct object *object)
{
	const struct process *process = object->driver->process;
	const struct object_key key = { process, object->owner, 0 };
	struct object *owner;

	if (!object->owner || object->owner == object->handle)
		return NULL;
	owner = table_find(
		&lifetime->objects, hash_object(process, object->owner), has_handle, &key);
	return owner == object ? NULL : owner;
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

/* "WDFDRIVER/WDFDEVICE": its owners as they are now. */
static int path_to(struct lifetime *lifetime, struct object *object)
{
	const struct object *owner = object_find_owner(lifetime, object);
	uint32_t kind;
	char *text;
	int status;

	object->owner_path = 0;
	if (!owner)
		return 0;
	status = process_kind(&lifetime->processes, &kind, owner->driver->process, owner->kind);
	if (status < 0)
		return status;
	if (!owner->owner_path) {
		object->owner_path = kind;
		return 0;
	}
	status = asprintf(&text, "%s/%s", strings_get(&lifetime->strings, owner->owner_path),
		strings_get(&lifetime->strings, kind));
	if (status < 0)
		return -ENOMEM;
	status = strings_add(&lifetime->strings, &object->owner_path, text);
	free(text);
	return status;
}

static int tell_held(struct lifetime *lifetime, const struct occurrence *at,
	const struct object *object, int objects)
{
	const struct lifetime_observer *observer = lifetime->observer;
	struct lifetime_step step = { at->process, at->thread, object->driver->name,
		span_innermost(at->thread), at->event->time_ns, 0 };

	if (!observer->held)
		return 0;
	return observer->held(
		observer->data, &step, objects, objects * (int64_t)object->size_bytes);
}

static void forget(struct lifetime *lifetime, struct object *object)
{
	const struct driver *driver = object->driver;

	reference_forget(lifetime, object);
	if (!(object->flags & OBJECT_IS_DETACHED))
		table_remove(
			&lifetime->objects, hash_object(driver->process, object->handle), object);
	unlink_object(object);
	free(object);
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
		table_remove(
			&lifetime->objects, hash_object(driver->process, earlier->handle), earlier);
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

static int create_object(
	struct lifetime *lifetime, struct object **out, const struct occurrence *at)
{
	const struct event *event = at->event;
	const struct frame *frame = span_innermost(at->thread);
	struct object *object = calloc(1, sizeof(*object));
	int status;

	if (!object)
		return -ENOMEM;
	object->driver = at->driver;
	object->handle = event->handle;
	object->owner = event->acquire.owner;
	object->size_bytes = event->acquire.size_bytes;
	object->acquired_ns = event->time_ns;
	object->kind = event->kind;
	object->tag = event->acquire.tag;
	object->context = frame ? frame->name : 0;
	if (span_find(at->thread, event->driver, lifetime->names.driver_entry))
		object->flags |= OBJECT_IN_ENTRY;
	status = process_site(&lifetime->processes, &object->site, at->process, event->site);
	if (status == 0)
		status = path_to(lifetime, object);
	if (status == 0)
		status = table_add(
			&lifetime->objects, hash_object(at->process, object->handle), object);
	if (status < 0) {
		free(object);
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

int object_acquire(struct lifetime *lifetime, const struct occurrence *at)
{
	struct object *object = object_find(lifetime, at->process, at->event);
	int status = object ? end_earlier(lifetime, at, object) : 0;

	if (status == 0)
		status = create_object(lifetime, &object, at);
	if (status < 0)
		return status;
	link_object(at->driver, object);
	join_owner(lifetime, object);
	if (object->kind == KIND_WDFDRIVER)
		note_wdfdriver(at->driver, object);
	return tell_held(lifetime, at, object, 1);
}

static struct released *released_slot(
	const struct lifetime *lifetime, const struct process *process, const struct event *event)
{
	uint64_t hash = hash_number(hash_object(process, event->handle), event->kind);

	return &lifetime->released[hash % RELEASED_COUNT];
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
	const struct object_key key = { at->process, at->event->handle, 0 };
	struct object *object;

	if (!key.handle)
		return;
	object = table_find(
		&lifetime->objects, hash_object(at->process, key.handle), has_handle, &key);
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

/* A release that no acquire matches: a mistake, unless the acquire may not have been recorded. */
static int release_unknown(struct lifetime *lifetime, const struct occurrence *at)
{
	const struct event *event = at->event;
	const struct trace_list *list = lifetime->list;
	const struct released *before = released_slot(lifetime, at->process, event);
	bool is_double = before->process == at->process->index && before->kind == event->kind &&
			 before->handle == event->handle;
	struct lifetime_finding finding = {
		.driver = at->driver->name,
		.process = at->process->index,
		.handle = event->handle,
		.kind = event->kind,
		.time_ns = event->time_ns,
		.is_void_by_loss = true,
	};
	int status;

	if (!is_double && (!at->process->is_whole || at->process->is_fork ||
				  event->trace >= list->trace_count ||
				  !list->traces[event->trace].has_all_events))
		return 0;
	if (is_double) {
		finding.other_site = before->site;
		finding.context = before->context;
	}
	status = process_site(&lifetime->processes, &finding.site, at->process, event->site);
	if (status < 0)
		return status;
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
	const struct object *object, const struct released *how)
{
	const struct driver *driver = object->driver;
	struct lifetime_finding finding = finding_of(object, at->event->time_ns);
	int status = 0;

	finding.other_site = how->site;
	finding.context = how->context;
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
	struct released how = { at->process->index, event->kind, event->handle, 0,
		frame ? frame->name : 0 };
	bool is_in_entry;
	int status;

	if (!object)
		return release_unknown(lifetime, at);
	is_in_entry = span_find(at->thread, object->driver->id, lifetime->names.driver_entry);
	status = process_site(&lifetime->processes, &how.site, at->process, event->site);
	if (status == 0)
		status = check_release(lifetime, at, object, &how);
	if (status == 0)
		status = history_add(lifetime, object, how.site, how.context, is_in_entry);
	if (status == 0)
		status = verdict_tell(lifetime, object, LIFETIME_RELEASED, LIFETIME_CAUSE_NONE,
			event->time_ns, how.site, how.context);
	if (status == 0)
		status = tell_held(lifetime, at, object, -1);
	if (status < 0)
		return status;
	*released_slot(lifetime, at->process, event) = how;
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
