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
#include "viewer/reader/reader.h"

struct decoder;
struct graph;
struct native_trace;

/* babeltrace2's plugin, loaded when it is first needed: a trace that is read natively needs none. */
struct source_plugin {
	const bt_plugin *ctf; /* a reference; NULL: not loaded */
	bool is_missing;      /* said in the list */
};

struct source {
	struct native_trace *native; /* owned; NULL: babeltrace2 reads the trace */
	struct graph *graph; /* owned; NULL until it is needed, where the trace is read natively */
	struct source_plugin *plugin; /* the reader's */
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
int source_open(struct source *out, struct source_plugin *plugin, enum reader_choice choice,
	const char *folder, struct trace_list *list, bool is_by_index);
void source_close(struct source *source);

size_t source_stream_count(const struct source *source);
const char *source_stream_name(const struct source *source, size_t stream);

/*
 * Makes babeltrace2 read a trace that was read natively so far. The numbers of the streams stay
 * what they are. SOURCE_UNUSABLE when it does not.
 */
int source_hand_over(struct source *source);

/* Puts what source_open() has loaded. */
void source_plugin_finish(struct source_plugin *plugin);

/* The rest of this stream's file could not be given to babeltrace2. */
bool source_is_cut(const struct source *source, size_t stream);
