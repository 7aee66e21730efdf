/*
 * Memory for what belongs to a batch of events: given out piece by piece, taken back all at once,
 * and kept for the next batch.
 */
#pragma once

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *first; /* owned, and so are those after it */
	struct arena_chunk *current;
};

/* Never fails. */
void arena_init(struct arena *arena);
void arena_finish(struct arena *arena);

/* Everything given out so far is void. */
void arena_reset(struct arena *arena);

/* `size` bytes, aligned for any number; NULL when memory ran out. */
void *arena_take(struct arena *arena, size_t size);
