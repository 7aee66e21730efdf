#include "viewer/lifetime/fold_feed.h"

#include <errno.h>
#include <stdlib.h>

#include "viewer/lifetime/fold_slice.h"

enum {
	/* A region of fewer records is not worth its beginning and its end. */
	SHORT_REGION = 256,
	SKIP_MIN = 64,
	SKIP_MAX = 4096,
	/* Records that the engine is about to be told of, so that their objects are in the cache. */
	AHEAD_COUNT = 12,
};

static bool is_unloading(const struct lifetime *lifetime, const struct thread *thread)
{
	for (size_t i = 0; i < thread->frame_count; i++)
		if (thread->frames[i].name == lifetime->names.evt_driver_unload)
			return true;

	return false;
}

static int meet_thread(void *data, const struct fold_needs *needs)
{
	struct fold_feed *feed = data;
	struct occurrence at = { .event = &feed->event };
	int status;

	record_expand_object(&feed->event, needs->record, feed->lifetime->list);
	status = lifetime_follow(feed->lifetime, &at);
	if (status != 0)
		return status == PROCESS_DUPLICATE ? FOLD_IS_DONE : status;
	feed->followed = at;
	needs->thread->thread = at.thread;
	needs->thread->owner = at.process;
	/* Its pid belongs to another process than the region knows. */
	for (size_t i = 0; i < feed->fold.thread_count; i++)
		if (feed->fold.threads[i]->process == needs->thread->process &&
			feed->fold.threads[i]->owner != at.process)
			return FOLD_IS_ODD;

	return 0;
}

static int meet_lane(void *data, const struct fold_needs *needs)
{
	struct fold_feed *feed = data;
	struct fold_thread *thread = needs->thread;

	/* What it releases may be told of. */
	if (is_unloading(feed->lifetime, thread->thread))
		return FOLD_IS_ODD;
	return driver_find(
		feed->lifetime, &needs->lane->driver, thread->owner, needs->lane->driver_id);
}

static int meet_site(void *data, const struct fold_needs *needs, uint64_t address)
{
	struct fold_feed *feed = data;
	uint32_t site;

	return process_site(&feed->lifetime->processes, &site, needs->thread->owner, address);
}

static int meet_acquire(void *data, const struct fold_needs *needs)
{
	struct fold_feed *feed = data;

	if (!feed->lifetime->objects.count)
		return 0;
	record_expand_object(&feed->event, needs->record, feed->lifetime->list);
	return object_find(feed->lifetime, needs->thread->owner, &feed->event) ? FOLD_IS_ODD : 0;
}

/* The engine has what was acquired before the region. */
static int meet_release(void *data, const struct fold_needs *needs)
{
	struct fold_feed *feed = data;
	struct lifetime *lifetime = feed->lifetime;
	const struct occurrence at = { &feed->event, needs->thread->owner, needs->thread->thread,
		needs->lane->driver };
	int status;

	record_expand_object(&feed->event, needs->record, feed->lifetime->list);
	if (!object_find(lifetime, at.process, at.event))
		return FOLD_IS_ODD;
	lifetime->use_order = feed->base + feed->fold.ordinal;
	status = object_release(lifetime, &at);
	return status < 0 ? status : FOLD_IS_DONE;
}

static void forget(void *data, const struct fold_slot *slot)
{
	struct fold_feed *feed = data;
	const struct fold_lane *lane = fold_lane_get(&feed->fold, slot->lanes[RECORD_RELEASE]);
	const struct fold_thread *thread = lane->thread;
	const struct frame *frame = span_innermost(thread->thread);
	const struct released released = {
		.process = thread->owner->index,
		.kind = fold_kind_of(slot),
		.handle = slot->handle,
		.context = frame ? frame->name : 0,
		.order = feed->base + slot->ordinal + 1,
	};

	/* The site is known: it was met. */
	(void)object_note_release(
		feed->lifetime, &released, thread->owner, slot->addresses[RECORD_RELEASE]);
}

static const struct fold_hooks hooks = { meet_thread, meet_lane, meet_site, meet_acquire,
	meet_release, forget };

