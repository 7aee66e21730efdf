#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int add_rung(struct lifetime_failure *failure, const struct lifetime_entry *entry,
	const struct object *object)
{
	struct lifetime_rung *grown;

	for (size_t i = 0; i < failure->rung_count; i++) {
		if (failure->rungs[i].entry == entry) {
			failure->rungs[i].count++;
			failure->rungs[i].size_bytes += object->size_bytes;
			return 0;
		}
	}
	grown = realloc(failure->rungs, (failure->rung_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	failure->rungs = grown;
	failure->rungs[failure->rung_count++] =
		(struct lifetime_rung){ entry, 1, object->size_bytes };
	return 0;
}

/* What a cleanup path of the entry would have had to undo, the last acquired first. */
static int climb(
	struct lifetime *lifetime, struct lifetime_failure *failure, const struct driver *driver)
{
	for (const struct object *object = driver->last; object; object = object->previous) {
		const struct judgement judgement = verdict_of(lifetime, object);
		struct lifetime_entry *entry;
		int status;

		if (!(object->flags & OBJECT_IS_TOP) || judgement.verdict < LIFETIME_UNCERTAIN ||
			object->acquired_ns > driver->failed_ns)
			continue;
		status = entry_add(lifetime, &entry, object, &judgement);
		if (status == 0)
			status = add_rung(failure, entry, object);
		if (status < 0)
			return status;
	}
	return 0;
}

static bool is_alike(const struct lifetime_failure *a, const struct lifetime_failure *b)
{
	if (a->driver != b->driver || a->status != b->status || a->entry != b->entry ||
		a->span != b->span || a->fault_point != b->fault_point ||
		a->rung_count != b->rung_count)
		return false;
	for (size_t i = 0; i < a->rung_count; i++)
		if (a->rungs[i].entry != b->rungs[i].entry ||
			a->rungs[i].count != b->rungs[i].count)
			return false;

	return true;
}

/* Takes the rungs over, or frees them. */
static int add_failure(struct lifetime_results *results, struct lifetime_failure *failure)
{
	struct lifetime_failure *grown;

	for (size_t i = 0; i < results->failure_count; i++) {
		if (is_alike(&results->failures[i], failure)) {
			results->failures[i].cycles++;
			free(failure->rungs);
			return 0;
		}
	}
	grown = realloc(results->failures, (results->failure_count + 1) * sizeof(*grown));
	if (!grown) {
		free(failure->rungs);
		return -ENOMEM;
	}
	results->failures = grown;
	results->failures[results->failure_count++] = *failure;
	return 0;
}

static int build(struct lifetime *lifetime, const struct driver *driver)
{
	struct lifetime_failure failure = {
		.process = driver->process->index,
		.driver = driver->name,
		.status = driver->entry_status,
		.entry = driver->entry_span,
		.span = driver->failed_span,
		.fault_point = driver->fault_point,
		.fault_site = driver->fault_site,
		.cycles = 1,
		.failed_ns = driver->failed_ns,
	};
	int status = climb(lifetime, &failure, driver);

	if (status < 0 || !failure.rung_count) {
		free(failure.rungs);
		return status;
	}
	return add_failure(&lifetime->results, &failure);
}

static int compare(const void *a, const void *b)
{
	const struct driver *const *x = a;
	const struct driver *const *y = b;

	if ((*x)->failed_ns != (*y)->failed_ns)
		return (*x)->failed_ns < (*y)->failed_ns ? -1 : 1;
	if ((*x)->process->index != (*y)->process->index)
		return (*x)->process->index < (*y)->process->index ? -1 : 1;
	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

int ladder_build(struct lifetime *lifetime)
{
	struct driver **failed = calloc(lifetime->drivers.count + 1, sizeof(*failed));
	size_t count = 0;
	size_t position = 0;
	struct driver *driver;
	int status = 0;

	if (!failed)
		return -ENOMEM;
	while ((driver = table_next(&lifetime->drivers, &position)))
		if (driver->has_entry_failed)
			failed[count++] = driver;
	qsort(failed, count, sizeof(struct driver *), compare);
	for (size_t i = 0; i < count && status == 0; i++)
		status = build(lifetime, failed[i]);
	free(failed);
	return status;
}
