#include "viewer/messages/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/messages/digits.h"
#include "viewer/model/escape.h"

enum {
	FIRST_CAPACITY = 4096
};

void text_init(struct text *text)
{
	*text = (struct text){ 0 };
}

void text_finish(struct text *text)
{
	free(text->bytes);
	*text = (struct text){ 0 };
}

bool text_reserve(struct text *text, size_t size)
{
	size_t capacity = text->capacity ? text->capacity : FIRST_CAPACITY;
	char *grown;

	if (text->capacity - text->length >= size)
		return true;
	while (capacity - text->length < size)
		capacity *= 2;
	grown = realloc(text->bytes, capacity);
	if (!grown) {
		text->is_failed = true;
		return false;
	}
	text->bytes = grown;
	text->capacity = capacity;
	return true;
}

void text_add_fill(struct text *text, char fill, size_t count)
{
	if (!count || !text_reserve(text, count))
		return;
	memset(text->bytes + text->length, fill, count);
	text->length += count;
}

void text_add_decimal(struct text *text, uint64_t number)
{
	if (text_reserve(text, DIGITS_ROOM))
		text_end(text, digits_put_decimal(text->bytes + text->length, number));
}

void text_add_signed(struct text *text, int64_t number)
{
	if (text_reserve(text, DIGITS_ROOM))
		text_end(text, digits_put_signed(text->bytes + text->length, number));
}

void text_add_hexadecimal(struct text *text, uint64_t number, size_t width)
{
	if (text_reserve(text, DIGITS_ROOM))
		text_end(text, digits_put_hexadecimal(text->bytes + text->length, number,
				       width < 16 ? (unsigned int)width : 16, false));
}

void text_add_format(struct text *text, const char *format, ...)
{
	char bytes[512];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(bytes, sizeof(bytes), format, args);
	va_end(args);
	if (length > 0)
		text_add(text, bytes,
			(size_t)length < sizeof(bytes) ? (size_t)length : sizeof(bytes) - 1);
}

void text_add_escaped(struct text *text, const char *bytes, size_t size)
{
	while (size) {
		char escaped[ESCAPE_MAX_BYTES];
		size_t length = escape_clean_length(bytes, size);
		size_t taken = length;

		if (length) {
			text_add(text, bytes, length);
		} else {
			taken = escape_character(escaped, &length, bytes, size);
			text_add(text, escaped, length);
		}
		bytes += taken;
		size -= taken;
	}
}

/* Whether one of these eight bytes is `byte`. */
static inline uint64_t has_byte(uint64_t bytes, unsigned char byte)
{
	static const uint64_t each = 0x0101010101010101;
	uint64_t zeros = bytes ^ each * byte;

	return (zeros - each) & ~zeros & each * 0x80;
}

static inline bool is_quotable(uint64_t bytes)
{
	return has_byte(bytes, '"') | has_byte(bytes, '\\') | has_byte(bytes, '\t');
}

/* How many bytes JSON takes as they are, copied to `to`. */
static size_t copy_unquoted(char *to, const char *bytes, size_t size)
{
	uint64_t eight;
	size_t at = 0;

	for (; size - at >= sizeof(eight); at += sizeof(eight)) {
		memcpy(&eight, bytes + at, sizeof(eight));
		if (is_quotable(eight))
			break;
		memcpy(to + at, &eight, sizeof(eight));
	}
	/* The last eight, some of them once more. */
	if (at && size - at < sizeof(eight)) {
		memcpy(&eight, bytes + size - sizeof(eight), sizeof(eight));
		if (!is_quotable(eight)) {
			memcpy(to + size - sizeof(eight), &eight, sizeof(eight));
			return size;
		}
	}
	for (; at < size && bytes[at] != '"' && bytes[at] != '\\' && bytes[at] != '\t'; at++)
		to[at] = bytes[at];
	return at;
}

void text_add_quoted(struct text *text, const char *bytes, size_t size)
{
	while (text_reserve(text, size)) {
		size_t plain = copy_unquoted(text->bytes + text->length, bytes, size);

		text->length += plain;
		if (plain == size)
			return;
		bytes += plain;
		size -= plain + 1;
		text_add(text, *bytes == '\t' ? "\\t" : *bytes == '"' ? "\\\"" : "\\\\", 2);
		bytes++;
	}
}
