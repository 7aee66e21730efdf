/* The folder that a recording is written to, and temporary ones. */
#pragma once

#include <stdbool.h>

/*
 * Creates `path` (absolute in `out`, to be freed), or accepts it when it is an empty folder;
 * NULL: drvtrace-<command>-<date>-<time> in the current directory. Says on stderr why it failed.
 */
int folder_create(char **out, const char *path, const char *command);

/* A folder below TMPDIR, to be removed and freed by the caller. */
int folder_create_temporary(char **out);

/* Removes `path` and what is below it, as far as it can be; follows no symbolic link. */
void folder_remove(const char *path);

/* True when something named `name` lies in `path`. */
bool folder_holds(const char *path, const char *name);
