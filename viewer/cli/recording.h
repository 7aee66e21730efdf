/*
 * Runs a command under a recording session of its own, and says on stderr what went wrong.
 * recording.c needs liblttng-ctl; recording_none.c stands for it in a build without.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	RECORDING_FAILED = 2,     /* the exit status when there is no recording */
	RECORDING_FLAG_MAX = 200, /* characters of a flag's name */
};

struct recording_settings {
	const char *folder; /* NULL: one is named after the command and the time */
	const char *url;    /* of a relay daemon that takes the recording; NULL: a folder does */
	bool is_waiting;    /* --loss=wait */
	bool is_shared;     /* --daemon=running */
	bool is_tsc;        /* --clock=tsc */
	bool is_snapshot;   /* only the newest events are kept, and written when they are wanted */
	uint8_t level;      /* of messages, and the more severe ones; 0: all */
	const char *flags;  /* of messages, separated by commas; NULL: all */
	char **command;     /* ends with NULL; at least one */
};

struct recording {
	char *folder;     /* owned; NULL: there is no recording here */
	char session[64]; /* its name at the relay daemon */
	bool has_trace;   /* some process registered with the tracer */
	bool is_unwanted; /* a snapshot that nobody needed: all went well */
	int signal;       /* that ended the command; 0: none */
	int exit_status;  /* the command's, 128 + signal when one ended it; RECORDING_FAILED */
};

/* 0 when the command has run and its recording has ended. Always initialises `out`. */
int recording_run(struct recording *out, const struct recording_settings *settings);
void recording_finish(struct recording *recording);
