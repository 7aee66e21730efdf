#include "viewer/lifetime/fold.h"

#include <stdlib.h>
#include <string.h>

#include "viewer/model/kind.h"
#include "viewer/model/trace.h"

enum {
	/* Records that are looked at beforehand, so that their slots are in the cache. */
	AHEAD_COUNT = 16
};

/* All ones for an acquire: what a release does not have, it has elsewhere. */
static inline uint64_t acquire_mask(uint64_t type)
{
	return type - 1;
}

/* A release has its site where an acquire has its owner, and nothing behind it. */
static inline uint64_t site_of(const unsigned char *payload, uint64_t type)
{
	const uint64_t distance = RECORD_SITE - RECORD_RELEASE_SITE;

	return record_get_64(payload + (distance & acquire_mask(type)), RECORD_RELEASE_SITE);
}

static inline uint64_t owner_of(const unsigned char *payload, uint64_t type)
{
	return record_get_64(payload, RECORD_OWNER) & acquire_mask(type);
}

/* Acquired if it is to be released, and the other way round; and its turns can be counted. */
static inline bool is_at(const struct fold_slot *slot, uint32_t kind, uint64_t type)
{
	const uint64_t mask = UINT32_MAX | fold_is_open | fold_is_overdue;

	return ((slot->key ^ (kind | type << FOLD_TURN_SHIFT)) & mask) == 0;
}

/*
 * Its last acquire, or release, was elsewhere, or by another thread. False when that is not known of
 * the region yet.
 */
static bool move_slot(const struct fold_tables *tables, struct fold_slot *slot,
	const struct fold_lane *lane, uint64_t address, uint64_t type)
{
	struct fold_pair pair;
	uint32_t number = 0;

	if (!fold_find_site(tables, address, lane->key)->key)
		return false;
	if (type == RECORD_RELEASE) {
		pair = (struct fold_pair){ .addresses = { slot->addresses[0], address },
			.lanes = { slot->lanes[0], (uint16_t)lane->number } };
		number = *fold_find_pair(tables, &pair);
		if (!number)
			return false;
	}
	fold_settle(tables, slot);
	if (type == RECORD_ACQUIRE)
		slot->lanes[RECORD_RELEASE] = 0;
	slot->pair = number;
	slot->addresses[type] = address;
	slot->lanes[type] = (uint16_t)lane->number;
	return true;
}

/*
 * Acquires and releases are folded by the same instructions, as it cannot be predicted which comes
 * next: what only the other one has is read, and is nobody's to look at.
 */
static inline void take(struct fold_slot *slot, struct fold_lane *lane, const struct record *record,
	uint32_t ordinal, uint64_t type)
{
	const unsigned char *payload = record_data(record);

	lane->last_seq = record_get_32(payload, RECORD_SEQ);
	lane->last_ns = record->time_ns;
	slot->key += fold_turn;
	slot->time_ns = record->time_ns;
	memcpy(&slot->size_bytes, payload + (RECORD_SIZE & acquire_mask(type)), 16);
	slot->ordinal = ordinal;
}

/* What the slot, or the lane, was not made for. */
static __attribute__((noinline)) bool fold_other(
	struct fold *fold, const struct record *record, uint32_t ordinal)
{
	const struct fold_tables *tables = &fold->tables;
	const unsigned char *payload = record_data(record);
	uint64_t type = record_type(record);
	struct fold_lane *lane = fold->current[record_stream(record) & fold->current_mask];
	uint64_t handle = record_get_64(payload, RECORD_HANDLE);
	uint32_t kind = record_get_32(payload, RECORD_KIND);
	uint64_t address = site_of(payload, type);
	struct fold_slot *slot;

	if (record->word & record_is_apart || lane == &fold_no_lane)
		lane = fold_switch_lane(fold, record);
	if (!lane || owner_of(payload, type))
		return false;
	slot = fold_find_slot(
		tables, handle, record_get_32(payload, RECORD_THREAD), lane->key | kind);
	if (slot->key & fold_is_overdue)
		fold_settle(tables, slot);
	if (!slot->key || !is_at(slot, kind, type))
		return false;
	if ((slot->addresses[type] != address || slot->lanes[type] != lane->number) &&
		!move_slot(tables, slot, lane, address, type))
		return false;
	take(slot, lane, record, ordinal, type);
	return true;
}

