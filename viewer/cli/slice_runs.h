/*
 * How a reading is shared out among threads. It is cut into grains; those that follow each other and
 * are one thread's are a run. Who has nothing left to do gets the second half of what another one
 * has not begun with. Knows nothing of what is done with a grain, nor of locks: the caller has one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "viewer/model/trace.h"

struct lifetime_slice;

struct run {
	struct run *behind; /* owned: the next one of the reading */
	size_t begin;       /* the grains from here on */
	size_t next;        /* are read, or being read, up to here */
	size_t end;         /* and are to be read up to here */
	bool is_begun;      /* somebody's */
	bool is_done;       /* and made into a slice */
	bool is_counted;    /* what is in it was counted before */
	/* Its slice, from when a thread begins with it until it was put to the others. */
	struct lifetime_slice *slice; /* owned */
	struct trace_list list;       /* what was read */
	int status;
};

/* So many runs, or fewer, of all grains; the first one is `*first`, and owns the others. */
int runs_create(struct run **first, size_t grain_count, size_t count);
void runs_destroy(struct run *first);

/* The next grain of the run; false when there is none. */
bool runs_claim(struct run *run, size_t *grain);
/* A run that nobody has begun with, or a part of one; it is then begun. NULL: there is none. */
struct run *runs_steal(struct run *first);
/* What is left of the run from there on is a run of its own, which nobody has begun with. */
int runs_split(struct run *run, size_t grain);
