#include "viewer/lifetime/internal.h"

#include <errno.h>
#include <stdlib.h>

static int reserve(struct lifetime *lifetime, uint32_t site)
{
	size_t capacity = lifetime->release_capacity ? lifetime->release_capacity : 64;
	struct lifetime_release **grown;

	if (site < lifetime->release_capacity)
		return 0;
	while (capacity <= site)
		capacity *= 2;
	grown = realloc(lifetime->releases, capacity * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	for (size_t i = lifetime->release_capacity; i < capacity; i++)
		grown[i] = NULL;
	lifetime->releases = grown;
	lifetime->release_capacity = capacity;
	return 0;
}

int history_count(struct lifetime *lifetime, const struct history_row *row)
{
	struct lifetime_release *release;
	int status = reserve(lifetime, row->acquire_site);

	if (status < 0)
		return status;
	for (release = lifetime->releases[row->acquire_site]; release; release = release->next)
		if (release->site == row->site && release->context == row->context)
			break;
	if (!release) {
		release = calloc(1, sizeof(*release));
		if (!release)
			return -ENOMEM;
		release->site = row->site;
		release->context = row->context;
		release->first_order = row->order;
		release->next = lifetime->releases[row->acquire_site];
		lifetime->releases[row->acquire_site] = release;
	}
	if (row->order < release->first_order)
		release->first_order = row->order;
	if (row->is_in_entry)
		release->entry_count += row->count;
	else if (row->has_entry_failed)
		release->failed_count += row->count;
	else
		release->good_count += row->count;
	return 0;
}

int history_add(struct lifetime *lifetime, const struct object *object, uint32_t site,
	uint32_t context, bool is_in_entry)
{
	const struct history_row row = { object->site, site, context, is_in_entry,
		object->driver->has_entry_failed, 1, lifetime->use_order };

	return history_count(lifetime, &row);
}

const struct lifetime_release *history_of(const struct lifetime *lifetime, uint32_t site)
{
	return site < lifetime->release_capacity ? lifetime->releases[site] : NULL;
}

/* The cleanup of a good run is the model; one on the way out of an entry is second best. */
static uint64_t weight(const struct lifetime_release *release)
{
	return 2 * release->good_count + release->entry_count + release->failed_count;
}

/* Of equals, the one that came up last. */
const struct lifetime_release *history_best(const struct lifetime *lifetime, uint32_t site)
{
	const struct lifetime_release *best = NULL;

	if (!site)
		return NULL;
	for (const struct lifetime_release *release = history_of(lifetime, site); release;
		release = release->next)
		if (!best || weight(release) > weight(best) ||
			(weight(release) == weight(best) &&
				release->first_order > best->first_order))
			best = release;

	return best;
}
