#include "viewer/lifetime/fold_unknown.h"

#include <errno.h>
#include <stdlib.h>

int unknown_releases_init(struct unknown_releases *unknown, size_t capacity)
{
	*unknown = (struct unknown_releases){ 0 };
	unknown->items = malloc((capacity + 1) * sizeof(*unknown->items));
	return unknown->items ? 0 : -ENOMEM;
}

void unknown_releases_finish(struct unknown_releases *unknown)
{
	free(unknown->items);
}

static size_t place_of(const struct slice_release *release)
{
	return released_place((uint32_t)release->lane->thread->ids, release->handle, release->kind);
}

void unknown_releases_pass(struct unknown_releases *unknown, const struct slice_release *release)
{
	released_places_add(&unknown->taken, place_of(release));
}

bool unknown_releases_add(
	struct unknown_releases *unknown, const struct slice_release *release, bool is_remembered)
{
	size_t place = place_of(release);
	bool is_taken = release->is_place_taken || released_places_have(&unknown->taken, place);

	/* It takes no place, but what is acquired at the same address later does. */
	if (is_remembered && !is_taken && released_places_have(&unknown->uncertain, place))
		return false;
	released_places_add(&unknown->uncertain, place);
	unknown->items[unknown->count++] =
		(struct unknown_release){ release->ordinal, is_remembered && is_taken };
	return true;
}

static int compare(const void *a, const void *b)
{
	const uint32_t *ordinal = a;
	const struct unknown_release *item = b;

	return (*ordinal > item->ordinal) - (*ordinal < item->ordinal);
}

const struct unknown_release *unknown_releases_find(
	const struct unknown_releases *unknown, uint32_t ordinal)
{
	if (unknown->count == 0)
		return NULL;
	return bsearch(&ordinal, unknown->items, unknown->count, sizeof(*unknown->items), compare);
}
