#include "viewer/lifetime/fold_feed.h"

#include <errno.h>
#include <stdlib.h>

#include "viewer/lifetime/fold_slice.h"
#include "viewer/lifetime/fold_unknown.h"

/* A thread of the engine's as it was before the slice. */
struct thread_before {
	struct process *process;
	struct thread *thread;
	int64_t process_end_ns;
	int64_t last_ns;
	uint32_t last_seq;
};

/* What is known of the slice's region in the feed's, while it is combined. */
struct combination {
	struct fold_feed *feed;
	struct fold *fold; /* the feed's */
	const struct slice_part *part;
	struct fold_lane **lanes;     /* owned; by the part's number - 1 */
	uint32_t ordinal;             /* where the part's begin */
	struct thread_before *before; /* owned; of threads that the feed's region did not know */
	size_t before_count;
	struct unknown_releases unknown;
	bool needs_flush; /* what was released in the feed's region is to be remembered first */
	bool is_final;    /* the engine has learned something that cannot be undone */
};

static struct fold_lane *lane_of(const struct combination *combination, uint16_t number)
{
	return combination->lanes[number - 1];
}

/* The slot of a handle as it is in the feed's region; free if it is not. */
static struct fold_slot *find_slot(const struct combination *combination,
	const struct fold_lane *lane, uint64_t handle, uint32_t kind)
{
	return fold_find_slot(
		&combination->fold->tables, handle, (uint32_t)lane->thread->ids, lane->key | kind);
}

static bool is_live(const struct combination *combination, const struct fold_lane *lane,
	uint64_t handle, uint32_t kind)
{
	const struct lifetime *lifetime = combination->feed->lifetime;
	const struct fold_slot *slot = find_slot(combination, lane, handle, kind);
	const struct event event = { .handle = handle, .kind = kind };

	if (slot->key)
		return slot->key & fold_is_open;
	return lifetime->objects.count && object_find(lifetime, lane->thread->owner, &event);
}

/* The engine is about to be told of the thread, unless the feed's region has it. */
static void remember_thread(struct combination *combination, const struct fold_thread *thread)
{
	const struct event event = record_expand(&thread->first, combination->fold->list);
	struct thread_before before = { 0 };

	before.thread = processes_find_thread(
		&combination->feed->lifetime->processes, &before.process, &event);
	if (!before.thread || event.seq != before.thread->last_seq + 1) {
		combination->is_final = true;
		return;
	}
	before.process_end_ns = before.process->end_ns;
	before.last_ns = before.thread->last_ns;
	before.last_seq = before.thread->last_seq;
	combination->before[combination->before_count++] = before;
}

/* As if the slice had never been. */
static int undo(struct combination *combination)
{
	int status = fold_feed_flush(combination->feed);

	for (size_t i = combination->before_count; i-- > 0;) {
		const struct thread_before *before = &combination->before[i];

		before->thread->last_seq = before->last_seq;
		before->thread->last_ns = before->last_ns;
		before->process->end_ns = before->process_end_ns;
	}
	if (status < 0)
		return status;
	return combination->is_final ? LIFETIME_SLICE_SPOILT : LIFETIME_SLICE_REST;
}

static int find_thread(struct combination *combination, const struct fold_thread *thread)
{
	struct fold_needs needs = { .record = &thread->first };
	uint32_t seq = record_get_32(record_data(&thread->first), RECORD_SEQ);
	int status;

	if (!thread->lane || thread->lane->last_ns == FOLD_NEVER)
		return 0;
	if (!fold_knows_thread(combination->fold, needs.record))
		remember_thread(combination, thread);
	status = fold_find_thread(combination->fold, &needs);
	if (status == 0 && needs.thread->lane &&
		seq - (needs.thread->lane->last_seq + 1) > thread->lane->slack)
		status = FOLD_IS_ODD;
	return status;
}

static int find_lane(struct combination *combination, size_t index)
{
	const struct fold_lane *lane = combination->part->region.lanes[index];
	struct fold_needs needs = { .record = &lane->first };
	int status;

	if (lane->last_ns == FOLD_NEVER)
		return 0;
	status = fold_find_thread(combination->fold, &needs);
	if (status == 0)
		status = fold_find_lane(combination->fold, &needs);
	if (status == 0)
		combination->lanes[index] = needs.lane;
	return status;
}

