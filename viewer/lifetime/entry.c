#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_alike(const void *item, const void *key)
{
	const struct lifetime_entry *a = item;
	const struct lifetime_entry *b = key;

	return a->kind == b->kind && a->tag == b->tag && a->site == b->site &&
	       a->driver == b->driver && a->verdict == b->verdict;
}

static int describe(struct lifetime *lifetime, struct lifetime_entry *entry,
	const struct object *object, const struct judgement *judgement)
{
	const struct driver *driver = object->driver;
	const struct object *owner = object_find_owner(lifetime, object);
	int status;

	*entry = (struct lifetime_entry){
		.verdict = judgement->verdict,
		.cause = judgement->cause,
		.process = driver->process->index,
		.driver = driver->name,
		.tag = object->tag,
		.site = object->site,
		.context = object->context,
		.owner_path = object->owner_path,
		.handle = object->handle,
		.owner = object->owner,
		.acquired_ns = object->acquired_ns,
		.due_ns = judgement->due_ns,
		.cycles = driver->known_as ? driver->known_as->cycles : 0,
	};
	status = process_kind(&lifetime->processes, &entry->kind, driver->process, object->kind);
	if (status == 0 && owner)
		status = process_kind(
			&lifetime->processes, &entry->owner_kind, driver->process, owner->kind);
	return status;
}

static void describe_loss(const struct lifetime *lifetime, struct lifetime_entry *entry)
{
	const struct process *process = lifetime->processes.items[entry->process - 1];
	struct loss loss = { .begin_ns = 1 };

	if (entry->verdict != LIFETIME_UNCERTAIN)
		return;
	lifetime_has_loss(lifetime, process, entry->acquired_ns, entry->due_ns, &loss);
	entry->lost_count = loss.count;
	entry->lost_begin_ns = loss.begin_ns;
	entry->lost_end_ns = loss.end_ns;
}

int entry_add(struct lifetime *lifetime, struct lifetime_entry **out, const struct object *object,
	const struct judgement *judgement)
{
	struct lifetime_entry described;
	struct lifetime_entry *entry;
	uint64_t hash;
	int status = describe(lifetime, &described, object, judgement);

	if (status < 0)
		return status;
	hash = hash_number(hash_number(described.kind, described.tag), described.site);
	entry = table_find(&lifetime->entries, hash, is_alike, &described);
	if (!entry) {
		entry = malloc(sizeof(*entry));
		if (!entry)
			return -ENOMEM;
		*entry = described;
		describe_loss(lifetime, entry);
		status = table_add(&lifetime->entries, hash, entry);
		if (status < 0) {
			free(entry);
			return status;
		}
	}
	*out = entry;
	return 0;
}

void entry_count(struct lifetime_entry *entry, const struct object *object)
{
	double cycle = object->driver->cycle;
	double bytes = (double)object->size_bytes;

	entry->count++;
	entry->size_bytes += object->size_bytes;
	entry->failed_count += object->driver->has_entry_failed;
	/* Loads in other processes are no further cycles of this one. */
	if (object->driver->process->index != entry->process)
		return;
	entry->object_sums[0] += 1;
	entry->object_sums[1] += cycle;
	entry->object_sums[2] += cycle * cycle;
	entry->byte_sums[0] += bytes;
	entry->byte_sums[1] += bytes * cycle;
	entry->byte_sums[2] += bytes * cycle * cycle;
}

/*
 * Least squares over the points (cycle, all that is unreleased of it and of earlier cycles), for
 * cycles 1 to n. An amount x of cycle c adds x to the points c to n, so sums of x, x*c and x*c*c
 * say it all. What only the first cycle leaves behind, a cache, has slope 0.
 */
static double slope(const double sums[3], double n)
{
	double points = sums[0] * (n + 1) - sums[1];
	double moments = sums[0] * n * (n + 1) / 2 - (sums[2] - sums[1]) / 2;
	double cycles = n * (n + 1) / 2;
	double squares = n * (n + 1) * (2 * n + 1) / 6;

	if (n < 2)
		return 0;
	return (n * moments - cycles * points) / (n * squares - cycles * cycles);
}

static int compare(const void *a, const void *b)
{
	const struct lifetime_entry *const *x = a;
	const struct lifetime_entry *const *y = b;
	uint64_t x_bytes = (*x)->size_bytes + (*x)->held_bytes;
	uint64_t y_bytes = (*y)->size_bytes + (*y)->held_bytes;

	if ((*x)->verdict != (*y)->verdict)
		return (*x)->verdict < (*y)->verdict ? -1 : 1;
	if (x_bytes != y_bytes)
		return x_bytes < y_bytes ? -1 : 1;
	if ((*x)->count != (*y)->count)
		return (*x)->count < (*y)->count ? -1 : 1;
	if ((*x)->acquired_ns != (*y)->acquired_ns)
		return (*x)->acquired_ns > (*y)->acquired_ns ? -1 : 1;
	return ((*x)->site > (*y)->site) - ((*x)->site < (*y)->site);
}

int entry_finish(struct lifetime *lifetime)
{
	struct lifetime_results *results = &lifetime->results;
	size_t position = 0;
	struct lifetime_entry *entry;

	results->entries = calloc(lifetime->entries.count + 1, sizeof(*results->entries));
	if (!results->entries)
		return -ENOMEM;
	while ((entry = table_next(&lifetime->entries, &position))) {
		entry->objects_per_cycle = slope(entry->object_sums, entry->cycles);
		entry->bytes_per_cycle = slope(entry->byte_sums, entry->cycles);
		entry->released_at = history_best(lifetime, entry->site);
		results->entries[results->entry_count++] = entry;
	}
	qsort(results->entries, results->entry_count, sizeof(struct lifetime_entry *), compare);
	for (size_t i = 0; i < results->entry_count; i++)
		results->entries[i]->index = (uint32_t)i;
	return 0;
}
