#include "viewer/cli/command.h"

#include <stdlib.h>

#include "viewer/cli/options.h"
#include "viewer/cli/reporting.h"

static int run(const struct options *options)
{
	size_t count = (size_t)options->argument_count;
	const char *command = options->report.blame ? "leaks" : "init --blame";
	char *next = reporting_next_command(command, options->arguments, count);
	int status = reporting_run("init", options, options->arguments, count, next);

	free(next);
	return status;
}

const struct command command_init = {
	.name = "init",
	.summary = "Where the initialisation of drivers spent its time",
	.arguments = "TRACE...",
	.notes = "TRACE is any folder that holds CTF traces, at any depth.\n"
		 "Exit status: 0; 2 wrong call, or not everything could be read.",
	.groups = OPTIONS_INIT | OPTIONS_REPORT,
	.run = run,
};
