#include "viewer/cli/command.h"

#include <stdlib.h>

#include "viewer/cli/options.h"
#include "viewer/cli/reporting.h"

static int run(const struct options *options)
{
	size_t count = (size_t)options->argument_count;
	char *next = reporting_next_command("leaks", options->arguments, count);
	int status = reporting_run("objects", options, options->arguments, count, next);

	free(next);
	return status;
}

const struct command command_objects = {
	.name = "objects",
	.summary = "Every resource and object, from its acquire to its release",
	.arguments = "TRACE...",
	.notes = "TRACE is any folder that holds CTF traces, at any depth. TIME is a "
		 "distance\n"
		 "from the first event as reports print it (+1.5ms), nanoseconds since 1970, or a "
		 "date.\n"
		 "Exit status: 0; 2 wrong call, or not everything could be read.",
	.groups = OPTIONS_OBJECTS | OPTIONS_REPORT,
	.run = run,
};
