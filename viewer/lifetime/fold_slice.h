/* What a slice consists of: regions, and the events that end them. */
#pragma once

#include "viewer/lifetime/fold.h"
#include "viewer/lifetime/slice.h"
#include "viewer/model/event.h"

/* The first record of a handle in the region, which released it. */
struct slice_release {
	uint64_t handle;
	uint64_t address;
	int64_t time_ns;
	const struct fold_lane *lane;
	uint32_t kind;
	uint32_t ordinal;
	bool is_place_taken; /* by what was acquired first in the region; see struct released_places */
};

/* A call site that was met in the region. */
struct slice_site {
	const struct fold_thread *thread;
	uint64_t address;
};

struct slice_part {
	uint64_t record_count;
	struct fold_result region;
	struct slice_release *releases; /* owned; in order */
	size_t release_count;
	size_t release_capacity;
	struct slice_site *sites; /* owned; in order */
	size_t site_count;
	size_t site_capacity;
	bool has_event; /* behind the region */
	struct event event;
};

struct lifetime_slice {
	struct slice_part *parts; /* owned */
	size_t part_count;
	size_t part_capacity;
	size_t slot_count;    /* of all parts */
	size_t release_count; /* too */
	uint64_t record_count;
	size_t bytes;
	int64_t begin_ns; /* of the first event */
	bool has_begun;
};