int fold_feed_create(struct fold_feed **out, struct lifetime *lifetime)
{
	struct fold_feed *feed = calloc(1, sizeof(*feed));
	int status;

	if (!feed)
		return -ENOMEM;
	feed->lifetime = lifetime;
	status = fold_init(&feed->fold, lifetime->list, &hooks, feed);
	if (status < 0) {
		fold_feed_destroy(feed);
		return status;
	}
	*out = feed;
	return 0;
}

void fold_feed_destroy(struct fold_feed *feed)
{
	if (!feed)
		return;
	fold_finish(&feed->fold);
	free(feed);
}

static int count_pair(struct fold_feed *feed, const struct fold_pair *pair)
{
	struct lifetime *lifetime = feed->lifetime;
	const struct fold *fold = &feed->fold;
	const struct fold_lane *acquiring = fold_lane_get(fold, pair->lanes[RECORD_ACQUIRE]);
	const struct fold_lane *releasing = fold_lane_get(fold, pair->lanes[RECORD_RELEASE]);
	const struct thread *thread = releasing->thread->thread;
	const struct frame *frame = span_innermost(thread);
	struct history_row row = {
		.context = frame ? frame->name : 0,
		.is_in_entry =
			span_find(thread, acquiring->driver_id, lifetime->names.driver_entry),
		.has_entry_failed = acquiring->driver->has_entry_failed,
		.count = pair->count,
		.order = feed->base + pair->ordinal + 1,
	};
	int status = process_site(&lifetime->processes, &row.acquire_site, acquiring->thread->owner,
		pair->addresses[RECORD_ACQUIRE]);

	if (status == 0)
		status = process_site(&lifetime->processes, &row.site, releasing->thread->owner,
			pair->addresses[RECORD_RELEASE]);
	return status < 0 ? status : history_count(lifetime, &row);
}

static int count_pairs(struct fold_feed *feed)
{
	const struct fold_tables *tables = &feed->fold.tables;
	int status = 0;

	for (size_t i = 1; i <= feed->fold.pair_count && status == 0; i++)
		if (tables->pairs[i].count)
			status = count_pair(feed, &tables->pairs[i]);
	return status;
}

static void forget_closed(struct fold_feed *feed)
{
	const struct fold_tables *tables = &feed->fold.tables;

	for (size_t i = 0; i < feed->fold.slot_count; i++)
		if (!(tables->slots[i].key & fold_is_open))
			forget(feed, &tables->slots[i]);
}

static void update_threads(struct fold_feed *feed)
{
	for (size_t i = 0; i < feed->fold.thread_count; i++) {
		const struct fold_thread *thread = feed->fold.threads[i];

		/* The record that made it known may have been none to fold. */
		if (!thread->lane || thread->lane->last_ns == FOLD_NEVER)
			continue;
		thread->thread->last_seq = thread->lane->last_seq;
		thread->thread->last_ns = thread->lane->last_ns;
		if (thread->lane->last_ns > thread->owner->end_ns)
			thread->owner->end_ns = thread->lane->last_ns;
	}
}

static int pass_on(struct fold_feed *feed, const struct fold_slot *slot)
{
	const struct fold_lane *lane = fold_lane_get(&feed->fold, slot->lanes[RECORD_ACQUIRE]);
	const struct fold_thread *thread = lane->thread;
	struct event event = {
		.type = EVENT_ACQUIRE,
		.trace = lane->trace,
		.pid = thread->owner->pid,
		.tid = thread->thread->tid,
		.time_ns = slot->time_ns,
		.driver = lane->driver_id,
		.kind = fold_kind_of(slot),
		.handle = slot->handle,
		.site = slot->addresses[RECORD_ACQUIRE],
		.acquire = { .size_bytes = slot->size_bytes, .tag = slot->tag },
	};
	const struct occurrence at = { &event, thread->owner, thread->thread, lane->driver };

	feed->lifetime->use_order = feed->base + slot->ordinal;
	return object_acquire(feed->lifetime, &at);
}