/* `slot` is where the handle is, if it is where it would be first. */
static inline __attribute__((always_inline)) bool fold_one(
	struct fold *fold, const struct record *record, struct fold_slot *slot, uint32_t ordinal)
{
	const unsigned char *payload = record_data(record);
	struct fold_lane *lane = fold->current[record_stream(record) & fold->current_mask];
	uint64_t type = record->word >> RECORD_RELEASE_SHIFT & 1;

	if (__builtin_expect(record->word >> RECORD_APART_SHIFT, 0) ||
		__builtin_expect(slot->handle != record_get_64(payload, RECORD_HANDLE), 0) ||
		__builtin_expect(!is_at(slot, record_get_32(payload, RECORD_KIND), type), 0) ||
		__builtin_expect(slot->addresses[type] != site_of(payload, type), 0) ||
		__builtin_expect(slot->lanes[type] != lane->number, 0) ||
		__builtin_expect(owner_of(payload, type) != 0, 0))
		return fold_other(fold, record, ordinal);
	take(slot, lane, record, ordinal, type);
	return true;
}

/* Of a struct event it is any slot: that is read as if it were a payload, and is longer than one. */
static inline struct fold_slot *look_ahead(
	const struct fold_tables *tables, const struct record *record)
{
	const unsigned char *payload = record_data(record);
	size_t home = fold_slot_home(tables, record_get_64(payload, RECORD_HANDLE),
		record_get_32(payload, RECORD_THREAD));

	__builtin_prefetch(&tables->slots[home], 1);
	return &tables->slots[home];
}

size_t fold_run(struct fold *fold, const struct record *records, size_t count)
{
	const struct record *record = records;
	const struct record *end = records + count;
	const size_t ahead = count < AHEAD_COUNT ? count : AHEAD_COUNT;
	const struct record *last = end - ahead;
	struct fold_slot *slots[AHEAD_COUNT];
	uint32_t ordinal = fold->ordinal;

	for (uint32_t i = 0; i < ahead; i++)
		slots[(ordinal + i) % AHEAD_COUNT] = look_ahead(&fold->tables, &records[i]);
	for (; record < last; record++, ordinal++) {
		struct fold_slot *slot = slots[ordinal % AHEAD_COUNT];

		slots[ordinal % AHEAD_COUNT] = look_ahead(&fold->tables, record + AHEAD_COUNT);
		if (!fold_one(fold, record, slot, ordinal)) {
			end = record;
			break;
		}
	}
	for (; record < end; record++, ordinal++)
		if (!fold_one(fold, record, slots[ordinal % AHEAD_COUNT], ordinal))
			break;
	fold->ordinal = ordinal;
	return (size_t)(record - records);
}

/* It has rules of its own, or cannot be told from others here. */
static bool is_odd(const struct fold *fold, const struct record *record)
{
	const unsigned char *payload = record_data(record);
	uint32_t kind;

	if (record_is_event(record))
		return true;
	kind = record_get_32(payload, RECORD_KIND);
	return owner_of(payload, record_type(record)) || kind == KIND_WDFDRIVER ||
	       !record_get_32(payload, RECORD_SEQ) || fold->ordinal > UINT32_MAX / 2;
}

static int find_lane(struct fold *fold, struct fold_needs *needs)
{
	int status = fold_find_thread(fold, needs);

	if (status == 0)
		status = fold_find_lane(fold, needs);
	if (status == 0 && !fold_enter_lane(fold, needs->record, needs->lane))
		status = FOLD_IS_ODD;
	return status;
}

static int find_site(struct fold *fold, const struct fold_needs *needs)
{
	uint64_t address = site_of(record_data(needs->record), record_type(needs->record));
	int status;

	if (fold_find_site(&fold->tables, address, needs->lane->key)->key)
		return 0;
	status = fold->hooks->site(fold->data, needs, address);
	return status == 0 ? fold_add_site(fold, needs->lane->key, address) : status;
}

static struct fold_slot *find_slot(const struct fold *fold, const struct fold_needs *needs)
{
	const unsigned char *payload = record_data(needs->record);

	return fold_find_slot(&fold->tables, record_get_64(payload, RECORD_HANDLE),
		record_get_32(payload, RECORD_THREAD),
		needs->lane->key | record_get_32(payload, RECORD_KIND));
}

