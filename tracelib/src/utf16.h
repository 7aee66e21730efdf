/* UTF-16, as Windows drivers pass text, to UTF-8, as it is recorded. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Windows' counted strings. Sizes are in bytes. */
struct ansi_string {
	uint16_t length;
	uint16_t capacity;
	const char *buffer;
};

struct unicode_string {
	uint16_t length;
	uint16_t capacity;
	const uint16_t *buffer;
};

/*
 * As much of `units` as fits in `limit` bytes, without an end; half a surrogate pair becomes
 * U+FFFD. `units` need not be aligned. Returns the bytes written.
 */
size_t utf16_to_utf8(char *out, size_t limit, const void *units, size_t count);

/* Units in front of the 0, at most `limit`. */
size_t utf16_length(const void *units, size_t limit);
