/* Interned strings: each distinct one is kept once and has a number, from 1; 0 is "". */
#pragma once

#include "viewer/model/table.h"

struct string;

enum {
	STRINGS_RECENT_COUNT = 64
};

struct strings {
	struct table table;
	struct string *recent[STRINGS_RECENT_COUNT]; /* added lately; NULL: none */
	struct string **items; /* owned, and so is each; item i has the number i + 1 */
	size_t count;
	size_t capacity;
};

void strings_init(struct strings *strings);
void strings_finish(struct strings *strings);

int strings_add(struct strings *strings, uint32_t *out, const char *text);
/* Valid until strings_finish(). */
const char *strings_get(const struct strings *strings, uint32_t id);
