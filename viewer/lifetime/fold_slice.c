#include "viewer/lifetime/fold_slice.h"

#include <errno.h>
#include <stdlib.h>

#include "viewer/lifetime/released.h"

/* The last part is not the slice's yet: its region is being folded. */
struct lifetime_slicer {
	struct fold fold;
	struct slice_part part;
	struct released_places acquired; /* by what was acquired first in the region */
	struct lifetime_slice *slice;    /* owned */
};

enum {
	/* A slice with more of these is not worth its memory. */
	PART_MAX = 256,
	SLOT_MAX = 1 << 15,
	RELEASE_MAX = 1 << 15,
};

static int meet_thread(void *data, const struct fold_needs *needs)
{
	(void)data;
	(void)needs;
	return 0;
}

static int meet_site(void *data, const struct fold_needs *needs, uint64_t address)
{
	struct lifetime_slicer *slicer = data;
	struct slice_part *part = &slicer->part;

	if (part->site_count == part->site_capacity) {
		size_t capacity = part->site_capacity ? part->site_capacity * 2 : 32;
		struct slice_site *grown = realloc(part->sites, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		part->sites = grown;
		part->site_capacity = capacity;
	}
	part->sites[part->site_count++] = (struct slice_site){ needs->thread, address };
	return 0;
}

static size_t place_of(const struct fold_needs *needs)
{
	const unsigned char *payload = record_data(needs->record);

	return released_place((uint32_t)needs->thread->ids, record_get_64(payload, RECORD_HANDLE),
		record_get_32(payload, RECORD_KIND));
}

static int meet_acquire(void *data, const struct fold_needs *needs)
{
	struct lifetime_slicer *slicer = data;

	released_places_add(&slicer->acquired, place_of(needs));
	return 0;
}

/* Whether the engine knows it is seen when the slice is fed to it. */
static int meet_release(void *data, const struct fold_needs *needs)
{
	struct lifetime_slicer *slicer = data;
	struct slice_part *part = &slicer->part;
	const unsigned char *payload = record_data(needs->record);

	if (part->release_count == part->release_capacity) {
		size_t capacity = part->release_capacity ? part->release_capacity * 2 : 256;
		struct slice_release *grown = realloc(part->releases, capacity * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		part->releases = grown;
		part->release_capacity = capacity;
	}
	part->releases[part->release_count++] = (struct slice_release){
		.handle = record_get_64(payload, RECORD_HANDLE),
		.address = record_get_64(payload, RECORD_RELEASE_SITE),
		.time_ns = needs->record->time_ns,
		.lane = needs->lane,
		.kind = record_get_32(payload, RECORD_KIND),
		.ordinal = slicer->fold.ordinal,
		.is_place_taken = released_places_have(&slicer->acquired, place_of(needs)),
	};
	return FOLD_IS_DONE;
}

static const struct fold_hooks hooks = { meet_thread, meet_thread, meet_site, meet_acquire,
	meet_release, NULL };

static void finish_part(struct slice_part *part)
{
	fold_result_finish(&part->region);
	free(part->releases);
	free(part->sites);
	*part = (struct slice_part){ 0 };
}

int lifetime_slicer_create(struct lifetime_slicer **out, const struct trace_list *list)
{
	struct lifetime_slicer *slicer = calloc(1, sizeof(*slicer));
	int status;

	if (!slicer)
		return -ENOMEM;
	slicer->slice = calloc(1, sizeof(*slicer->slice));
	status = fold_init(&slicer->fold, list, &hooks, slicer);
	if (status < 0 || !slicer->slice) {
		lifetime_slicer_destroy(slicer);
		return -ENOMEM;
	}
	*out = slicer;
	return 0;
}

void lifetime_slicer_destroy(struct lifetime_slicer *slicer)
{
	if (!slicer)
		return;
	finish_part(&slicer->part);
	lifetime_slice_destroy(slicer->slice);
	fold_finish(&slicer->fold);
	free(slicer);
}

void lifetime_slice_destroy(struct lifetime_slice *slice)
{
	if (!slice)
		return;
	for (size_t i = 0; i < slice->part_count; i++)
		finish_part(&slice->parts[i]);
	free(slice->parts);
	free(slice);
}

static int reserve_part(struct lifetime_slice *slice)
{
	size_t capacity = slice->part_capacity ? slice->part_capacity * 2 : 1;
	struct slice_part *grown;

	if (slice->part_count < slice->part_capacity)
		return 0;
	grown = realloc(slice->parts, capacity * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	slice->parts = grown;
	slice->part_capacity = capacity;
	return 0;
}

static size_t part_bytes(const struct slice_part *part)
{
	return sizeof(*part) + fold_result_bytes(&part->region) +
	       part->release_capacity * sizeof(*part->releases) +
	       part->site_capacity * sizeof(*part->sites);
}

/* What was folded becomes part of the slice. */
static int end_part(struct lifetime_slicer *slicer)
{
	struct lifetime_slice *slice = slicer->slice;
	struct slice_part *part = &slicer->part;
	int status = reserve_part(slice);

	if (status == 0)
		status = fold_take_result(&slicer->fold, &part->region);
	if (status < 0)
		return status;
	slice->slot_count += part->region.slot_count;
	slice->release_count += part->release_count;
	slice->record_count += part->record_count;
	slice->bytes += part_bytes(part);
	slice->parts[slice->part_count++] = *part;
	*part = (struct slice_part){ 0 };
	slicer->acquired = (struct released_places){ 0 };
	return 0;
}

static int end_part_with(struct lifetime_slicer *slicer, const struct record *record)
{
	slicer->part.has_event = true;
	slicer->part.event = record_expand(record, slicer->fold.list);
	slicer->part.record_count++;
	return end_part(slicer);
}

static bool is_full(const struct lifetime_slicer *slicer)
{
	const struct lifetime_slice *slice = slicer->slice;

	return slice->part_count == PART_MAX ||
	       slice->slot_count + slicer->fold.slot_count >= SLOT_MAX ||
	       slice->release_count + slicer->part.release_count >= RELEASE_MAX;
}

/* What says nothing of lifetimes ends no region. */
static bool is_nothing(const struct record *record)
{
	const struct event *event = record_data(record);

	return record_is_event(record) &&
	       (event->type == EVENT_OTHER || event->type == EVENT_MESSAGE);
}

/* A record that cannot be folded as the others are. */
static int attend(struct lifetime_slicer *slicer, const struct record *record)
{
	struct fold *fold = &slicer->fold;
	int status = 0;

	if (!is_nothing(record)) {
		status = fold_attend(fold, record);
		if (status == 0 && fold_run(fold, record, 1) == 0)
			status = FOLD_IS_ODD;
	}
	if (status == FOLD_IS_ODD)
		status = end_part_with(slicer, record);
	else if (status >= 0)
		slicer->part.record_count++;
	if (status < 0)
		return status;
	return is_full(slicer) ? LIFETIME_SLICE_FULL : 0;
}

int lifetime_slicer_feed(struct lifetime_slicer *slicer, const struct record *records, size_t count)
{
	struct lifetime_slice *slice = slicer->slice;
	int status = 0;

	if (count > 0 && !slice->has_begun) {
		slice->has_begun = true;
		slice->begin_ns = record_expand(&records[0], slicer->fold.list).time_ns;
	}
	for (size_t i = 0; i < count && status == 0; i++) {
		size_t done = fold_run(&slicer->fold, records + i, count - i);

		i += done;
		slicer->part.record_count += done;
		if (i < count)
			status = attend(slicer, &records[i]);
	}
	return status;
}

uint64_t lifetime_slicer_count(const struct lifetime_slicer *slicer)
{
	return slicer->slice->record_count + slicer->part.record_count;
}

size_t lifetime_slicer_bytes(const struct lifetime_slicer *slicer)
{
	return slicer->slice->bytes + part_bytes(&slicer->part) +
	       fold_tables_bytes(&slicer->fold.tables);
}

int lifetime_slicer_end(struct lifetime_slicer *slicer, struct lifetime_slice **out)
{
	int status = slicer->part.record_count > 0 ? end_part(slicer) : 0;

	*out = NULL;
	if (status < 0)
		return status;
	*out = slicer->slice;
	slicer->slice = calloc(1, sizeof(*slicer->slice));
	return slicer->slice ? 0 : -ENOMEM;
}

bool lifetime_slice_begin(const struct lifetime_slice *slice, int64_t *begin_ns)
{
	*begin_ns = slice->begin_ns;
	return slice->has_begun;
}
