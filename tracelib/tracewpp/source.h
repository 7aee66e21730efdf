/* The text of a file, positions in it, and what is said about them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tracelib/tracewpp/pool.h"

struct source {
	const char *path; /* as it was given */
	const char *name; /* without its folder */
	char *text;
	size_t size;
	size_t *lines; /* where each begins */
	size_t line_count;
};

struct place {
	size_t line; /* both from 1 */
	size_t column;
};

/*
 * NULL when it cannot be read (errno says why). The name's case does not matter where only another
 * one exists: these are paths of Windows. UTF-16 with a byte order mark becomes UTF-8.
 */
struct source *source_read(const char *path);
/* A text that is no file: an option. */
struct source *source_of(const char *path, const char *text);

struct place source_place(const struct source *source, size_t offset);

/* "path:line:column: error: text" on standard error; counted. */
void source_error(const struct source *source, size_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
size_t source_error_count(void);
/* "place: error: reason" on standard error, control characters made visible. */
void source_complain(const char *place, const char *reason);
