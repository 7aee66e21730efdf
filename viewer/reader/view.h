/*
 * A trace folder as babeltrace2 should see it: a temporary folder with links to the good files and
 * copies of the good parts of the others. Knows nothing of what is in them.
 */
#pragma once

#include <stddef.h>

struct inspection;

enum {
	VIEW_ALL = -1
};

/*
 * Makes the view below TMPDIR; `*path` is its folder, owned. With `only` it has but one of the
 * inspection's stream files. -errno of what failed.
 */
int view_create(char **path, const struct inspection *inspection, int only);

/* Removes the folder and frees the path; NULL is nothing. */
void view_destroy(char *path);
