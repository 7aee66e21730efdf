/* One report over some traces, from the paths to the exit status. */
#pragma once

#include <stddef.h>

struct options;

/*
 * Prints `report` ("leaks", "objects", "init") of the traces below `paths` to stdout, and what
 * could not be read to stderr. `next_command` ends a text report; NULL: none does. Gives the exit
 * status: the report's verdict, or 2 when not everything could be read.
 */
int reporting_run(const char *report, const struct options *options, char *const *paths,
	size_t path_count, const char *next_command);

/*
 * "drvtrace " + `command` + `words`, quoted for a shell where they must be. To be freed; NULL when
 * memory ran out.
 */
char *reporting_next_command(const char *command, char *const *words, size_t count);
