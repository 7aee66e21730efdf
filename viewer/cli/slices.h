/*
 * Feeds an analysis by several threads: each folds slices of the reading, which are put together in
 * their order. What comes out is the same as with one thread.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct analysis;
struct reader;
struct trace_list;

enum {
	/* At least so much of the traces is one thread's: then there is little to put together. */
	SLICES_BYTES = 8 << 20
};

enum slices_condition {
	SLICES_NONE = 1, /* the reading cannot be cut, or it is not worth it: nothing was done */
	SLICES_SPOILT, /* reader, list and analysis are of no use any more: begin anew without slices */
};

/* How many processors this process may use. */
size_t slices_default_jobs(void);

/* `list` is the reader's. Before the first event is asked for, of an analysis that takes records. */
int slices_feed(struct reader *reader, struct trace_list *list, struct analysis *analysis,
	size_t jobs, uint64_t grain_bytes);
