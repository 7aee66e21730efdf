#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdlib.h>

enum {
	MAX_DEPTH = 64
};

bool lifetime_has_loss(const struct lifetime *lifetime, const struct process *process,
	int64_t begin_ns, int64_t end_ns, struct loss *sum)
{
	bool has_loss = false;

	if (process->index <= lifetime->process_loss_count)
		has_loss = loss_log_overlaps(
			&lifetime->process_losses[process->index - 1], begin_ns, end_ns, sum);
	for (size_t i = 0; i < process->trace_count; i++) {
		uint32_t trace = process->traces[i];

		/* What the tracer reported shows as gaps too: gaps are counted only without it. */
		if (trace < lifetime->trace_loss_count) {
			struct loss reported = { .begin_ns = 1 };

			if (loss_log_overlaps(&lifetime->trace_losses[trace], begin_ns, end_ns,
				    sum ? &reported : NULL)) {
				has_loss = true;
				if (sum)
					*sum = reported;
			}
		}
	}
	return has_loss;
}

static struct judgement due(const struct object *object)
{
	const struct driver *driver = object->driver;
	struct judgement judgement = { LIFETIME_LEAKED, LIFETIME_CAUSE_NONE, 0 };

	if (object->orphaned_ns) {
		judgement.cause = LIFETIME_CAUSE_PARENT;
		judgement.due_ns = object->orphaned_ns;
	} else if (driver->id && driver->has_entry_failed) {
		judgement.cause = LIFETIME_CAUSE_FAILED_ENTRY;
		judgement.due_ns = driver->has_ended ? driver->ended_ns : driver->failed_ns;
	} else if (driver->id && driver->has_ended) {
		judgement.cause = LIFETIME_CAUSE_UNLOAD;
		judgement.due_ns = driver->ended_ns;
	}
	if (judgement.due_ns && judgement.due_ns < object->acquired_ns)
		judgement.due_ns = object->acquired_ns;
	return judgement;
}

struct judgement verdict_of(const struct lifetime *lifetime, const struct object *object)
{
	const struct process *process = object->driver->process;
	struct judgement judgement = due(object);

	if (judgement.cause == LIFETIME_CAUSE_NONE) {
		judgement.verdict = process_is_dead(&lifetime->processes, process)
					    ? LIFETIME_ABANDONED
					    : LIFETIME_ALIVE;
		return judgement;
	}
	if (lifetime_has_loss(lifetime, process, object->acquired_ns, judgement.due_ns, NULL))
		judgement.verdict = LIFETIME_UNCERTAIN;
	else if (reference_last(lifetime, object))
		judgement.cause = LIFETIME_CAUSE_REFERENCE;
	return judgement;
}

int verdict_tell(struct lifetime *lifetime, const struct object *object,
	enum lifetime_verdict verdict, enum lifetime_cause cause, int64_t ended_ns,
	uint32_t release_site, uint32_t release_context)
{
	const struct lifetime_observer *observer = lifetime->observer;
	struct lifetime_object told = {
		.verdict = verdict,
		.cause = cause,
		.process = object->driver->process->index,
		.driver = object->driver->name,
		.cycle = object->driver->cycle,
		.tag = object->tag,
		.site = object->site,
		.context = object->context,
		.release_site = release_site,
		.release_context = release_context,
		.handle = object->handle,
		.owner = object->owner,
		.size_bytes = object->size_bytes,
		.order = object->order,
		.acquired_ns = object->acquired_ns,
		.ended_ns = ended_ns,
	};
	int status;

	if (!observer->object)
		return 0;
	status = process_kind(
		&lifetime->processes, &told.kind, object->driver->process, object->kind);
	return status < 0 ? status : observer->object(observer->data, &told);
}

static int compare(const void *a, const void *b)
{
	const struct object *const *x = a;
	const struct object *const *y = b;

	return ((*x)->order > (*y)->order) - ((*x)->order < (*y)->order);
}

/* All that was never released, by order of acquisition: the results do not depend on hashing. */
static int collect(const struct lifetime *lifetime, struct object ***out, size_t *count)
{
	struct object **objects = NULL;
	size_t total = 0;
	size_t filled = 0;
	size_t position = 0;
	struct driver *driver;

	while ((driver = table_next(&lifetime->drivers, &position)))
		for (const struct object *object = driver->first; object; object = object->next)
			total++;
	objects = calloc(total + 1, sizeof(struct object *));
	if (!objects)
		return -ENOMEM;
	position = 0;
	while ((driver = table_next(&lifetime->drivers, &position)))
		for (struct object *object = driver->first; object; object = object->next)
			objects[filled++] = object;
	qsort(objects, total, sizeof(struct object *), compare);
	*out = objects;
	*count = total;
	return 0;
}

static const struct object *holder_of(const struct lifetime *lifetime, const struct object *object)
{
	const struct object *owner;

	if (object->flags & OBJECT_IS_DETACHED || object->orphaned_ns)
		return NULL;
	owner = object_find_owner(lifetime, object);
	if (!owner || (owner->order > object->order && !(object->flags & OBJECT_IS_TRANSFERRED)))
		return NULL;
	return owner;
}

