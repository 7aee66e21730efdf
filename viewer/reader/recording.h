/*
 * The file that `drvtrace record` leaves beside the traces it made: what it knew when it stopped.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

extern const char recording_file_name[];

/*
 * Looks in `folder` and in those above it up to `root`. `*pids` is owned, and NULL when no file
 * says which processes were running. A file that is not valid says nothing.
 */
int recording_find_running(int32_t **pids, size_t *pid_count, const char *folder, const char *root);
