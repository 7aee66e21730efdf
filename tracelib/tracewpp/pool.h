/*
 * Memory of one run: everything lives until the end and is freed at once. A build tool that cannot
 * have memory ends, so nothing here fails.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Zeroed. */
void *pool_take(size_t size);
char *pool_copy(const char *text, size_t length);
char *pool_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void pool_free_all(void);

/* A text that grows; always ends with 0. */
struct text {
	char *bytes;
	size_t size;
	size_t capacity;
};

void text_add(struct text *text, const char *bytes, size_t size);
void text_put(struct text *text, char byte);
void text_print(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprint(struct text *text, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
/* Percent-encoded but for [A-Za-z0-9_.-]. */
void text_encode(struct text *text, const char *bytes, size_t size);

/* A list of texts. */
struct list {
	const char **items;
	size_t count;
	size_t capacity;
};

void list_add(struct list *list, const char *item);
bool list_has(const struct list *list, const char *item);
