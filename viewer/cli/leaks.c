#include "viewer/cli/command.h"

#include <stdlib.h>

#include "viewer/cli/options.h"
#include "viewer/cli/reporting.h"

static int run(const struct options *options)
{
	size_t count = (size_t)options->argument_count;
	char *next = reporting_next_command("objects --tree", options->arguments, count);
	int status = reporting_run("leaks", options, options->arguments, count, next);

	free(next);
	return status;
}

const struct command command_leaks = {
	.name = "leaks",
	.summary = "What was never released, and which rules were broken",
	.arguments = "TRACE...",
	.notes = "TRACE is any folder that holds CTF traces, at any depth.\n"
		 "Exit status: 0 clean; 1 something leaked or a rule was broken; 2 wrong call, or "
		 "not\n"
		 "everything could be read; 3 nothing found, but the traces are incomplete.",
	.groups = OPTIONS_REPORT | OPTIONS_JOBS,
	.run = run,
};