/* A trace may say that objects own each other: nobody is on top of such a ring but oneself. */
static const struct object *find_top(const struct lifetime *lifetime, const struct object *object)
{
	const struct object *top = object;
	const struct object *owner;

	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		owner = holder_of(lifetime, top);
		if (!owner)
			return top;
		if (owner == object)
			return object;
		top = owner;
	}
	return object;
}

/* Whether it came before the WDFDRIVER, or before a WdfDriverCreate that failed. */
static bool is_before_create(const struct object *object)
{
	const struct driver *driver = object->driver;

	if (!(object->flags & OBJECT_IN_ENTRY) || object->kind == KIND_WDFDRIVER)
		return false;
	if (driver->wdfdriver_order)
		return object->order < driver->wdfdriver_order;
	return driver->tried_create || (driver->everywhere && driver->everywhere->has_wdfdriver);
}

static int tell_order(struct lifetime *lifetime, const struct object *object,
	const struct judgement *judgement, const struct lifetime_finding *finding)
{
	struct lifetime_finding order = *finding;

	if (judgement->cause != LIFETIME_CAUSE_FAILED_ENTRY || !is_before_create(object))
		return 0;
	order.severity = RULE_ERROR;
	return finding_add(lifetime,
		object->kind == KIND_TRACING ? "wpp-init-before-driver-create"
					     : "acquired-before-driver-create",
		&order);
}

/* WPP has a rule of its own, which the end of its tracing may have told already. */
static int tell_tracing(
	struct lifetime *lifetime, struct driver *driver, const struct lifetime_finding *finding)
{
	if (driver->has_tracing_finding)
		return 0;
	driver->has_tracing_finding = true;
	return finding_add(lifetime, "wpp-not-cleaned-up", finding);
}

static int tell_reference(
	struct lifetime *lifetime, const struct object *object, struct lifetime_finding finding)
{
	const struct reference *reference = reference_last(lifetime, object);

	finding.other_site = finding.site;
	finding.site = reference->site;
	finding.file = reference->file;
	finding.line = reference->line;
	return finding_add(lifetime, "reference-leaked", &finding);
}

static int tell_leak(
	struct lifetime *lifetime, const struct object *object, const struct judgement *judgement)
{
	struct lifetime_finding finding = finding_of(object, object->acquired_ns);
	int status;

	if (judgement->verdict != LIFETIME_LEAKED || (object->flags & OBJECT_IS_TOLD))
		return 0;
	if (judgement->cause == LIFETIME_CAUSE_REFERENCE)
		return tell_reference(lifetime, object, finding);
	if (object->kind == KIND_TRACING && object->driver->is_wpp)
		status = tell_tracing(lifetime, object->driver, &finding);
	else if (object->flags & OBJECT_IS_QUEUED)
		status = finding_add(lifetime, "reinitialise-never-runs", &finding);
	else if (judgement->cause == LIFETIME_CAUSE_FAILED_ENTRY)
		status = finding_add(lifetime, "leaked-by-failed-entry", &finding);
	else if (judgement->cause == LIFETIME_CAUSE_PARENT)
		status = finding_add(lifetime, "child-outlives-parent", &finding);
	else if (object->kind == KIND_DEVICE)
		status = finding_add(lifetime, "device-left-behind", &finding);
	else
		status = finding_add(lifetime, "leaked-at-unload", &finding);
	return status < 0 ? status : tell_order(lifetime, object, judgement, &finding);
}

static int judge(struct lifetime *lifetime, struct object *object)
{
	struct judgement judgement = verdict_of(lifetime, object);
	const struct object *top = find_top(lifetime, object);
	struct judgement top_judgement = judgement;
	struct lifetime_entry *entry;
	int status;

	if (top != object)
		top_judgement = verdict_of(lifetime, top);
	status = entry_add(lifetime, &entry, top, &top_judgement);
	if (status < 0)
		return status;
	if (top == object) {
		object->is_top = true;
		entry_count(entry, object);
		status = tell_leak(lifetime, object, &judgement);
	} else {
		entry->held_count++;
		entry->held_bytes += object->size_bytes;
	}
	if (status < 0)
		return status;
	return verdict_tell(
		lifetime, object, judgement.verdict, judgement.cause, judgement.due_ns, 0, 0);
}

int verdict_give(struct lifetime *lifetime)
{
	struct object **objects;
	size_t count;
	int status = collect(lifetime, &objects, &count);

	if (status < 0)
		return status;
	for (size_t i = 0; i < count && status == 0; i++)
		status = judge(lifetime, objects[i]);
	free(objects);
	if (status == 0)
		status = entry_finish(lifetime);
	if (status == 0)
		status = ladder_build(lifetime);
	if (status == 0)
		status = finding_finish(lifetime);
	return status;
}
