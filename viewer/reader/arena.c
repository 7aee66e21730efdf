#include "viewer/reader/arena.h"

#include <stdalign.h>
#include <stdlib.h>

enum {
	CHUNK_BYTES = 32 * 1024
};

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

void arena_finish(struct arena *arena)
{
	while (arena->first) {
		struct arena_chunk *chunk = arena->first;

		arena->first = chunk->next;
		free(chunk);
	}
	arena->current = NULL;
}

void arena_reset(struct arena *arena)
{
	arena->current = arena->first;
	if (arena->current)
		arena->current->used = 0;
}

static struct arena_chunk *add_chunk(struct arena *arena, size_t size)
{
	struct arena_chunk **link = arena->current ? &arena->current->next : &arena->first;
	size_t bytes = size > CHUNK_BYTES ? size : CHUNK_BYTES;
	struct arena_chunk *chunk;

	/* One of an earlier batch that is large enough, or a new one before it. */
	if (*link && (*link)->size >= size) {
		(*link)->used = 0;
		return *link;
	}
	chunk = malloc(sizeof(*chunk) + bytes);
	if (!chunk)
		return NULL;
	*chunk = (struct arena_chunk){ .next = *link, .size = bytes };
	*link = chunk;
	return chunk;
}

void *arena_take(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->current;
	void *taken;

	size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	if (!chunk || chunk->size - chunk->used < size) {
		chunk = add_chunk(arena, size);
		if (!chunk)
			return NULL;
		arena->current = chunk;
	}
	taken = chunk->bytes + chunk->used;
	chunk->used += size;
	return taken;
}
