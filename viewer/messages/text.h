/*
 * A text that is written from begin to end, and cleared to be written anew. Running out of memory
 * is remembered: the writer looks once, when the text is done.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	char *bytes; /* owned; not ended by a zero */
	size_t length;
	size_t capacity;
	bool is_failed;
};

void text_init(struct text *text);
void text_finish(struct text *text);

/* Makes room for `size` bytes more; false when there is no memory. */
bool text_reserve(struct text *text, size_t size);

/* What was written behind the end, into room that was made, up to `end`, belongs to it now. */
static inline void text_end(struct text *text, const char *end)
{
	text->length = (size_t)(end - text->bytes);
}

/* Inline, as it is most of what a log does. */
static inline void text_add(struct text *text, const char *bytes, size_t size)
{
	if (text->capacity - text->length < size && !text_reserve(text, size))
		return;
	if (size)
		memcpy(text->bytes + text->length, bytes, size);
	text->length += size;
}

static inline void text_add_string(struct text *text, const char *string)
{
	text_add(text, string, strlen(string));
}

void text_add_fill(struct text *text, char fill, size_t count);
void text_add_decimal(struct text *text, uint64_t number);
void text_add_signed(struct text *text, int64_t number);
/* In lower case, with zeros up to `width` digits. */
void text_add_hexadecimal(struct text *text, uint64_t number, size_t width);
void text_add_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What comes from a trace: nothing in it moves a cursor or ends a line. */
void text_add_escaped(struct text *text, const char *bytes, size_t size);
/* Written within quotes of JSON; `bytes` must be escaped already, but for tabs. */
void text_add_quoted(struct text *text, const char *bytes, size_t size);
