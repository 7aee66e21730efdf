/* The folder that a recording is written to, and temporary ones. */
#pragma once

/*
 * Creates `path` (absolute in `out`, to be freed), or accepts it when it is an empty folder;
 * NULL: drvtrace-<command>-<date>-<time> in the current directory. Says on stderr why it failed.
 */
int folder_create(char **out, const char *path, const char *command);

/* A folder below TMPDIR, to be removed and freed by the caller. */
int folder_create_temporary(char **out);

/* Removes `path` and what is below it, as far as it can be; follows no symbolic link. */
void folder_remove(const char *path);

/* What is in a folder that was recorded to. */
enum folder_content {
	FOLDER_NO_TRACE,   /* no process registered with the tracer */
	FOLDER_UNREADABLE, /* a trace whose metadata was never written */
	FOLDER_TRACE,
};
enum folder_content folder_look(const char *path);
