/* The C enums of a driver's sources, whose names its messages show. */
#pragma once

#include "tracelib/tracewpp/pool.h"
#include "tracelib/tracewpp/source.h"

struct enumeration {
	struct enumeration *next;
	const char *tag;
	const char *alias; /* of the typedef, "" when there is none */
	struct list names;
	struct list values; /* numbers where they could be computed, otherwise the names */
};

struct enums {
	struct enumeration *newest;
};

/* Every enum of the text. */
void enums_read(struct enums *enums, const struct source *source);

/* By tag or by the typedef's name; "A::B" is found as B, too. NULL: there is none. */
const struct enumeration *enums_find(const struct enums *enums, const char *tag);
