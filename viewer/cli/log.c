#include "viewer/cli/command.h"

#include <stdlib.h>

#include "viewer/cli/message.h"
#include "viewer/cli/options.h"
#include "viewer/cli/reporting.h"

static int run(const struct options *options)
{
	if (options->is_following && options->argument_count != 1) {
		message_usage("log", "one session can be followed at a time");
		return EXIT_WRONG;
	}
	return reporting_run(
		"log", options, options->arguments, (size_t)options->argument_count, NULL);
}

const struct command command_log = {
	.name = "log",
	.summary = "The messages of drivers as text, each with its time, process and thread",
	.arguments = "TRACE... | --follow net://HOST[/host/HOSTNAME/SESSION]",
	.notes = "TRACE is any folder that holds CTF traces, at any depth. LEVEL is a name "
		 "(critical, error,\n"
		 "warning, information, verbose) or a number. TRACE_FORMAT_PREFIX in the "
		 "environment is the\n"
		 "prefix of lines, as tracefmt has it.\n"
		 "Exit status: 0; 2 wrong call, or not everything could be read.",
	.groups = OPTIONS_LOG,
	.run = run,
};
