/*
 * The live objects by process and handle: they are looked for with every event, and there may be
 * millions. A pool holds them, so that a slot needs no more than a number; the table is never more
 * than half full, so that what is looked for is nearly always in the first slot.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct object;

enum {
	OBJECT_CHUNK_BITS = 9,
	OBJECT_CHUNK_COUNT = 1 << OBJECT_CHUNK_BITS,
};

/* Memory for objects: what was given back last is taken next, while it is still cached. */
struct object_pool {
	struct object **chunks; /* owned, and so is each: OBJECT_CHUNK_COUNT objects */
	size_t chunk_count;
	struct object *free; /* object.next */
};

struct object_slot {
	uint32_t hash;
	uint32_t number; /* object.number; 0: free */
};

struct object_table {
	struct object_slot *slots; /* owned; a power of two of them */
	size_t mask;               /* their number, less one */
	unsigned int shift;        /* of a hash, so that its upper bits are left */
	size_t count;
};

/* Only its number is set; NULL when there is no memory. */
struct object *object_pool_take(struct object_pool *pool);
void object_pool_give(struct object_pool *pool, struct object *object);
void object_pool_finish(struct object_pool *pool);

int object_table_init(struct object_table *table);
void object_table_finish(struct object_table *table);

/* Handles are addresses: mostly neighbours, which this keeps apart. */
static inline uint32_t object_hash(uint32_t process, uint64_t handle)
{
	return (uint32_t)(((handle ^ (uint64_t)process << 48) * UINT64_C(0x9e3779b97f4a7c15)) >>
			  32);
}

/* The first slot that may have an object of this hash, and the one behind; a free one ends it. */
static inline struct object_slot *object_table_slot(const struct object_table *table, uint32_t hash)
{
	return &table->slots[hash >> table->shift];
}
static inline struct object_slot *object_table_after(
	const struct object_table *table, const struct object_slot *slot)
{
	return &table->slots[(size_t)(slot + 1 - table->slots) & table->mask];
}

int object_table_add(struct object_table *table, uint32_t hash, uint32_t number);
/* It must be there. */
void object_table_remove(struct object_table *table, uint32_t hash, uint32_t number);
