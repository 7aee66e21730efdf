/* Bounded copies of the strings that drivers pass. */
#pragma once

#include <stddef.h>
#include <string.h>

/* How much of `text` fits in `limit` bytes, its end included; cut between UTF-8 characters. */
static inline size_t text_fitting(const char *text, size_t limit)
{
	size_t length = strnlen(text, limit);

	if (length < limit)
		return length;
	length--;
	while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}
