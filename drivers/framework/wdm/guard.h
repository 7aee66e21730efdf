/*
 * Guarded memory: each piece ends at a page that cannot be accessed, and when it is freed its own
 * pages cannot be either, for as long as a number of later ones are freed. So a driver that writes
 * beyond the end, or after the end, is caught on the line where it does. Knows nothing of pool.
 */
#pragma once

#include <ntdef.h>
#include <stdbool.h>

#include "drivers/framework/wdm/io.h"

/* What a report says of the piece; copied. */
struct ex_guard_label {
	const char *what; /* "pool": a static string */
	const char *driver;
	uint32_t tag;
	const void *site; /* where it was allocated */
};

/* Where an address lies, as to the guarded piece that it belongs to. */
struct ex_guard_place {
	char driver[64];
	const char *what;
	const void *memory;
	size_t size;
	uint32_t tag;
	const void *allocated_at;
	const void *freed_at; /* NULL: it is not freed */
	size_t beyond;        /* bytes between its end and the address */
	bool is_freed;
};

/* From now on memory is guarded. It stays so. */
IO_API void ex_guard_enable(void);
bool ex_guard_is_enabled(void);

/*
 * Memory that ends exactly at a guard page, so it is aligned only as its size is (but at least as
 * `alignment` when the size is a multiple of that). Not filled. NULL when there is none.
 */
void *ex_guard_create(size_t size, size_t alignment, const struct ex_guard_label *label);

/*
 * Frees it, at `site`. False when bytes before its beginning were written; it is freed all the
 * same.
 */
bool ex_guard_destroy(void *memory, const void *site);

/* The piece whose pages or guard hold the address. Takes no lock that it would wait for. */
IO_API bool ex_guard_find_now(struct ex_guard_place *out, const void *address);

/* The end of the process: gives back what is kept inaccessible. */
IO_API void ex_guard_finish(void);