int fold_feed_flush(struct fold_feed *feed)
{
	struct fold *fold = &feed->fold;
	size_t count;
	int status;

	if (fold->thread_count == 0)
		return 0;
	fold_pack(fold);
	status = count_pairs(feed);
	forget_closed(feed);
	update_threads(feed);
	count = fold_sort_open(fold);
	for (size_t i = 0; i < count && status == 0; i++)
		status = pass_on(feed, &fold->tables.slots[i]);
	feed->lifetime->use_order = feed->base + fold->ordinal + 1;
	if (fold->ordinal >= SHORT_REGION)
		feed->next_skip = 0;
	else if (feed->next_skip < SKIP_MAX)
		feed->next_skip = feed->next_skip * 2 + SKIP_MIN;
	feed->skip_count = feed->next_skip;
	return status < 0 ? status : fold_reset(fold);
}

int fold_feed_event(struct fold_feed *feed, const struct record *record)
{
	const struct event *event = record_data(record);
	struct event expanded;
	int status;

	if (!record_is_event(record)) {
		record_expand_object(&expanded, record, feed->lifetime->list);
		event = &expanded;
	}
	if (event->type == EVENT_OTHER || event->type == EVENT_MESSAGE)
		return 0;
	status = fold_feed_flush(feed);
	if (status < 0)
		return status;
	if (!feed->followed.process)
		return lifetime_feed(feed->lifetime, event);
	feed->followed.event = event;
	return lifetime_handle(feed->lifetime, &feed->followed);
}

static int attend(struct fold_feed *feed, const struct record *record)
{
	int status;

	feed->followed = (struct occurrence){ 0 };
	if (record_is_event(record))
		return FOLD_IS_ODD;
	if (feed->fold.thread_count == 0) {
		if (feed->skip_count > 0) {
			feed->skip_count--;
			return FOLD_IS_ODD;
		}
		feed->base = feed->lifetime->use_order;
	}
	status = fold_attend(&feed->fold, record);
	/* It can be folded now: if it cannot after all, it does not come here again. */
	if (status == 0 && fold_run(&feed->fold, record, 1) == 0)
		status = FOLD_IS_ODD;
	return status;
}

static void look_ahead(const struct fold_feed *feed, const struct record *record)
{
	if (!record_is_event(record))
		object_prefetch(feed->lifetime, record_stream(record),
			record_get_64(record_data(record), RECORD_HANDLE));
}

/* There is no region, and for a while there will be none: gives how many records are done. */
static int pass_over(
	struct fold_feed *feed, size_t *done, const struct record *records, size_t count)
{
	int status = 0;
	size_t i = 0;

	for (; i < count && feed->skip_count > 0 && status == 0; i++) {
		const struct event *event = record_data(&records[i]);

		if (i + AHEAD_COUNT < count)
			look_ahead(feed, &records[i + AHEAD_COUNT]);
		if (!record_is_event(&records[i])) {
			record_expand_object(&feed->event, &records[i], feed->lifetime->list);
			event = &feed->event;
			feed->skip_count--;
		}
		status = lifetime_take(feed->lifetime, event);
	}
	*done = i;
	return status;
}

int fold_feed_records(struct fold_feed *feed, const struct record *records, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t done;
		int status = 0;

		if (feed->fold.thread_count > 0)
			done = fold_run(&feed->fold, records + i, count - i);
		else
			status = pass_over(feed, &done, records + i, count - i);
		if (status < 0)
			return status;
		i += done;
		if (i == count)
			break;
		status = attend(feed, &records[i]);
		if (status == FOLD_IS_ODD)
			status = fold_feed_event(feed, &records[i]);
		if (status < 0)
			return status;
	}
	return 0;
}

static int feed_part_event(struct fold_feed *feed, const struct slice_part *part)
{
	const struct record record = record_of_event(&part->event, part->event.time_ns);

	feed->followed = (struct occurrence){ 0 };
	return fold_feed_event(feed, &record);
}

int fold_feed_slice(struct fold_feed *feed, const struct lifetime_slice *slice, uint64_t *taken)
{
	*taken = 0;
	for (size_t i = 0; i < slice->part_count; i++) {
		const struct slice_part *part = &slice->parts[i];
		int status = fold_combine(feed, part);

		if (status == 0 && part->has_event)
			status = feed_part_event(feed, part);
		if (status != 0)
			return status;
		*taken += part->record_count;
	}
	return 0;
}
