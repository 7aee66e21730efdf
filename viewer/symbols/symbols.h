/*
 * Function and source line of a call site, from the module's file (or its separate debug file):
 * found by path, believed only when the build id is the recorded one. Knows nothing of traces.
 * Built on elfutils; without it, symbols_none.c says that nothing is known.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct symbols;

/* Where a call stands. Borrowed from `symbols`. Unknown parts are NULL and 0. */
struct location {
	const char *function;
	const char *file; /* as the compiler recorded it */
	uint32_t line;
	const char *missing; /* why function or file are unknown, for the user; NULL: known */
};

int symbols_create(struct symbols **out);
void symbols_destroy(struct symbols *symbols);

/*
 * `offset` is a return address relative to the module's load base; the call before it is looked up
 * when `is_return_address`, the address itself (a callback's) otherwise. `build_id` is hex, ""
 * when the trace does not tell. Always fills `out`; negative only when memory ran out.
 */
int symbols_find(struct symbols *symbols, const char *module_path, const char *build_id,
	uint64_t offset, bool is_return_address, struct location *out);
