/*
 * A hash table of borrowed items: open addressing with linear probing. The caller hashes, and says
 * whether an item has the key that is looked for. Knows nothing of what the items are.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_slot {
	uint64_t hash;
	void *item; /* NULL: free */
};

struct table {
	struct table_slot *slots; /* owned; `capacity` of them, a power of two, or NULL */
	size_t capacity;
	size_t count;
};

typedef bool table_match(const void *item, const void *key);

void table_init(struct table *table);
void table_finish(struct table *table);

/* NULL when there is none. */
void *table_find(const struct table *table, uint64_t hash, table_match *matches, const void *key);
/* Does not look whether an equal one is there. */
int table_add(struct table *table, uint64_t hash, void *item);
/* `item` itself, added with `hash`; nothing happens when it is not there. */
void table_remove(struct table *table, uint64_t hash, const void *item);
/* Walks in no useful order: begin with *position 0, ends with NULL. */
void *table_next(const struct table *table, size_t *position);

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t size);

/* The finisher of splitmix64. */
static inline uint64_t hash_number(uint64_t seed, uint64_t number)
{
	uint64_t hash = seed * 0x9e3779b97f4a7c15 + number + 0x9e3779b97f4a7c15;

	hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9;
	hash = (hash ^ hash >> 27) * 0x94d049bb133111eb;
	return hash ^ hash >> 31;
}
