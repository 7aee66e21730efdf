#include "viewer/model/site.h"

#include <errno.h>
#include <stdlib.h>

void sites_init(struct sites *sites)
{
	*sites = (struct sites){ 0 };
}

void sites_finish(struct sites *sites)
{
	for (size_t i = 0; i < sites->count; i++)
		free(sites->items[i]);
	free(sites->items);
	table_finish(&sites->table);
	sites_init(sites);
}

/*
 * The build id says it all; without one the path does. A build that was copied is the same site,
 * two builds at one path are not.
 */
static bool is_same(const void *item, const void *key)
{
	const struct site *a = item;
	const struct site *b = key;

	return a->offset == b->offset && a->build_id == b->build_id && a->process == b->process &&
	       (a->build_id || a->module_path == b->module_path);
}

static uint64_t hash_site(const struct site *site)
{
	uint64_t hash = hash_number(site->build_id, site->offset);

	hash = hash_number(hash, site->process);
	return hash_number(hash, site->build_id ? 0 : site->module_path);
}

static int add(struct sites *sites, struct site **out, const struct site *site, uint64_t hash)
{
	struct site *copy;
	int status;

	if (sites->count == sites->capacity) {
		size_t capacity = sites->capacity ? sites->capacity * 2 : 64;
		struct site **grown = realloc(sites->items, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		sites->items = grown;
		sites->capacity = capacity;
	}
	copy = malloc(sizeof(*copy));
	if (!copy)
		return -ENOMEM;
	*copy = *site;
	copy->id = (uint32_t)sites->count + 1;
	status = table_add(&sites->table, hash, copy);
	if (status < 0) {
		free(copy);
		return status;
	}
	sites->items[sites->count++] = copy;
	*out = copy;
	return 0;
}

int sites_add(struct sites *sites, uint32_t *out, const struct site *site)
{
	uint64_t hash = hash_site(site);
	struct site *known = table_find(&sites->table, hash, is_same, site);

	if (!known) {
		int status = add(sites, &known, site, hash);

		if (status < 0)
			return status;
	}
	*out = known->id;
	return 0;
}

const struct site *sites_get(const struct sites *sites, uint32_t id)
{
	return id ? sites->items[id - 1] : NULL;
}
