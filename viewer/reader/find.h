/*
 * Finds the trace folders at or below given paths: those with a file named metadata. Knows nothing
 * of what is in them.
 */
#pragma once

#include <stddef.h>

#include "viewer/model/trace.h"

struct folder {
	char *path;       /* owned */
	const char *root; /* the given path it was found at or below */
};

struct folder_list {
	struct folder *folders; /* owned; sorted by path, for every given path */
	size_t count;
};

/*
 * Each folder is visited once, so that neither a link that leads back nor a path given twice reads
 * a trace twice. What cannot be searched, and a path without traces, is a problem in `list`.
 */
int folder_list_find(struct folder_list *out, const char *const *paths, size_t path_count,
	struct trace_list *list);
void folder_list_finish(struct folder_list *folders);
