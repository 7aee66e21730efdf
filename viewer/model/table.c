#include "viewer/model/table.h"

#include <errno.h>
#include <stdlib.h>

void table_init(struct table *table)
{
	*table = (struct table){ 0 };
}

void table_finish(struct table *table)
{
	free(table->slots);
	table_init(table);
}

void *table_find(const struct table *table, uint64_t hash, table_match *matches, const void *key)
{
	size_t mask = table->capacity - 1;

	if (!table->capacity)
		return NULL;
	for (size_t i = hash & mask; table->slots[i].item; i = (i + 1) & mask)
		if (table->slots[i].hash == hash && matches(table->slots[i].item, key))
			return table->slots[i].item;

	return NULL;
}

static void put(struct table *table, uint64_t hash, void *item)
{
	size_t mask = table->capacity - 1;
	size_t i = hash & mask;

	while (table->slots[i].item)
		i = (i + 1) & mask;
	table->slots[i] = (struct table_slot){ hash, item };
}

static int grow(struct table *table)
{
	struct table old = *table;
	size_t capacity = old.capacity ? old.capacity * 2 : 16;
	struct table_slot *slots = calloc(capacity, sizeof(*slots));

	if (!slots)
		return -ENOMEM;
	table->slots = slots;
	table->capacity = capacity;
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i].item)
			put(table, old.slots[i].hash, old.slots[i].item);
	free(old.slots);
	return 0;
}

int table_add(struct table *table, uint64_t hash, void *item)
{
	if ((table->count + 1) * 4 > table->capacity * 3) {
		int status = grow(table);

		if (status < 0)
			return status;
	}
	put(table, hash, item);
	table->count++;
	return 0;
}

/* Closes the gap, so that no search stops short of an item behind it. */
static void close_gap(struct table *table, size_t gap)
{
	size_t mask = table->capacity - 1;

	for (size_t i = (gap + 1) & mask; table->slots[i].item; i = (i + 1) & mask) {
		size_t home = table->slots[i].hash & mask;

		if (((i - home) & mask) >= ((i - gap) & mask)) {
			table->slots[gap] = table->slots[i];
			gap = i;
		}
	}
	table->slots[gap] = (struct table_slot){ 0 };
}

void table_remove(struct table *table, uint64_t hash, const void *item)
{
	size_t mask = table->capacity - 1;

	if (!table->capacity)
		return;
	for (size_t i = hash & mask; table->slots[i].item; i = (i + 1) & mask) {
		if (table->slots[i].item == item) {
			table->count--;
			close_gap(table, i);
			return;
		}
	}
}

void *table_next(const struct table *table, size_t *position)
{
	while (*position < table->capacity) {
		void *item = table->slots[(*position)++].item;

		if (item)
			return item;
	}
	return NULL;
}

/* FNV-1a, and a finisher, because its low bits alone spread badly over short keys. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;
	uint64_t hash = seed ^ 0xcbf29ce484222325;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ byte[i]) * 0x100000001b3;
	return hash ^ hash >> 32;
}
