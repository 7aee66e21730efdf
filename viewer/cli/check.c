#include "viewer/cli/command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/cli/child.h"
#include "viewer/cli/folder.h"
#include "viewer/cli/message.h"
#include "viewer/cli/options.h"
#include "viewer/cli/recording.h"
#include "viewer/cli/reporting.h"

/* A failing command does not hide leaks, and is not hidden by there being none. */
static void say_how_it_ended(const struct recording *recording, const char *command)
{
	if (recording->signal)
		message_note("%s was ended by signal %d (%s)", command, recording->signal,
			strsignal(recording->signal));
	else if (recording->exit_status != 0)
		message_note("%s ended with status %d", command, recording->exit_status);
}

static int report(const struct options *options, char *folder)
{
	/* What lies in a temporary folder will be gone. */
	char *next = options->folder ? reporting_next_command("objects --tree", &folder, 1)
				     : reporting_next_command("record --", options->arguments,
					       (size_t)options->argument_count);
	int status = reporting_run("leaks", options, &folder, 1, next);

	free(next);
	return status;
}

/* In a child, so that the temporary folder goes even when a signal ends the report. */
static int report_in_child(const struct options *options, char *folder)
{
	struct child child = { 0 };
	struct child_signals before;

	child_hold_signals(&before);
	child.pid = fork();
	if (child.pid == 0) {
		child_restore_signals(&before);
		_exit(report(options, folder));
	}
	if (child.pid < 0) {
		message_error("out of processes");
		return EXIT_WRONG;
	}
	while (!child_wait(&child))
		;
	return child_exit_status(&child);
}

static int check(const struct options *options, const char *folder)
{
	struct recording_settings settings = {
		.folder = folder,
		.is_waiting = options->is_waiting,
		.is_shared = options->is_shared,
		.is_tsc = options->is_tsc,
		.command = options->arguments,
	};
	struct recording recording;
	int status = EXIT_WRONG;

	if (recording_run(&recording, &settings) == 0) {
		say_how_it_ended(&recording, options->arguments[0]);
		if (recording.has_trace)
			status = report_in_child(options, recording.folder);
		else
			message_error("nothing was recorded: no process of %s uses libdrvtrace",
				options->arguments[0]);
	}
	recording_finish(&recording);
	return status;
}

static int run(const struct options *options)
{
	char *temporary = NULL;
	int status;

	if (!options->folder && folder_create_temporary(&temporary) < 0)
		return EXIT_WRONG;

	status = check(options, options->folder ? options->folder : temporary);
	if (temporary)
		folder_remove(temporary);
	free(temporary);
	return status;
}

const struct command command_check = {
	.name = "check",
	.summary = "Run a command, and say what its drivers never released",
	.arguments = "-- COMMAND [ARGUMENTS]",
	.notes = "The recording is kept only with --output.\n"
		 "Exit status: as of 'drvtrace leaks', whatever COMMAND's is; 2: it could not be "
		 "run, or\n"
		 "was not recorded.",
	.groups = OPTIONS_RECORD | OPTIONS_REPORT,
	.run = run,
};
