/*
 * The little of C's lexical structure that finding calls needs: what is a comment, a literal, a
 * directive, an identifier, and where an argument ends. All work on a text that ends with 0, by
 * offset, and never go beyond it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tracelib/tracewpp/pool.h"

bool is_word_start(char c);
bool is_word(char c);

/* Behind white space, comments and line splices. */
size_t skip_space(const char *text, size_t at);
/* Behind the comment or splice that begins here; `at` itself when none does. */
size_t skip_comment(const char *text, size_t at);
/* Behind the string or character literal whose quote is at `at`, raw strings not known. */
size_t skip_literal(const char *text, size_t at);
size_t skip_word(const char *text, size_t at);
/* Behind the directive, with its continuation lines. */
size_t skip_directive(const char *text, size_t at);

/* A part of a text. */
struct span {
	size_t begin;
	size_t end;
};

#define SPANS_MAX 256

/*
 * The arguments between the parenthesis at `at` and its partner, trimmed. `end` is behind the
 * partner. False: it has none, or there are more than SPANS_MAX. "()" has none. Without a partner `end`
 * is where one could not be any more: the end of the text, or behind another's.
 */
bool split_arguments(struct span *out, size_t *count, size_t *end, const char *text, size_t at);

/* The same for the enumerators between braces, directives left out; at most `limit`. */
bool split_enumerators(
	struct span *out, size_t limit, size_t *count, size_t *end, const char *text, size_t at);

/* The text of a span with comments and line breaks made one blank. */
char *span_text(const char *text, struct span span);
bool span_is(const char *text, struct span span, const char *word);
