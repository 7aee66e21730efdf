/* One run of tracewpp: the files that it reads, and those that it makes of them. */
#pragma once

#include <stddef.h>

#include "tracelib/tracewpp/config.h"
#include "tracelib/tracewpp/options.h"
#include "tracelib/tracewpp/pool.h"
#include "tracelib/tracewpp/source.h"

/* A file that has been read, and what it generates: NULL, nothing. */
struct unit {
	struct unit *next;
	struct source *source;
	const char *output;
};

struct run {
	struct options options;
	struct config config;
	struct unit *first;
	struct unit **end;
	struct list outputs;
	struct list wanted; /* every .tmh that is included */
	struct list inputs;
	size_t failed;
};

void run_init(struct run *run);

/* Something is wrong with a file: an error of the run. */
void run_say(struct run *run, const char *path, const char *text);

/* The sources, what they include, and all settings. */
void run_read(struct run *run);

/* Reads, and writes what the options ask for: 0, or 1 when something was wrong and was said. */
int run_generate(struct run *run);
