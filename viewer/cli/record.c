#include "viewer/cli/command.h"

#include <stdlib.h>

#include "viewer/cli/message.h"
#include "viewer/cli/options.h"
#include "viewer/cli/recording.h"
#include "viewer/cli/reporting.h"

/* Where the trace is, or why there is none, and what to type next. */
static void print_result(const struct recording *recording, const char *command)
{
	if (recording->session[0]) {
		message_note("recorded by the relay daemon as session %s", recording->session);
	} else if (recording->is_unwanted) {
		message_note("%s ended well: nothing is written", command);
	} else if (recording->has_trace) {
		char *next = reporting_next_command("leaks", &recording->folder, 1);

		message_note("recorded in %s", recording->folder);
		if (next)
			message_note("next: %s", next);
		free(next);
	} else {
		message_note("%s: nothing was recorded: no process of %s uses libdrvtrace",
			recording->folder, command);
	}
}

static int run(const struct options *options)
{
	struct recording_settings settings = {
		.folder = options->folder,
		.is_waiting = options->is_waiting,
		.is_shared = options->is_shared,
		.is_tsc = options->is_tsc,
		.is_snapshot = options->is_snapshot,
		.url = options->url,
		.level = options->level,
		.flags = options->flags,
		.command = options->arguments,
	};
	struct recording recording;
	int status;

	if (options->url && (options->is_snapshot || options->folder)) {
		message_usage("record", "'--url' is instead of '--output' and of '--snapshot'");
		return EXIT_WRONG;
	}
	if (recording_run(&recording, &settings) == 0)
		print_result(&recording, options->arguments[0]);
	status = recording.exit_status;
	recording_finish(&recording);
	return status;
}

const struct command command_record = {
	.name = "record",
	.summary = "Run a command and record what its drivers do",
	.arguments = "-- COMMAND [ARGUMENTS]",
	.notes = "LEVEL is a name (critical, error, warning, information, verbose) or a number.\n"
		 "The recording is a folder, by default drvtrace-COMMAND-DATE-TIME.\n"
		 "Exit status: COMMAND's, 128 + N when signal N ended it; 2: it was not recorded.",
	.groups = OPTIONS_RECORD | OPTIONS_KEEP,
	.run = run,
};
