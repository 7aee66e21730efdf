/* The command that is recorded: started, waited for, and given the signals that come to us. */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct daemon;

struct recording_command {
	const sigset_t *signals; /* the mask that it starts with */
	pid_t pid;
	int status; /* as waitpid() gives it */
	bool has_run;
};

/* The signals that must be blocked from before the daemon starts until the recording's end. */
void recording_command_signals(sigset_t *out);

/* Says on stderr why the command could not be started; nothing of it has run then. */
int recording_command_start(struct recording_command *command, char **arguments);

/* Until the command ends. Says so when the session daemon dies meanwhile. */
void recording_command_wait(struct recording_command *command, const struct daemon *daemon);

int recording_command_exit_status(const struct recording_command *command);
