/* A message's format: the specifiers in it, in order, with their types. */
#pragma once

#include "tracelib/tracewpp/pool.h"
#include "tracelib/tracewpp/types.h"

#define FORMAT_ARGUMENTS_MAX 64

struct specifier {
	const char *text; /* without % and modifiers: d, I64x, !STATUS! */
	const struct type *type;
};

struct format {
	struct specifier specifiers[FORMAT_ARGUMENTS_MAX];
	size_t count; /* of those that take an argument */
};

/*
 * Adds the specifiers of `text`. False: `reason` says what is wrong at byte `at` of it.
 */
bool format_read(struct format *out, size_t *at, const char **reason, const struct types *types,
	const struct text *text);

/*
 * In a Linux program a long has 8 bytes, not 4 as in a Windows driver: %ld becomes %lld. `offsets`
 * has a size_t for each byte of the format, as literal_read() gives them.
 */
void format_widen_longs(struct text *format, struct text *offsets);
