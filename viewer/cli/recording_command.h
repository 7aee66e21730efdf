/* The command that is recorded, and its start. */
#pragma once

#include <stdbool.h>

#include "viewer/cli/child.h"

struct recording_command {
	const struct child_signals *signals; /* that it starts with */
	bool is_waiting;                     /* its events may wait for space in the buffers */
	struct child child;
	bool has_run;
};

/* Says on stderr why the command could not be started; nothing of it has run then. */
int recording_command_start(struct recording_command *command, char **arguments);
