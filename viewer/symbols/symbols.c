#include "viewer/symbols/symbols.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/symbols/symbols_module.h"

struct place {
	uint64_t address;
	struct location location;
};

/* A module, and the places in it that were asked for: an open hash table by address. */
struct entry {
	char *path;                    /* owned */
	char *build_id;                /* owned */
	struct symbols_module *module; /* owned */
	struct place *places;          /* owned */
	size_t place_count;
	size_t place_capacity; /* a power of two, or 0; a place without a location is free */
};

struct symbols {
	struct entry *entries; /* owned */
	size_t entry_count;
	size_t last; /* the entry used last */
};

int symbols_create(struct symbols **out)
{
	struct symbols *symbols = calloc(1, sizeof(*symbols));

	if (!symbols)
		return -ENOMEM;
	*out = symbols;
	return 0;
}

static void finish_entry(struct entry *entry)
{
	free(entry->path);
	free(entry->build_id);
	symbols_module_close(entry->module);
	free(entry->places);
}

void symbols_destroy(struct symbols *symbols)
{
	if (!symbols)
		return;
	for (size_t i = 0; i < symbols->entry_count; i++)
		finish_entry(&symbols->entries[i]);
	free(symbols->entries);
	free(symbols);
}

static bool is_entry(const struct entry *entry, const char *path, const char *build_id)
{
	return strcmp(entry->path, path) == 0 && strcmp(entry->build_id, build_id) == 0;
}

static int add_entry(struct symbols *symbols, const char *path, const char *build_id)
{
	struct entry entry = { .path = strdup(path), .build_id = strdup(build_id) };
	struct entry *grown =
		realloc(symbols->entries, (symbols->entry_count + 1) * sizeof(*grown));
	int ret = -ENOMEM;

	if (grown)
		symbols->entries = grown;
	if (grown && entry.path && entry.build_id)
		ret = symbols_module_open(&entry.module, path, build_id);
	if (ret < 0) {
		finish_entry(&entry);
		return ret;
	}
	symbols->last = symbols->entry_count;
	symbols->entries[symbols->entry_count++] = entry;
	return 0;
}

static int find_entry(
	struct symbols *symbols, const char *path, const char *build_id, struct entry **out)
{
	size_t i = symbols->last;
	int ret;

	if (i >= symbols->entry_count || !is_entry(&symbols->entries[i], path, build_id))
		for (i = 0; i < symbols->entry_count; i++)
			if (is_entry(&symbols->entries[i], path, build_id))
				break;
	if (i == symbols->entry_count) {
		ret = add_entry(symbols, path, build_id);
		if (ret < 0)
			return ret;
	}
	symbols->last = i;
	*out = &symbols->entries[i];
	return 0;
}

static bool is_free(const struct place *place)
{
	return !place->location.function && !place->location.missing;
}

static struct place *find_place(struct place *places, size_t capacity, uint64_t address)
{
	size_t i = (size_t)(address * 0x9e3779b97f4a7c15 >> 32) & (capacity - 1);

	while (!is_free(&places[i]) && places[i].address != address)
		i = (i + 1) & (capacity - 1);
	return &places[i];
}

static int grow(struct entry *entry)
{
	size_t capacity = entry->place_capacity ? entry->place_capacity * 2 : 64;
	struct place *places = calloc(capacity, sizeof(*places));

	if (!places)
		return -ENOMEM;
	for (size_t i = 0; i < entry->place_capacity; i++)
		if (!is_free(&entry->places[i]))
			*find_place(places, capacity, entry->places[i].address) = entry->places[i];
	free(entry->places);
	entry->places = places;
	entry->place_capacity = capacity;
	return 0;
}

int symbols_find(struct symbols *symbols, const char *module_path, const char *build_id,
	uint64_t offset, bool is_return_address, struct location *out)
{
	/* The address before the one returned to is inside the call. */
	uint64_t address = offset - (is_return_address && offset > 0);
	struct entry *entry;
	struct place *place;
	int ret = find_entry(symbols, module_path, build_id, &entry);

	if (ret < 0)
		return ret;
	if (2 * (entry->place_count + 1) > entry->place_capacity) {
		ret = grow(entry);
		if (ret < 0)
			return ret;
	}
	place = find_place(entry->places, entry->place_capacity, address);
	if (is_free(place)) {
		place->address = address;
		symbols_module_find(entry->module, address, &place->location);
		entry->place_count++;
	}
	*out = place->location;
	return 0;
}
