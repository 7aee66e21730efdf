/*
 * A slice of a reading: some of its records that follow each other, folded without what came before
 * being known. Slices can be made at the same time, by a thread each. Fed to the engine in order,
 * they come to what their records come to, wherever the cuts are.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viewer/model/record.h"
#include "viewer/model/trace.h"

struct lifetime;
struct lifetime_slice;
/* Makes slices, one after the other, in the same memory. */
struct lifetime_slicer;

enum lifetime_slice_condition {
	/* It takes no more records: as many as it counts. */
	LIFETIME_SLICE_FULL = 1,
	/* Not all of its records could be taken: those behind are to be fed. */
	LIFETIME_SLICE_REST,
	/* What was fed so far can be of no use: all is to be done again without slices. */
	LIFETIME_SLICE_SPOILT,
};

/* `list` is borrowed: its traces must be complete. */
int lifetime_slicer_create(struct lifetime_slicer **out, const struct trace_list *list);
void lifetime_slicer_destroy(struct lifetime_slicer *slicer);

int lifetime_slicer_feed(
	struct lifetime_slicer *slicer, const struct record *records, size_t count);
/* How many records it was fed with and has taken. */
uint64_t lifetime_slicer_count(const struct lifetime_slicer *slicer);
/* The memory that it has. */
size_t lifetime_slicer_bytes(const struct lifetime_slicer *slicer);
/* The slice of what it was fed with, or NULL; then it begins the next one. A failure is its end. */
int lifetime_slicer_end(struct lifetime_slicer *slicer, struct lifetime_slice **out);

void lifetime_slice_destroy(struct lifetime_slice *slice);
/* The time of its first event; false when there is none. */
bool lifetime_slice_begin(const struct lifetime_slice *slice, int64_t *begin_ns);

/* Gives how many of the slice's records were taken. */
int lifetime_feed_slice(
	struct lifetime *lifetime, const struct lifetime_slice *slice, uint64_t *taken);
