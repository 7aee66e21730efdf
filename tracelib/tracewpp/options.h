/* The command line, as WPP's own tool takes it, and what it names. */
#pragma once

#include <stdbool.h>

#include "tracelib/tracewpp/pool.h"

struct options {
	struct list sources;
	struct list functions;
	struct list scans;
	struct list inis;
	struct list projects;
	struct list defines;
	struct list controls; /* GUIDs */
	struct list folders;  /* where quoted headers are looked for, too */
	const char *module;   /* what the prefix of messages calls the driver; NULL: its name */
	const char *output;   /* folder of the generated files */
	const char *depfile;  /* NULL: none */
	bool is_counting;     /* tell of each file how many messages it has; write nothing */
};

/* NULL, or what is wrong with the arguments. */
const char *options_read(struct options *out, int count, char **arguments);
/* One more, from a project. */
const char *options_read_one(struct options *out, const char *argument);
