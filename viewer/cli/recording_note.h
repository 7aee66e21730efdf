/*
 * drvtrace-recording.json: what the recorder knows and the trace cannot tell. It lies at the top of
 * the recording's folder, never in a trace: babeltrace2 refuses traces with foreign files.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recording_note {
	char **command;      /* ends with NULL */
	int status;          /* the command's, as waitpid() gives it */
	bool has_pids;       /* whether it is known which processes were alive at the end */
	const int32_t *pids; /* those that were */
	size_t pid_count;
};

int recording_note_write(const struct recording_note *note, const char *folder);
