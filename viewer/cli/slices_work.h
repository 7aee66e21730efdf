/* What feeds an analysis by slices consists of, and the threads that make slices. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/cli/slice_runs.h"

struct analysis;
struct lifetime_slicer;
struct reader;
struct trace_list;

enum {
	/* After so many slices in a row that were of no use, there will be no more of them. */
	SLICES_USELESS_MAX = 2,
};

/*
 * The thread that calls feeds the analysis with the reading from its beginning on. The others make
 * slices of what comes later, and when it comes to one, it only has to put it to what it has.
 */
struct slices {
	struct reader *reader;
	struct trace_list *list;
	struct analysis *analysis;
	size_t job_limit;
	int64_t *cuts; /* owned; between grains */
	size_t cut_count;
	uint64_t *record_counts; /* owned; by grain, of those that are in slices */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct run *runs;               /* owned */
	struct lifetime_slicer **spare; /* owned, and so is each: nobody uses them now */
	size_t spare_count;
	size_t slice_count;   /* being made, or to be put to the others */
	size_t slice_max;     /* that there are, ever */
	size_t slice_limit;   /* and now, in the memory that is for them */
	size_t slice_bytes;   /* of the largest one */
	size_t useless_count; /* in a row */
	bool is_over;         /* nothing more is to be begun */
};

/* The next grain of a run that the caller has begun with; false when there is none. */
bool slices_claim(struct slices *slices, struct run *run, size_t *grain);
/* The reader gives the grain next: it is one that has read the grain before, or NULL. */
int slices_enter_grain(
	struct slices *slices, struct reader **reader, struct trace_list *list, size_t grain);

/* With the lock held: how many slices there may be, when one has so many bytes. */
void slices_limit(struct slices *slices, size_t slice_bytes);
/* With the lock held: a run to make a slice of, or NULL. */
struct run *slices_find_work(struct slices *slices);
/* With the lock held, but for what takes time: makes a slice of the run. */
void slices_perform(struct slices *slices, struct run *run);
/* With the lock held: what the run was made into is not needed any more. */
void slices_drop(struct slices *slices, struct run *run);
/* Makes a slice of the run, if it is any, and of others as long as there are others. */
void slices_work(struct slices *slices, struct run *run);