/* The feed's lanes, threads and processes for those of the part. Positive: it cannot be. */
static int find_lanes(struct combination *combination)
{
	const struct fold_result *part = &combination->part->region;
	int status = 0;

	combination->lanes = calloc(part->lane_count + 1, sizeof(struct fold_lane *));
	combination->before = calloc(part->thread_count + 1, sizeof(*combination->before));
	if (!combination->lanes || !combination->before)
		return -ENOMEM;
	for (size_t i = 0; i < part->thread_count && status == 0; i++)
		status = find_thread(combination, part->threads[i]);
	for (size_t i = 0; i < part->lane_count && status == 0; i++)
		status = find_lane(combination, i);
	return status;
}

/* False when the rest of the reading is to tell what the release means. */
static bool pass_release(struct combination *combination, const struct slice_release *release)
{
	const struct fold_lane *lane = lane_of(combination, (uint16_t)release->lane->number);
	const struct event event = { .handle = release->handle, .kind = release->kind };
	bool is_remembered;

	if (is_live(combination, lane, release->handle, release->kind)) {
		unknown_releases_pass(&combination->unknown, release);
		return true;
	}
	is_remembered =
		object_was_released(combination->feed->lifetime, lane->thread->owner, &event);
	if (find_slot(combination, lane, release->handle, release->kind)->key ||
		(is_remembered && combination->fold->slot_count > 0)) {
		combination->needs_flush = true;
		return false;
	}
	return unknown_releases_add(&combination->unknown, release, is_remembered);
}

/* All that the slice has taken for granted. */
static bool can_combine(struct combination *combination)
{
	const struct slice_part *part = combination->part;

	for (size_t i = 0; i < part->release_count; i++)
		if (!pass_release(combination, &part->releases[i]))
			return false;
	for (size_t i = 0; i < part->region.slot_count; i++) {
		const struct fold_slot *slot = &part->region.slots[i];
		uint16_t lane = slot->lanes[0] ? slot->lanes[0] : slot->lanes[1];

		if (!(slot->key & fold_was_released_first) &&
			is_live(combination, lane_of(combination, lane), slot->handle,
				fold_kind_of(slot)))
			return false;
	}
	return true;
}

static int find_sites(const struct combination *combination)
{
	const struct slice_part *part = combination->part;
	int status = 0;

	for (size_t i = 0; i < part->site_count && status == 0; i++) {
		const struct slice_site *site = &part->sites[i];
		struct fold_needs needs = { .record = &site->thread->first };
		uint64_t key;
		uint32_t id;

		status = fold_find_thread(combination->fold, &needs);
		if (status == 0)
			status = process_site(&combination->feed->lifetime->processes, &id,
				needs.thread->owner, site->address);
		key = (uint64_t)needs.thread->process << FOLD_PROCESS_SHIFT;
		if (status == 0 &&
			!fold_find_site(&combination->fold->tables, site->address, key)->key)
			status = fold_add_site(combination->fold, key, site->address);
	}
	return status;
}

static int add_to_pair(const struct combination *combination, const struct fold_pair *pair)
{
	struct fold *fold = combination->fold;
	uint32_t *index = fold_find_pair(&fold->tables, pair);

	if (!*index) {
		struct fold_pair none = *pair;
		int status;

		none.count = 0;
		status = fold_add_pair(fold, &none);
		if (status < 0)
			return status;
		index = fold_find_pair(&fold->tables, pair);
	}
	fold->tables.pairs[*index].count += pair->count;
	if (pair->ordinal < fold->tables.pairs[*index].ordinal)
		fold->tables.pairs[*index].ordinal = pair->ordinal;
	return 0;
}

/* Its object was acquired before the slice, or never. */
static int take_release(const struct combination *combination, const struct slice_release *release)
{
	struct fold_feed *feed = combination->feed;
	const struct fold_lane *lane = lane_of(combination, (uint16_t)release->lane->number);
	const struct fold_slot *slot = find_slot(combination, lane, release->handle, release->kind);
	const struct event event = {
		.type = EVENT_RELEASE,
		.trace = lane->trace,
		.time_ns = release->time_ns,
		.pid = lane->thread->owner->pid,
		.tid = lane->thread->thread->tid,
		.driver = lane->driver_id,
		.kind = release->kind,
		.handle = release->handle,
		.site = release->address,
	};
	const struct occurrence at = { &event, lane->thread->owner, lane->thread->thread,
		lane->driver };
	struct fold_pair pair = { .addresses = { slot->addresses[0], release->address },
		.lanes = { slot->lanes[0], (uint16_t)lane->number },
		.count = 1,
		.ordinal = combination->ordinal + release->ordinal };

	const struct unknown_release *unknown =
		unknown_releases_find(&combination->unknown, release->ordinal);

	if (slot->key)
		return add_to_pair(combination, &pair);
	if (unknown && unknown->is_forgotten)
		object_forget_release(feed->lifetime, at.process, &event);
	feed->lifetime->use_order = feed->base + pair.ordinal;
	return object_release(feed->lifetime, &at);
}

