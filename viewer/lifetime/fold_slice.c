#include "viewer/lifetime/fold_slice.h"

#include <errno.h>
#include <stdlib.h>

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
	struct slice_part *part = data;

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

/* Whether the engine knows it is seen when the slice is fed to it. */
static int meet_release(void *data, const struct fold_needs *needs)
{
	struct slice_part *part = data;
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
		.ordinal = part->fold.ordinal,
	};
	return FOLD_IS_DONE;
}

static const struct fold_hooks hooks = { meet_thread, meet_thread, meet_site, meet_thread,
	meet_release, NULL };

static void destroy_part(struct slice_part *part)
{
	if (!part)
		return;
	fold_finish(&part->fold);
	free(part->releases);
	free(part->sites);
	free(part);
}

static int add_part(struct lifetime_slice *slice)
{
	struct slice_part *part = calloc(1, sizeof(*part));
	int status = part ? fold_init(&part->fold, slice->list, &hooks, part) : -ENOMEM;

	if (status < 0) {
		destroy_part(part);
		return status;
	}
	slice->parts[slice->part_count++] = part;
	return 0;
}

int lifetime_slice_create(struct lifetime_slice **out, const struct trace_list *list)
{
	struct lifetime_slice *slice = calloc(1, sizeof(*slice));
	int status = -ENOMEM;

	if (slice) {
		slice->list = list;
		slice->parts = calloc(PART_MAX, sizeof(struct slice_part *));
		if (slice->parts)
			status = add_part(slice);
	}
	if (status < 0) {
		lifetime_slice_destroy(slice);
		return status;
	}
	*out = slice;
	return 0;
}

void lifetime_slice_destroy(struct lifetime_slice *slice)
{
	if (!slice)
		return;
	for (size_t i = 0; i < slice->part_count; i++)
		destroy_part(slice->parts[i]);
	free(slice->parts);
	free(slice);
}

int lifetime_slice_reset(struct lifetime_slice *slice)
{
	struct slice_part *first = slice->parts[0];

	while (slice->part_count > 1)
		destroy_part(slice->parts[--slice->part_count]);
	first->record_count = 0;
	first->release_count = 0;
	first->site_count = 0;
	first->has_event = false;
	slice->has_begun = false;
	return fold_reset(&first->fold, true);
}

static bool is_full(const struct lifetime_slice *slice)
{
	const struct slice_part *part = slice->parts[slice->part_count - 1];

	return slice->part_count == PART_MAX || part->fold.slot_count >= SLOT_MAX ||
	       part->release_count >= RELEASE_MAX;
}

static int end_part(struct lifetime_slice *slice, const struct record *record)
{
	struct slice_part *part = slice->parts[slice->part_count - 1];

	part->has_event = true;
	part->event = record_expand(record, slice->list);
	part->record_count++;
	return is_full(slice) ? LIFETIME_SLICE_FULL : add_part(slice);
}

/* What says nothing of lifetimes ends no region. */
static bool is_nothing(const struct record *record)
{
	const struct event *event = record_data(record);

	return record_is_event(record) &&
	       (event->type == EVENT_OTHER || event->type == EVENT_MESSAGE);
}

int lifetime_slice_feed(struct lifetime_slice *slice, const struct record *records, size_t count)
{
	if (count > 0 && !slice->has_begun) {
		slice->has_begun = true;
		slice->begin_ns = record_expand(&records[0], slice->list).time_ns;
	}
	for (size_t i = 0; i < count; i++) {
		struct slice_part *part = slice->parts[slice->part_count - 1];
		size_t done = fold_run(&part->fold, records + i, count - i);
		int status = 0;

		i += done;
		part->record_count += done;
		if (i == count)
			break;
		if (!is_nothing(&records[i])) {
			status = fold_attend(&part->fold, &records[i]);
			if (status == 0 && fold_run(&part->fold, &records[i], 1) == 0)
				status = FOLD_IS_ODD;
		}
		if (status == FOLD_IS_ODD)
			status = end_part(slice, &records[i]);
		else if (status >= 0) {
			part->record_count++;
			status = is_full(slice) ? LIFETIME_SLICE_FULL : 0;
		}
		if (status != 0)
			return status;
	}
	return 0;
}

uint64_t lifetime_slice_count(const struct lifetime_slice *slice)
{
	uint64_t count = 0;

	for (size_t i = 0; i < slice->part_count; i++)
		count += slice->parts[i]->record_count;
	return count;
}

size_t lifetime_slice_bytes(const struct lifetime_slice *slice)
{
	size_t bytes = 0;

	for (size_t i = 0; i < slice->part_count; i++) {
		const struct slice_part *part = slice->parts[i];

		bytes += sizeof(*part) + fold_tables_bytes(&part->fold.tables) +
			 part->release_capacity * sizeof(*part->releases) +
			 part->site_capacity * sizeof(*part->sites);
	}
	return bytes;
}

bool lifetime_slice_begin(const struct lifetime_slice *slice, int64_t *begin_ns)
{
	*begin_ns = slice->begin_ns;
	return slice->has_begun;
}
