/*
 * The options of all commands: one table from which they are parsed and the help is printed, so
 * that both tell the same. Which command takes which is said by groups.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/reader/reader.h"
#include "viewer/report/analysis.h"

enum option_group {
	OPTIONS_RECORD = 1 << 0,  /* how a command is recorded */
	OPTIONS_REPORT = 1 << 1,  /* how a report is printed, and of what */
	OPTIONS_OBJECTS = 1 << 2, /* those of one report only */
	OPTIONS_INIT = 1 << 3,
	OPTIONS_LOG = 1 << 4,  /* how messages are printed, and which */
	OPTIONS_KEEP = 1 << 5, /* what of a recording is kept */
	OPTIONS_JOBS = 1 << 6, /* how many threads make a report */
};

struct options {
	/* OPTIONS_RECORD */
	const char *folder; /* NULL: not given */
	bool is_waiting;
	bool is_shared;
	bool is_tsc; /* the clock of the recording */

	/* OPTIONS_KEEP */
	uint8_t level;     /* of messages, and the more severe ones; 0: all */
	const char *flags; /* of messages, separated by commas; NULL: all */
	bool is_snapshot;
	const char *url; /* of a relay daemon; NULL: a folder is written */

	/* OPTIONS_LOG */
	bool is_following;

	/* OPTIONS_REPORT */
	enum reader_choice reader;
	size_t jobs; /* 0: as many as there are processors */
	struct report_options report;

	char **arguments; /* what follows the options, in order; ends with NULL */
	int argument_count;
};

enum options_condition {
	OPTIONS_WRONG = 1, /* said on stderr */
	OPTIONS_HELP,      /* the help is wanted */
};

/*
 * Parses `count` `arguments` of command `command`, which may reorder them: traces may stand before
 * options. With OPTIONS_RECORD the first one that is no option begins a command line.
 */
int options_parse(
	struct options *out, const char *command, unsigned int groups, int count, char **arguments);

/* The lines of the help that describe the options of `groups`. */
void options_print_help(unsigned int groups);
