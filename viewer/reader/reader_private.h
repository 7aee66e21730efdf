/* What a reader consists of. Nobody but the reader and its slices includes this. */
#pragma once

#include "viewer/reader/find.h"
#include "viewer/reader/reader.h"
#include "viewer/reader/source.h"
#include "viewer/reader/stream.h"

enum {
	/* Events that are given out at once, while they are in the processor's nearest cache. */
	MERGED_COUNT = 256,
	MERGED_RECORD_COUNT = 512,
};

struct reader {
	struct trace_list *list;
	enum reader_choice choice;
	struct source_plugin plugin;
	struct decoder *decoder; /* owned */
	struct folder_list folders;
	struct source *sources; /* owned; one per trace, with its graph */
	size_t source_count;
	struct stream *streams; /* owned */
	size_t stream_count;
	struct stream_heap heap;
	struct event merged[MERGED_COUNT];
	struct record merged_records[MERGED_RECORD_COUNT];
	bool is_by_index;
	bool has_started;
	bool is_beginning; /* while it starts: what is wanted is not known yet */
	bool has_records;
	struct trace_list list_when_cut; /* a copy of the list: slices may copy it at any time */
};

/* The first events of every stream. */
int reader_start(struct reader *reader);