static int take_pairs(const struct combination *combination)
{
	const struct fold_result *part = &combination->part->region;
	int status = 0;

	for (size_t i = 1; i <= part->pair_count && status == 0; i++) {
		struct fold_pair pair = part->pairs[i];

		if (!pair.count)
			continue;
		for (size_t k = 0; k < 2; k++)
			pair.lanes[k] = (uint16_t)lane_of(combination, pair.lanes[k])->number;
		pair.ordinal += combination->ordinal;
		status = add_to_pair(combination, &pair);
	}
	return status;
}

/* As the part left it; where its releases are counted is found when there is one. */
static int take_slot(const struct combination *combination, const struct fold_slot *from)
{
	struct fold *fold = combination->fold;
	size_t type = from->key & fold_is_open ? RECORD_ACQUIRE : RECORD_RELEASE;
	const struct fold_lane *lane = lane_of(combination, from->lanes[type]);
	struct fold_slot slot = *from;
	struct fold_slot *to;
	int status = fold_reserve_slot(fold);

	if (status < 0)
		return status;
	to = find_slot(combination, lane, from->handle, fold_kind_of(from));
	fold->slot_count += !to->key;
	fold_settle(&fold->tables, to);
	slot.key = lane->key | fold_kind_of(from) | (from->key & fold_is_open);
	slot.ordinal += combination->ordinal;
	slot.pair = 0;
	slot.lanes[type] = (uint16_t)lane->number;
	slot.lanes[!type] = 0;
	*to = slot;
	return 0;
}

/* All that is known of it is that it was released without having been acquired: that is told. */
static bool is_unknown(const struct combination *combination, const struct fold_slot *slot)
{
	return !(slot->key & fold_is_open) &&
	       unknown_releases_find(&combination->unknown, slot->ordinal);
}

static int take_slots(const struct combination *combination)
{
	const struct fold_result *part = &combination->part->region;
	int status = 0;

	for (size_t i = 0; i < part->slot_count && status == 0; i++)
		if (!is_unknown(combination, &part->slots[i]))
			status = take_slot(combination, &part->slots[i]);
	return status;
}

/* What was the last event of each thread. */
static void take_threads(const struct combination *combination)
{
	const struct fold_result *part = &combination->part->region;

	for (size_t i = 0; i < part->thread_count; i++) {
		const struct fold_lane *from = part->threads[i]->lane;
		struct fold_lane *lane;

		if (!from || from->last_ns == FOLD_NEVER)
			continue;
		lane = lane_of(combination, (uint16_t)from->number);
		lane->thread->lane = lane;
		lane->last_seq = from->last_seq;
		lane->last_ns = from->last_ns;
	}
}

static int take_all(const struct combination *combination)
{
	const struct slice_part *part = combination->part;
	int status = find_sites(combination);

	for (size_t i = 0; i < part->release_count && status == 0; i++)
		status = take_release(combination, &part->releases[i]);
	if (status == 0)
		status = take_pairs(combination);
	if (status == 0)
		status = take_slots(combination);
	if (status < 0)
		return status;
	take_threads(combination);
	fold_leave_lanes(combination->fold);
	combination->fold->ordinal += part->region.ordinal;
	return 0;
}

static int combine(struct fold_feed *feed, const struct slice_part *part, bool *needs_flush)
{
	struct combination combination = { .feed = feed, .fold = &feed->fold, .part = part };
	int status = unknown_releases_init(&combination.unknown, part->release_count);

	if (feed->fold.thread_count == 0)
		feed->base = feed->lifetime->use_order;
	combination.ordinal = feed->fold.ordinal;
	if (status == 0)
		status = find_lanes(&combination);
	if (status == 0)
		status = can_combine(&combination) ? take_all(&combination) : FOLD_IS_ODD;
	if (status > 0)
		status = undo(&combination);
	*needs_flush = combination.needs_flush;
	unknown_releases_finish(&combination.unknown);
	free(combination.lanes);
	free(combination.before);
	return status;
}

int fold_combine(struct fold_feed *feed, const struct slice_part *part)
{
	bool needs_flush;
	int status = 0;

	if (part->region.ordinal == 0)
		return 0;
	if (feed->fold.ordinal > UINT32_MAX / 4)
		status = fold_feed_flush(feed);
	if (status == 0)
		status = combine(feed, part, &needs_flush);
	/* What cannot be combined has flushed. */
	if (status == LIFETIME_SLICE_REST && needs_flush)
		status = combine(feed, part, &needs_flush);
	return status;
}
