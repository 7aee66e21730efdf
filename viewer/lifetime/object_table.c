#include "viewer/lifetime/object_table.h"

#include <errno.h>
#include <stdlib.h>

#include "viewer/lifetime/internal.h"

enum {
	FIRST_BITS = 4,
	HASH_BITS = 32,
};

static int add_chunk(struct object_pool *pool)
{
	struct object **grown =
		realloc(pool->chunks, (pool->chunk_count + 1) * sizeof(struct object *));
	struct object *chunk;

	if (!grown)
		return -ENOMEM;
	pool->chunks = grown;
	if (pool->chunk_count >= (size_t)1 << (HASH_BITS - OBJECT_CHUNK_BITS - 1))
		return -ENOMEM;
	chunk = malloc(OBJECT_CHUNK_COUNT * sizeof(*chunk));
	if (!chunk)
		return -ENOMEM;
	/* Number 0 is nobody's: it may be looked at, but is never given out. */
	for (size_t i = OBJECT_CHUNK_COUNT; i-- > (pool->chunk_count == 0);) {
		chunk[i].number = (uint32_t)(pool->chunk_count << OBJECT_CHUNK_BITS | i);
		chunk[i].next = pool->free;
		pool->free = &chunk[i];
	}
	grown[pool->chunk_count++] = chunk;
	return 0;
}

struct object *object_pool_take(struct object_pool *pool)
{
	struct object *object;

	if (!pool->free && add_chunk(pool) < 0)
		return NULL;
	object = pool->free;
	pool->free = object->next;
	return object;
}

void object_pool_give(struct object_pool *pool, struct object *object)
{
	object->next = pool->free;
	pool->free = object;
}

void object_pool_finish(struct object_pool *pool)
{
	for (size_t i = 0; i < pool->chunk_count; i++)
		free(pool->chunks[i]);
	free(pool->chunks);
	*pool = (struct object_pool){ 0 };
}

static int allocate(struct object_table *table, unsigned int bits)
{
	struct object_slot *slots = calloc((size_t)1 << bits, sizeof(*slots));

	if (!slots)
		return -ENOMEM;
	*table = (struct object_table){ slots, ((size_t)1 << bits) - 1, HASH_BITS - bits, 0 };
	return 0;
}

int object_table_init(struct object_table *table)
{
	return allocate(table, FIRST_BITS);
}

void object_table_finish(struct object_table *table)
{
	free(table->slots);
	*table = (struct object_table){ 0 };
}

static void put(struct object_table *table, struct object_slot put)
{
	struct object_slot *slot = object_table_slot(table, put.hash);

	while (slot->number)
		slot = object_table_after(table, slot);
	*slot = put;
	table->count++;
}

/* More slots than there are hashes would be of no use. */
static int grow(struct object_table *table)
{
	struct object_table grown;
	int status;

	if (table->shift == 1)
		return table->count < table->mask ? 0 : -ENOMEM;
	status = allocate(&grown, HASH_BITS - table->shift + 1);
	if (status < 0)
		return status;
	for (size_t i = 0; i <= table->mask; i++)
		if (table->slots[i].number)
			put(&grown, table->slots[i]);
	free(table->slots);
	*table = grown;
	return 0;
}

int object_table_add(struct object_table *table, uint32_t hash, uint32_t number)
{
	if (table->count * 2 > table->mask) {
		int status = grow(table);

		if (status < 0)
			return status;
	}
	put(table, (struct object_slot){ hash, number });
	return 0;
}

/* Closes the gap, so that no search stops short of what is behind it. */
static void close_gap(struct object_table *table, struct object_slot *gap)
{
	for (struct object_slot *slot = object_table_after(table, gap); slot->number;
		slot = object_table_after(table, slot)) {
		size_t home = slot->hash >> table->shift;
		size_t at = (size_t)(slot - table->slots);

		if (((at - home) & table->mask) >=
			((at - (size_t)(gap - table->slots)) & table->mask)) {
			*gap = *slot;
			gap = slot;
		}
	}
	gap->number = 0;
}

void object_table_remove(struct object_table *table, uint32_t hash, uint32_t number)
{
	struct object_slot *slot = object_table_slot(table, hash);

	while (slot->number != number)
		slot = object_table_after(table, slot);
	table->count--;
	close_gap(table, slot);
}
