/* Between records and the engine: what folds is folded, and the engine gets the rest in order. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "viewer/lifetime/fold.h"
#include "viewer/lifetime/internal.h"

struct lifetime_slice;
struct slice_part;

struct fold_feed {
	struct lifetime *lifetime;
	struct fold fold;
	uint64_t base;              /* lifetime.use_order when the region began */
	struct occurrence followed; /* of the record attended to; no process: not followed */
	struct event event;         /* that record */
	size_t skip_count;          /* records that go to the engine before the next region */
	size_t next_skip;
};

int fold_feed_create(struct fold_feed **out, struct lifetime *lifetime);
void fold_feed_destroy(struct fold_feed *feed);

int fold_feed_records(struct fold_feed *feed, const struct record *records, size_t count);
/* The engine then knows everything that was fed. */
int fold_feed_flush(struct fold_feed *feed);
/* The record ends the region, if there is one. */
int fold_feed_event(struct fold_feed *feed, const struct record *record);

/* Conditions are those of lifetime_feed_slice(). */
int fold_feed_slice(struct fold_feed *feed, const struct lifetime_slice *slice, uint64_t *taken);

/* fold_combine.c: the region of a part becomes part of the feed's, or nothing happens. */
int fold_combine(struct fold_feed *feed, const struct slice_part *part);
