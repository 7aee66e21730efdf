#include "tracelib/tracewpp/pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct chunk {
	struct chunk *older;
	max_align_t bytes[];
};

static struct chunk *newest; /* owned, and so are the older ones behind it */

void *pool_take(size_t size)
{
	struct chunk *chunk = calloc(1, sizeof(*chunk) + size);

	if (!chunk) {
		fputs("tracewpp: out of memory\n", stderr);
		exit(1);
	}
	chunk->older = newest;
	newest = chunk;
	return chunk->bytes;
}

void pool_free_all(void)
{
	while (newest) {
		struct chunk *chunk = newest;

		newest = chunk->older;
		free(chunk);
	}
}

char *pool_copy(const char *text, size_t length)
{
	char *copy = pool_take(length + 1);

	memcpy(copy, text, length);
	return copy;
}

void text_add(struct text *text, const char *bytes, size_t size)
{
	if (text->size + size + 1 > text->capacity) {
		size_t capacity = 2 * (text->capacity + size) + 64;
		char *grown = pool_take(capacity);

		if (text->size)
			memcpy(grown, text->bytes, text->size);
		text->bytes = grown;
		text->capacity = capacity;
	}
	if (size)
		memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void text_put(struct text *text, char byte)
{
	text_add(text, &byte, 1);
}

void text_vprint(struct text *text, const char *format, va_list arguments)
{
	va_list again;
	int length;
	char *bytes;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, arguments);
	bytes = pool_take((size_t)length + 1);
	vsnprintf(bytes, (size_t)length + 1, format, again);
	va_end(again);
	text_add(text, bytes, (size_t)length);
}

void text_print(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_vprint(text, format, arguments);
	va_end(arguments);
}

char *pool_print(const char *format, ...)
{
	struct text text = { 0 };
	va_list arguments;

	va_start(arguments, format);
	text_vprint(&text, format, arguments);
	va_end(arguments);
	return text.bytes;
}

void text_encode(struct text *text, const char *bytes, size_t size)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789_.-";

	text_add(text, "", 0);
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] && strchr(plain, bytes[i]))
			text_put(text, bytes[i]);
		else {
			char encoded[4];

			snprintf(encoded, sizeof(encoded), "%%%02X", (unsigned char)bytes[i]);
			text_add(text, encoded, 3);
		}
	}
}

void list_add(struct list *list, const char *item)
{
	if (list->count == list->capacity) {
		size_t capacity = 2 * list->capacity + 8;
		const char **grown = pool_take(capacity * sizeof(*grown));

		if (list->count)
			memcpy(grown, list->items, list->count * sizeof(*grown));
		list->items = grown;
		list->capacity = capacity;
	}
	list->items[list->count++] = item;
}

bool list_has(const struct list *list, const char *item)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], item) == 0)
			return true;
	return false;
}
