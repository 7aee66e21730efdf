/*
 * Text from a trace, made safe to print: what a terminal or a reader of JSON could take for more
 * than text becomes \xNN (bytes that are not UTF-8, control characters) or \u{NNNN} (characters
 * that turn the direction of text or break lines).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
	ESCAPE_MAX_BYTES = 16, /* what one character becomes */
};

/* Whether escape_text() would change nothing. */
bool escape_is_clean(const char *text);
/* A copy, to be freed; NULL when memory ran out. */
char *escape_text(const char *text);

/* How many of these bytes, which may hold zeros, can be printed as they are; from the first on. */
size_t escape_clean_length(const char *bytes, size_t size);
/* The same, but stops at anything beyond ASCII, and copies them to `to`. */
size_t escape_copy_plain(char *to, const char *bytes, size_t size);
/* What the character at `bytes` becomes, `*length` bytes of `out`; gives the bytes it takes. */
size_t escape_character(char *out, size_t *length, const char *bytes, size_t size);

/* Length in bytes of the UTF-8 character at `bytes`, 1 for a byte that begins none. */
size_t escape_character_length(const char *bytes, size_t size);
