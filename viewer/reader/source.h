/*
 * One trace folder, from what is on disk to streams that can be pulled: inspected, repaired by a
 * view where it must be, and opened.
 */
#pragma once

#include <babeltrace2/babeltrace.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/reader/inspection.h"

struct decoder;
struct graph;

struct source {
	struct graph *graph; /* owned */
	struct inspection inspection;
	char *view;              /* owned; NULL when the folder itself is read */
	struct decoder *decoder; /* the reader's */
	struct trace_list *list;
	uint32_t trace;    /* index in the list */
	bool is_described; /* the trace's own data were taken from a message */
};

enum source_condition {
	SOURCE_UNUSABLE = 1, /* said in the list */
};

/* `folder` is how the user named it. The other members are the caller's to set. */
int source_open(
	struct source *out, const bt_plugin *ctf, const char *folder, struct trace_list *list);
void source_close(struct source *source);

/* The rest of this stream's file could not be given to babeltrace2. */
bool source_is_cut(const struct source *source, size_t stream);