/* The slot is as if the record had closed it. */
static int take_slot(struct fold *fold, const struct fold_needs *needs)
{
	const unsigned char *payload = record_data(needs->record);
	uint64_t type = record_type(needs->record);
	struct fold_slot slot = {
		.handle = record_get_64(payload, RECORD_HANDLE),
		.key = needs->lane->key | record_get_32(payload, RECORD_KIND),
		.time_ns = needs->record->time_ns,
		.ordinal = fold->ordinal,
	};
	int status = fold_reserve_slot(fold);

	if (status < 0)
		return status;
	slot.addresses[type] = site_of(payload, type);
	slot.lanes[type] = (uint16_t)needs->lane->number;
	if (type == RECORD_RELEASE)
		slot.key |= fold_was_released_first;
	*find_slot(fold, needs) = slot;
	fold->slot_count++;
	return 0;
}

static void pass_record(struct fold *fold, const struct fold_needs *needs)
{
	needs->lane->last_seq++;
	needs->lane->last_ns = needs->record->time_ns;
	fold->ordinal++;
}

/* Nothing of the handle is known yet. */
static int meet(struct fold *fold, const struct fold_needs *needs)
{
	const struct fold_hooks *hooks = fold->hooks;
	int status = record_type(needs->record) == RECORD_ACQUIRE
			     ? hooks->acquire(fold->data, needs)
			     : hooks->release(fold->data, needs);
	int found;

	if (status != 0 && status != FOLD_IS_DONE)
		return status;
	found = find_site(fold, needs);
	if (found == 0)
		found = take_slot(fold, needs);
	if (found < 0 || status == 0)
		return found;
	pass_record(fold, needs);
	return status;
}

static int find_pair(
	struct fold *fold, const struct fold_needs *needs, const struct fold_slot *slot)
{
	const struct fold_pair pair = {
		.addresses = { slot->addresses[0],
			site_of(record_data(needs->record), RECORD_RELEASE) },
		.lanes = { slot->lanes[0], (uint16_t)needs->lane->number },
		.ordinal = fold->ordinal,
	};

	return *fold_find_pair(&fold->tables, &pair) ? 0 : fold_add_pair(fold, &pair);
}

int fold_attend(struct fold *fold, const struct record *record)
{
	struct fold_needs needs = { .record = record };
	const struct fold_slot *slot;
	int status;

	if (is_odd(fold, record))
		return FOLD_IS_ODD;
	fold->current[record_stream(record)] = &fold_no_lane;
	status = find_lane(fold, &needs);
	if (status != 0)
		return status;
	slot = find_slot(fold, &needs);
	if (!slot->key)
		return meet(fold, &needs);
	if (!(slot->key & fold_is_open) != (record_type(record) == RECORD_ACQUIRE))
		return FOLD_IS_ODD;
	status = find_site(fold, &needs);
	if (status != 0 || record_type(record) == RECORD_ACQUIRE)
		return status;
	return find_pair(fold, &needs, slot);
}

void fold_pack(struct fold *fold)
{
	struct fold_slot *slots = fold->tables.slots;
	size_t count = 0;

	for (size_t i = 0; count < fold->slot_count; i++) {
		if (!slots[i].key)
			continue;
		fold_settle(&fold->tables, &slots[i]);
		if (i != count) {
			slots[count] = slots[i];
			slots[i] = (struct fold_slot){ 0 };
		}
		count++;
	}
}

static int compare(const void *a, const void *b)
{
	const struct fold_slot *x = a;
	const struct fold_slot *y = b;

	return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

size_t fold_sort_open(struct fold *fold)
{
	struct fold_slot *slots = fold->tables.slots;
	size_t count = 0;

	for (size_t i = 0; i < fold->slot_count; i++)
		if (slots[i].key & fold_is_open)
			slots[count++] = slots[i];
	qsort(slots, count, sizeof(*slots), compare);
	return count;
}

uint32_t fold_recording(const struct trace_list *list, uint32_t trace)
{
	if (trace >= list->trace_count || !*list->traces[trace].start_time)
		return trace;
	for (uint32_t i = 0; i < trace; i++)
		if (strcmp(list->traces[i].start_time, list->traces[trace].start_time) == 0 &&
			strcmp(list->traces[i].host, list->traces[trace].host) == 0)
			return i;

	return trace;
}
