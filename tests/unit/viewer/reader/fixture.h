/* Copies of recorded traces, to be damaged, and a reading of them from begin to end. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "viewer/model/event.h"
#include "viewer/model/trace.h"

/* The folder of a recorded trace: tests/traces/NAME. */
#define TRACE(name) DRVTRACE_TRACES "/" name

/* What one reading of some paths gave. Events are copies; their strings are gone. */
struct reading {
	struct trace_list list;
	struct event *events; /* owned */
	size_t count;
};

void reading_run(struct reading *reading, const char *const *paths, size_t path_count);
void reading_run_one(struct reading *reading, const char *path);
void reading_finish(struct reading *reading);

size_t reading_count(const struct reading *reading, enum event_type type);

/* Whether a problem's text, or path, holds that part. */
int reading_has_problem(const struct reading *reading, const char *part);

/*
 * A new scratch folder that is removed, with all in it, by scratch_destroy(). The trace folder of
 * a recorded trace with a single one can be copied there, as SCRATCH/trace.
 */
char *scratch_create(void);
void scratch_destroy(char *folder);
void scratch_copy_trace(const char *folder, const char *name);

/* "FOLDER/trace/FILE" in a static buffer. */
const char *scratch_file(const char *folder, const char *file);

/* A whole file, and back. */
unsigned char *file_load(const char *path, size_t *size);
void file_save(const char *path, const void *bytes, size_t size);
