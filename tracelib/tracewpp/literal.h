/* String literals of C: what is between the quotes, with escapes resolved. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tracelib/tracewpp/pool.h"
#include "tracelib/tracewpp/token.h"

/*
 * Appends adjacent literals; __DATE__ and __TIME__ among them are marked, for literal_write(), and
 * PRIu64 and the like become what they stand for.
 * `offsets`, when given, gets for each byte where it stands in `text` (a size_t each). False: the
 * span is not made of literals alone.
 */
bool literal_read(struct text *out, struct text *offsets, const char *text, struct span span);

/* `bytes` as a literal of C, quotes included. */
void literal_write(struct text *out, const char *bytes, size_t size);
